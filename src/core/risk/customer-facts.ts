import { partsOf } from '#core/describe/action-parts.ts';
import { findActions, firstValue } from '#core/describe/rule-items.ts';
import { readableLines } from '#core/describe/text-change.ts';
import { everyMask } from '#core/snapshot/redact.ts';
import type { Json, JsonObject } from '#json.ts';

/**
 * What customers act on in a text that they read: amounts of money, percentages, links, addresses, and numbers as long as
 * those of an account or a telephone. Another wording is low risk; another amount or link is not.
 */

const receivers: ReadonlySet<string> = new Set([
  ...['comment_value', 'comment_value_html', 'comment', 'notification_user', 'notification_sms_user'],
  ...['tweet_requester', 'deflection'],
]);
/** Whoever a mail to these goes to works here. */
const agents: ReadonlySet<string> = new Set(['assignee_id', 'current_user', 'all_agents']);
const currency =
  '(?:\\p{Sc}|(?:EUR|USD|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|BRL|MXN|SEK|NOK|DKK|PLN|CZK|HUF|TRY|ZAR)\\b|(?:euros?|dollars?|pounds?)\\b)';
const amount = "\\d[\\d.,’' ]{0,20}";
/** What such a fact is, and what it looks like. */
const facts: readonly { readonly noun: string; readonly patterns: readonly RegExp[]; readonly plain: PlainText }[] = [
  {
    noun: 'an amount',
    patterns: [new RegExp(`${currency}\\s?${amount}`, 'giu'), new RegExp(`${amount}\\s?(?:${currency}|%)`, 'giu')],
    plain: (text) => plainAmount(text),
  },
  { noun: 'a link', patterns: [/https?:\/\/[^\s)>"']{1,500}/gi], plain: (text) => trimmed(text) },
  { noun: 'an email address', patterns: [/[^\s@<>("']{1,64}@[^\s@<>)"']{1,190}/g], plain: (text) => trimmed(text) },
  {
    noun: 'an account or telephone number',
    patterns: [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b/g, /\+?\d(?:[ /-]?\d){6,20}/g],
    plain: (text) => trimmed(text),
  },
];

type PlainText = (text: string) => string;

/** What texts that customers read name otherwise after a change, as nouns; none where only one side has such texts. */
export function changedFacts(before: JsonObject, after: JsonObject): readonly string[] {
  const [old, now] = [textsOf(before), textsOf(after)];
  if (old.length === 0 || now.length === 0) return [];
  const [was, is] = [factsIn(old), factsIn(now)];
  return facts.flatMap(({ noun }) => (was.get(noun) === is.get(noun) ? [] : [noun]));
}

function textsOf(state: JsonObject): readonly string[] {
  const actions = findActions(state) ?? [];
  const isNote = actions.some(({ field, value }) => field === 'comment_mode_is_public' && isFalse(value));
  return actions
    .filter(
      ({ field, value }) =>
        receivers.has(field) && !(isNote && field.startsWith('comment')) && !agents.has(String(firstValue(value))),
    )
    .flatMap((action) =>
      partsOf(action).flatMap(({ type, value }) => (type === 'text' && typeof value === 'string' ? [value] : [])),
    );
}

const isFalse = (value: Json): boolean => String(value) === 'false';

/** The facts of each sort, as one text that can be compared. */
function factsIn(texts: readonly string[]): ReadonlyMap<string, string> {
  // A digit in a placeholder or in a mask is no amount.
  const read = texts
    .flatMap(readableLines)
    .join('\n')
    .replace(/\{\{[^{}]{0,200}\}\}/g, ' ')
    .replace(everyMask, ' ');
  return new Map(
    facts.map(({ noun, patterns, plain }) => {
      const found = patterns.flatMap((pattern) => [...read.matchAll(pattern)].map(([text]) => plain(text)));
      return [noun, JSON.stringify([...new Set(found)].sort())];
    }),
  );
}

const trimmed = (text: string): string => text.replace(/[.,;:!?]+$|\s/g, '');

/** `1.000 EUR` and `1,000 EUR` are one amount, `1,50 EUR` and `150 EUR` are two. */
const plainAmount = (text: string): string =>
  text
    .replace(/[.,’'\s](?=\d{3}(?!\d))/g, '')
    .replace(/,(?=\d)/g, '.')
    .replace(/[.,’']+(?!\d)|\s/g, '');
