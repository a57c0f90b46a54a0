import type { JsonObject } from '#json.ts';
import type { RiskInput } from './risk-input.ts';
import { allConditions, contentsOf, hasNew, targetsOf } from './rule-content.ts';

export const webhook = new Set(['notification_webhook']);
export const target = new Set(['notification_target']);
const outbound = new Set([...webhook, ...target]);
export const direct = new Set(['tweet_requester', 'deflection', 'notification_sms_user']);
export const mail = new Set(['notification_user', 'notification_group', 'notification_sms_group']);
export const notifies = new Set([...outbound, ...direct, ...mail]);
const groupFields = new Set(['group_id', 'notification_group']);
const comment = new Set(['comment_value', 'comment_value_html']);

/** Triggers and automations act by themselves; a macro or a view needs a person. */
export const runsAlone = ({ kind }: RiskInput): boolean => kind.name === 'trigger' || kind.name === 'automation';

export const isActive = (state: JsonObject | undefined): boolean => state?.['active'] === true;

/** An inactive rule did nothing: whatever it does once it is activated is new. */
export const effective = ({ before, after }: RiskInput): JsonObject | undefined =>
  isActive(before?.value) || !isActive(after?.value) ? before?.value : undefined;

export const sendsTo =
  (fields: ReadonlySet<string>) =>
  (input: RiskInput): boolean =>
    hasNew(targetsOf(effective(input), fields), targetsOf(input.after?.value, fields));

/** The same receiver, other content. */
export const sendsOther = (input: RiskInput): boolean => {
  const [old, now] = [effective(input), input.after?.value];
  return (
    !hasNew(targetsOf(old, outbound), targetsOf(now, outbound)) &&
    hasNew(contentsOf(old, outbound), contentsOf(now, outbound))
  );
};

export const toRequester = (receivers: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...receivers].filter((one) => one.includes('requester')));

export const writesToRequester = (input: RiskInput): boolean =>
  runsAlone(input) &&
  (sendsTo(direct)(input) ||
    hasNew(toRequester(targetsOf(effective(input), mail)), toRequester(targetsOf(input.after?.value, mail))));

export const isPublicReply = (state: JsonObject | undefined): boolean => {
  const modes = targetsOf(state, new Set(['comment_mode_is_public']));
  return targetsOf(state, comment).size > 0 && !modes.has('comment_mode_is_public false');
};

const hasNoCondition = (state: JsonObject | undefined): boolean => allConditions(state).length === 0;

export const startsToMatchAll = (input: RiskInput): boolean =>
  runsAlone(input) && input.after !== null && hasNoCondition(input.after.value);

export const hadConditions = ({ before }: RiskInput): boolean => before !== null && !hasNoCondition(before.value);

/** Switched off or gone: it worked before and does not any more. */
export const stops = ({ before, after }: RiskInput): boolean => isActive(before?.value) && !isActive(after?.value);

// A guess by words is allowed here: it only ever raises the attention that a change gets.
const escalation = /\bsla\b|escalat|eskal|on-?call|breach/i;

/** Where something says that it guards a service level, and in which word: letters and hyphens alone. */
export interface Guard {
  readonly place: 'condition' | 'title' | 'description' | 'group';
  readonly word: string;
}

/** Why a rule or a view looks as if it guarded a service level; null where nothing of it does. */
export function findGuard(state: JsonObject | undefined, { names }: Pick<RiskInput, 'names'>): Guard | null {
  if (allConditions(state).some(({ field }) => /sla|breach/i.test(field))) return { place: 'condition', word: 'SLA' };
  const groups = [...targetsOf(state, groupFields)].map((target) => names.groups[target.split(' ').at(-1) ?? ''] ?? '');
  const places: readonly (readonly [Guard['place'], unknown])[] = [
    ['title', state?.['title']],
    ['description', state?.['description']],
    ...groups.map((group) => ['group', group] as const),
  ];
  for (const [place, text] of places) {
    if (typeof text === 'string' && escalation.test(text)) return { place, word: wordIn(text) };
  }
  return null;
}

function wordIn(text: string): string {
  const at = text.search(escalation);
  const start = /[\p{L}-]{0,20}$/u.exec(text.slice(0, at))?.[0] ?? '';
  return start + (/^[\p{L}-]{1,20}/u.exec(text.slice(at))?.[0] ?? '');
}

export const closes = (state: JsonObject | undefined): boolean =>
  targetsOf(state, new Set(['status'])).has('status closed');

export const edited = ({ before, after }: RiskInput): { before: JsonObject; after: JsonObject } | null =>
  before === null || after === null ? null : { before: before.value, after: after.value };
