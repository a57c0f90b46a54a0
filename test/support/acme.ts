/** Ids of the embedded account's rules and people, as `seedAccount` makes them, by what tests call them. */
export const jane = 1001;
export const bob = 1002;
export const ann = 1003;
export const carl = 1004;
export const eve = 1005;
export const deployBot = 998877;

/** Triggers of "Notifications", in run order. */
export const autoReply = 28835714733331;
export const notifyRequester = 360000000041;
export const closeSpam = 28835714731111;
export const notificationTriggers = [autoReply, notifyRequester, closeSpam];
/** Triggers of "Routing and escalation", in run order. */
export const escalateVip = 28835714737428;
export const routeRefunds = 28835714737488;
export const everythingElse = 28835714737508;
export const routingTriggers = [escalateVip, routeRefunds, everythingElse];
/** Of "Housekeeping", inactive: it sends tickets to the webhook "ops-relay". */
export const mirrorUrgent = 28835714738028;
export const notificationsCategory = '360000000901';
export const routingCategory = '360000000902';

export const closeSolved = 1500016953642;
export const remindPending = 28835714739008;
export const solvePending = 28835714739028;
export const raiseRefunds = 28835714739048;

export const partialRefund = 28835714740028;
export const fullRefund = 28835714740048;
export const invoiceCopy = 28835714740088;
export const downgrade = 28835714740168;
export const followUp = 28835714740188;

export const unassigned = 28835714742028;
export const refundsView = 28835714742048;
export const onCallView = 28835714742068;
export const myIdeas = 28835714742128;
