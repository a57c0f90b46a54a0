import type { Json } from '#json.ts';
import { own } from './phrases.ts';
import type { Action } from './rule-items.ts';

/** What a part of an action is: a value with a title of its own, a text that people wrote, or keys with values. */
export type PartType = 'value' | 'text' | 'pairs';

export interface Part {
  /** Null for the part that the action is about first: whom or what it goes to, or all of it. */
  readonly label: string | null;
  readonly type: PartType;
  readonly value: Json;
}

/** What the places of a list value hold; the first is whom or what it goes to, or how the text is sent. */
const places: Readonly<Record<string, readonly string[]>> = {
  notification_user: ['recipient', 'subject', 'body'],
  notification_group: ['recipient', 'subject', 'body'],
  notification_target: ['target', 'body'],
  notification_webhook: ['webhook', 'body'],
  notification_sms_user: ['recipient', 'number', 'body'],
  notification_sms_group: ['recipient', 'number', 'body'],
  comment_value: ['channel', 'text'],
};

/** Side conversations begin with their subject; whom they go to stands third: one address, or the group of a new ticket. */
const sideConversation = ['subject', 'body', 'recipient', 'format'];

const texts: ReadonlySet<string> = new Set(['subject', 'body', 'text']);
const wholeTexts: ReadonlySet<string> = new Set([
  ...['comment_value', 'comment_value_html', 'comment', 'tweet_requester', 'subject'],
]);

const labelsOf = (field: string, length: number): readonly string[] | undefined => {
  if (field.startsWith('side_conversation')) return sideConversation.slice(0, length);
  if (field === 'deflection') return length === 2 ? ['subject', 'body'] : ['recipient', 'subject', 'body'];
  return own(places, field);
};

/** The parts of an action, in the order of its value; one part where its shape is not a known one. */
export function partsOf({ field, value }: Action): readonly Part[] {
  // A text alone is sent to the channel that the ticket has.
  if (field === 'comment_value' && typeof value === 'string') return partsOf({ field, value: [null, value] });
  const labels = Array.isArray(value) ? labelsOf(field, value.length) : undefined;
  if (!Array.isArray(value) || labels === undefined || value.length !== labels.length)
    return [{ label: null, type: wholeTexts.has(field) && typeof value === 'string' ? 'text' : 'value', value }];
  return value.map((part, index): Part => {
    const label = labels[index] ?? '';
    const isFirst = index === 0 && !texts.has(label);
    return { label: isFirst ? null : label, type: typeOf(label, part), value: part };
  });
}

function typeOf(label: string, value: Json): PartType {
  if (pairsOf(value) !== null && label === 'body') return 'pairs';
  return texts.has(label) && typeof value === 'string' ? 'text' : 'value';
}

export type Pairs = readonly (readonly [string, Json])[];

/** `[["id", "{{ticket.id}}"], …]`, the form of a body that is sent as keys and values; null for anything else. */
export function pairsOf(value: Json): Pairs | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const pairs: (readonly [string, Json])[] = [];
  for (const item of value) {
    if (!Array.isArray(item) || item.length !== 2 || typeof item[0] !== 'string') return null;
    pairs.push([item[0], item[1] ?? null]);
  }
  return pairs;
}
