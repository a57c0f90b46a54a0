import { hidesNewText } from '#core/snapshot/hidden.ts';
import type { RiskLevel } from '#core/words.ts';
import { changedFacts } from './customer-facts.ts';
import type { RiskInput } from './risk-input.ts';
import {
  closes,
  edited,
  effective,
  findGuard,
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

/**
 * One reason why a change may be risky. `words` follow "this change" or the object, and are true whatever the kind: "sends
 * tickets to a new webhook". Where the states are at hand, risk-words.ts says it more exactly.
 */
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
    words: 'automatically writes to requesters',
    holds: writesToRequester,
  },
  {
    code: 'no-condition-left',
    level: 'high',
    words: 'has no conditions left',
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
    words: 'turns off something for escalations or SLAs',
    holds: (input) => stops(input) && findGuard(input.before?.value, input) !== null,
  },
  {
    code: 'active-rule-deleted',
    level: 'high',
    words: 'deletes an active rule',
    holds: (input) => runsAlone(input) && input.type === 'deleted' && isActive(input.before?.value),
  },
  {
    code: 'deleted',
    level: 'medium',
    words: 'deletes an object',
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
    words: 'turns off an active rule',
    holds: (input) => runsAlone(input) && input.after !== null && stops(input),
  },
  {
    code: 'switched-on',
    level: 'medium',
    words: 'is active',
    holds: (input) => runsAlone(input) && isActive(input.after?.value) && !isActive(input.before?.value),
  },
  {
    code: 'public-reply-added',
    level: 'medium',
    words: 'adds a public reply',
    holds: (input) => !isPublicReply(effective(input)) && isPublicReply(input.after?.value),
  },
  {
    code: 'customer-text-changed',
    level: 'medium',
    words: 'changes an amount, a link or an address that customers read',
    holds: (input) => {
      const states = edited(input);
      return states !== null && changedFacts(states.before, states.after).length > 0;
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
    words: 'has fewer or weaker conditions',
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
    words: 'runs on different tickets than before',
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
    words: 'adds text that is hidden here',
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
    words: 'changes a setting whose value is not recorded',
    holds: (input) => input.otherFields === true,
  },
  {
    code: 'transient',
    level: 'medium',
    words: 'may have done something else for a while',
    holds: (input) => input.transient === true,
  },
  {
    code: 'first-seen-actor',
    level: 'medium',
    words: 'first recorded change by this person',
    holds: ({ context }) => context.firstSeenActor,
  },
  {
    code: 'first-seen-ip',
    level: 'low',
    words: 'new IP address for this person',
    holds: ({ context }) => context.firstSeenIp && !context.firstSeenActor,
  },
  {
    code: 'off-hours',
    level: 'low',
    words: 'outside working hours',
    holds: ({ context }) => context.offHours,
  },
];
