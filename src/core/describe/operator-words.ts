import { own } from './phrases.ts';

/** Operators as they stand in a sentence, behind the field, by the names that rules use. */
const operatorTitles: Readonly<Record<string, string>> = {
  is: 'is',
  is_not: 'is not',
  less_than: 'less than',
  greater_than: 'greater than',
  less_than_equal: 'less than or equal to',
  greater_than_equal: 'greater than or equal to',
  is_business_hours: '(business hours) is',
  less_than_business_hours: '(business hours) less than',
  greater_than_business_hours: '(business hours) greater than',
  changed: 'changed',
  not_changed: 'not changed',
  value: 'changed to',
  value_previous: 'changed from',
  not_value: 'not changed to',
  not_value_previous: 'not changed from',
  includes: 'contains at least one of',
  not_includes: 'contains none of',
  includes_words: 'contains at least one of the words',
  not_includes_words: 'contains none of the words',
  includes_string: 'contains the text',
  not_includes_string: 'does not contain the text',
  present: 'is present',
  not_present: 'is not present',
  within_previous_n_days: 'is within the previous',
  within_next_n_days: 'is within the next',
};

/** Fields that compare words: the same operators mean something else there. */
const wordOperatorTitles: Readonly<Record<string, string>> = {
  includes: 'contains at least one of the words',
  not_includes: 'contains none of the words',
  is: 'contains the text',
  is_not: 'does not contain the text',
};

/** Titles of Zendesk's definitions that are no verb by themselves. */
const completed: Readonly<Record<string, string>> = {
  present: 'is present',
  'not present': 'is not present',
  before: 'is before',
  'before or on': 'is before or on',
  after: 'is after',
  'after or on': 'is after or on',
};

/** Operators that need no value behind them. */
export const terminalOperators: ReadonlySet<string> = new Set(['changed', 'not_changed', 'present', 'not_present']);

/** Operators whose value is a number of days. */
export const dayOperators: ReadonlySet<string> = new Set(['within_previous_n_days', 'within_next_n_days']);

/** Whether a condition compares single words of a text. */
export const comparesWords = (field: string, operator: string): boolean =>
  /^(?:not_)?includes_words$/.test(operator) ||
  (field.endsWith('_includes_word') && /^(?:not_)?includes$/.test(operator));

/** Zendesk's English word for an operator, where the account's words are not known. */
export const builtInOperator = (field: string, operator: string): string | undefined =>
  (field.endsWith('_includes_word') ? own(wordOperatorTitles, operator) : undefined) ?? own(operatorTitles, operator);

/**
 * An operator's title as a part of the sentence, in the account's language. Zendesk words its operators, and no admin can: so
 * letters alone may stand bare. Undefined for anything else.
 */
export function operatorPhrase(title: string): string | undefined {
  if (!/^\p{L}[\p{L}\p{M} ()'’,-]{0,79}$/u.test(title.trim())) return undefined;
  const lower = title.trim().charAt(0).toLowerCase() + title.trim().slice(1);
  return own(completed, lower.toLowerCase()) ?? lower;
}
