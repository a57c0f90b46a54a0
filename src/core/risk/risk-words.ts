import type { Risk } from '#core/words.ts';
import { changedFacts } from './customer-facts.ts';
import { assessedStates, riskOf } from './risk.ts';
import type { RiskInput } from './risk-input.ts';
import { riskRules } from './risk-rules.ts';
import { direct, edited, effective, findGuard, mail, sendsTo, target, toRequester, webhook } from './risk-signs.ts';
import { findLess, hasNew, targetsOf } from './rule-content.ts';

/**
 * The risk of recorded codes in words about what changed between two states: what a reason says of a rule in general, it says of
 * this object where it still holds between them. No fact is said twice.
 */
export function explainRisk(codes: readonly string[], change: RiskInput): Risk {
  const { level, reasons } = riskOf(codes);
  const input = { ...change, ...assessedStates(change) };
  const said = new Set(reasons.map(({ code }) => code));
  const shown = reasons.filter(({ code }) => !(saidBy[code] ?? []).some((other) => said.has(other)));
  return { level, reasons: shown.map((reason) => ({ ...reason, words: wordsOf(reason.code, input) ?? reason.words })) };
}

/** The same fact, said with more by another reason. */
const saidBy: Readonly<Record<string, readonly string[]>> = {
  deleted: ['escalation-off'],
  'active-rule-deleted': ['escalation-off'],
  'switched-off': ['escalation-off'],
};

function wordsOf(code: string, input: RiskInput): string | null {
  const rule = riskRules.find((one) => one.code === code);
  return rule?.holds(input) === true ? (exactly[code]?.(input) ?? null) : null;
}

/** Null where there is nothing more exact to say. */
const exactly: Readonly<Record<string, (input: RiskInput) => string | null>> = {
  'webhook-added': ({ before }) => (before === null ? 'sends tickets to a webhook' : null),
  'target-added': ({ before }) => (before === null ? 'sends tickets to a target' : null),
  'requester-notified': (input) => {
    if (sendsTo(direct)(input)) return 'automatically messages requesters';
    return toRequester(targetsOf(effective(input), mail)).size === 0
      ? 'automatically emails requesters'
      : 'changes the recipients of an automatic email to customers';
  },
  'escalation-off': guardWords,
  'active-rule-deleted': ({ kind }) => `deletes an active ${kind.name}`,
  deleted: ({ kind, before }) => {
    const active = before?.value['active'];
    return typeof active === 'boolean'
      ? `deletes an ${active ? 'active' : 'inactive'} ${kind.name}`
      : `deletes this ${kind.name}`;
  },
  'switched-off': ({ kind }) => `turns off an active ${kind.name}`,
  'switched-on': ({ kind, before }) => (before === null ? 'is active' : `turns on an inactive ${kind.name}`),
  'customer-text-changed': (input) => {
    const states = edited(input);
    const nouns = states === null ? [] : changedFacts(states.before, states.after);
    return nouns.length === 0 ? null : `changes ${nouns.join(' and ')} that customers read`;
  },
  'notification-removed': removedWords,
  'scope-widened': (input) => {
    const states = edited(input);
    const less = states === null ? null : findLess(states.before, states.after);
    if (less === null) return null;
    if (less.all > 0) return `has fewer conditions: ${less.all === 1 ? '1 is' : `${less.all} are`} gone`;
    return 'matches more tickets: the "any of" conditions are weaker';
  },
  'order-changed': ({ kind }) => `changes the order in which ${kind.plural} run`,
};

/** Which words of the object make it look like one that guards a service level: it is a guess, and says so. */
function guardWords(input: RiskInput): string | null {
  const { kind, before, after } = input;
  const guard = findGuard(before?.value, input);
  if (guard === null) return null;
  const does = `${after === null ? 'deletes' : 'turns off'} an active ${kind.name}`;
  if (guard.place === 'condition') return `${does} that checks an SLA`;
  return `${does} for escalations or SLAs (its ${guard.place} says "${guard.word}")`;
}

/** Who no longer gets something. */
function removedWords({ before, after }: RiskInput): string | null {
  const gone = (fields: ReadonlySet<string>) => {
    const now = targetsOf(after?.value, fields);
    return [...targetsOf(before?.value, fields)].filter((one) => !now.has(one));
  };
  const mails = gone(mail);
  const stays = toRequester(targetsOf(after?.value, mail)).size > 0;
  const left = [
    ...(mails.some((one) => one.endsWith('requester_and_ccs')) && stays ? ['emails CCs'] : []),
    ...(mails.some((one) => one.includes('requester')) && !stays ? ['emails the requester'] : []),
    ...(mails.some((one) => !one.includes('requester'))
      ? [targetsOf(after?.value, mail).size === 0 ? 'emails anyone' : 'emails some recipients']
      : []),
    ...(hasNew(targetsOf(after?.value, webhook), targetsOf(before?.value, webhook)) ? ['calls a webhook'] : []),
    ...(hasNew(targetsOf(after?.value, target), targetsOf(before?.value, target)) ? ['calls a target'] : []),
  ];
  return left.length === 0 ? null : `no longer ${left.join(' or ')}`;
}
