import type { Words } from '#core/words.ts';
import { changedWords } from './action-words.ts';
import { terminalOperators } from './dictionary.ts';
import { sameWords } from './phrases.ts';
import { jsonKey } from './raw-difference.ts';
import type { Condition } from './rule-items.ts';
import { fieldWords, operatorWords, type Speech, valueWords } from './term-words.ts';

const operatorPart = (speech: Speech, { field, operator }: Condition): Words =>
  operator === '' ? [] : [' ', ...operatorWords(speech, field, operator)];

const valuePart = (speech: Speech, { field, operator, value }: Condition): Words =>
  terminalOperators.has(operator) && (value === null || value === '')
    ? []
    : [' ', ...valueWords(speech, 'conditions', field, value)];

/** `Tags contains at least one of "vip"`. */
export const conditionWords = (speech: Speech, condition: Condition): Words => [
  ...fieldWords(speech, 'conditions', condition.field),
  ...operatorPart(speech, condition),
  ...valuePart(speech, condition),
];

/** `Status is not Open (was is Open)`, `Priority is High (was Normal)`: only what changed is said twice. */
export function changedCondition(speech: Speech, before: Condition, after: Condition): Words {
  const start = [...fieldWords(speech, 'conditions', after.field)];
  if (before.operator === after.operator) {
    const value = (condition: Condition) => valueWords(speech, 'conditions', condition.field, condition.value);
    return [
      ...start,
      ...operatorPart(speech, after),
      ' ',
      ...changedWords([value(after), after.value], [value(before), before.value]),
    ];
  }
  const rest = (condition: Condition): Words => [...operatorPart(speech, condition), ...valuePart(speech, condition)];
  const was: Words = sameWords(rest(before), rest(after))
    ? [{ value: jsonKey([before.operator, before.value]) }]
    : rest(before);
  return [...start, ...rest(after), ' (was:', ...(was[0] === ' ' ? was : [' ', ...was]), ')'];
}
