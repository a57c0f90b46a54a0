import { hidesNewText } from '#core/snapshot/hidden.ts';
import type { RiskLevel } from '#core/words.ts';
import { changesFacts } from './customer-facts.ts';
import type { RiskInput } from './risk-input.ts';
import {
  closes,
  edited,
  effective,
  guardsService,
  hadConditions,
  isActive,
  isPublicReply,
  mail,
  notifies,
  runsAlone,
  sendsOther,
  sendsTo,
  startsToMatchAll,
  stops,
  target,
  webhook,
  writesToRequester,
} from './risk-signs.ts';
import { addsPermission } from './role-signs.ts';
import { asksForLess, hasNew, reachesMorePeople, sameConditions, targetsOf } from './rule-content.ts';
import {
  breaksRules,
  changesSecurity,
  redirectsNothing,
  redirectsTickets,
  sendsEvents,
  stopsRules,
} from './webhook-signs.ts';

/** One reason why a change may be risky. `words` follow "this change" or the object: "sends tickets to a new webhook". */
export interface RiskRule {
  readonly code: string;
  readonly level: RiskLevel;
  readonly words: string;
  readonly holds: (input: RiskInput) => boolean;
}

/** The list. Within a level, the order in which reasons are listed. */
export const riskRules: readonly RiskRule[] = [
  { code: 'webhook-added', level: 'high', words: 'sends tickets to a new webhook', holds: sendsTo(webhook) },
  { code: 'target-added', level: 'high', words: 'sends tickets to a new target', holds: sendsTo(target) },
  { code: 'webhook-changed', level: 'high', words: 'sends other content to a webhook or target', holds: sendsOther },
  {
    code: 'webhook-redirected',
    level: 'high',
    words: 'sends tickets to another address',
    holds: redirectsTickets,
  },
  { code: 'webhook-subscribed', level: 'high', words: 'sends events to its address by itself', holds: sendsEvents },
  { code: 'permission-added', level: 'high', words: 'lets a role do more', holds: addsPermission },
  { code: 'used-object-deleted', level: 'high', words: 'deletes what active rules use', holds: breaksRules },
  {
    code: 'requester-notified',
    level: 'high',
    words: 'writes to requesters by itself',
    holds: writesToRequester,
  },
  {
    code: 'no-condition-left',
    level: 'high',
    words: 'has no condition left',
    holds: (input) => startsToMatchAll(input) && hadConditions(input),
  },
  {
    code: 'no-condition',
    level: 'high',
    words: 'runs on every ticket',
    holds: (input) =>
      startsToMatchAll(input) &&
      !hadConditions(input) &&
      isActive(input.after?.value) &&
      !isActive(input.before?.value),
  },
  {
    code: 'escalation-off',
    level: 'high',
    words: 'switches off an SLA or escalation rule',
    holds: (input) => stops(input) && guardsService(input.before?.value, input),
  },
  {
    code: 'active-rule-deleted',
    level: 'high',
    words: 'deletes a rule that was running',
    holds: (input) => runsAlone(input) && input.type === 'deleted' && isActive(input.before?.value),
  },
  {
    code: 'deleted',
    level: 'medium',
    words: 'deletes it',
    holds: (input) => input.type === 'deleted' && !(runsAlone(input) && isActive(input.before?.value)),
  },
  {
    code: 'used-object-off',
    level: 'medium',
    words: 'switches off what active rules use',
    holds: stopsRules,
  },
  {
    code: 'idle-webhook-redirected',
    level: 'medium',
    words: 'points a webhook that nothing active uses at another address',
    holds: redirectsNothing,
  },
  {
    code: 'webhook-security-changed',
    level: 'medium',
    words: 'changes how a webhook is authenticated',
    holds: changesSecurity,
  },
  {
    code: 'switched-off',
    level: 'medium',
    words: 'switches off a rule that was running',
    holds: (input) => runsAlone(input) && input.after !== null && stops(input),
  },
  {
    code: 'switched-on',
    level: 'medium',
    words: 'starts to run',
    holds: (input) => runsAlone(input) && isActive(input.after?.value) && !isActive(input.before?.value),
  },
  {
    code: 'public-reply-added',
    level: 'medium',
    words: 'puts in a public reply',
    holds: (input) => !isPublicReply(effective(input)) && isPublicReply(input.after?.value),
  },
  {
    code: 'customer-text-changed',
    level: 'medium',
    words: 'changes an amount, a link or an address that customers read',
    holds: (input) => {
      const states = edited(input);
      return states !== null && changesFacts(states.before, states.after);
    },
  },
  {
    code: 'notification-added',
    level: 'medium',
    words: 'sends a new notification',
    holds: (input) => sendsTo(mail)(input) && !writesToRequester(input),
  },
  {
    code: 'notification-removed',
    level: 'medium',
    words: 'no longer sends a notification',
    holds: ({ before, after }) =>
      after !== null &&
      isActive(before?.value) &&
      hasNew(targetsOf(after.value, notifies), targetsOf(before?.value, notifies)),
  },
  {
    code: 'closes-tickets',
    level: 'medium',
    words: 'closes tickets, which cannot be undone',
    holds: (input) => runsAlone(input) && closes(input.after?.value) && !closes(effective(input)),
  },
  {
    code: 'scope-widened',
    level: 'medium',
    words: 'asks for less before it runs',
    holds: (input) => {
      const states = edited(input);
      return (
        states !== null && runsAlone(input) && !startsToMatchAll(input) && asksForLess(states.before, states.after)
      );
    },
  },
  {
    code: 'scope-changed',
    level: 'medium',
    words: 'runs on other tickets than before',
    holds: (input) => {
      const states = edited(input);
      if (states === null || !runsAlone(input) || startsToMatchAll(input)) return false;
      return !sameConditions(states.before, states.after) && !asksForLess(states.before, states.after);
    },
  },
  {
    code: 'audience-widened',
    level: 'medium',
    words: 'is available to more people',
    holds: (input) => {
      const states = edited(input);
      return states !== null && reachesMorePeople(states.before, states.after);
    },
  },
  {
    code: 'hidden-text',
    level: 'medium',
    words: 'puts in text that is hidden here',
    holds: ({ before, after }) => hidesNewText(before, after),
  },
  {
    code: 'order-changed',
    level: 'medium',
    words: 'changes the order in which rules run',
    holds: (input) => input.type === 'reordered' && runsAlone(input) && input.sameRunOrder !== true,
  },
  {
    code: 'other-field-changed',
    level: 'medium',
    words: 'changes a setting that the snapshot does not hold',
    holds: (input) => input.otherFields === true,
  },
  {
    code: 'transient',
    level: 'medium',
    words: 'was different for a while, nobody knows how',
    holds: (input) => input.transient === true,
  },
  {
    code: 'first-seen-actor',
    level: 'medium',
    words: 'person never seen before',
    holds: ({ context }) => context.firstSeenActor,
  },
  {
    code: 'first-seen-ip',
    level: 'low',
    words: 'IP never seen for this person',
    holds: ({ context }) => context.firstSeenIp && !context.firstSeenActor,
  },
  {
    code: 'off-hours',
    level: 'low',
    words: 'outside working hours',
    holds: ({ context }) => context.offHours,
  },
];
