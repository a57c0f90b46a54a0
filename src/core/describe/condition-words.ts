import type { Words } from '#core/words.ts';
import { changedItems, changedValue, changedWords, looksDifferent } from './changed-words.ts';
import { terminalOperators } from './operator-words.ts';
import type { Condition } from './rule-items.ts';
import { fieldWords, operatorWords, type Speech } from './term-words.ts';
import { isNone, itemsOf, type Place, valueWords } from './value-words.ts';

const placeOf = ({ field, operator }: Condition): Place => ({ stand: 'conditions', field, operator });

const operatorPart = (speech: Speech, { field, operator }: Condition): Words =>
  operator === '' ? [] : [' ', ...operatorWords(speech, field, operator)];

const valuePart = (speech: Speech, condition: Condition): Words =>
  terminalOperators.has(condition.operator) && isNone(condition.value)
    ? []
    : [' ', ...valueWords(speech, placeOf(condition), condition.value)];

/** `Tags contains at least one of "vip"`. */
export const conditionWords = (speech: Speech, condition: Condition): Words => [
  ...fieldWords(speech, 'conditions', condition.field),
  ...operatorPart(speech, condition),
  ...valuePart(speech, condition),
];

/** `Status is not Open (was: is Open)`, `Priority is High (was Normal)`: only what changed is said twice. */
export function changedCondition(speech: Speech, before: Condition, after: Condition): Words {
  const start = fieldWords(speech, 'conditions', after.field);
  if (before.operator === after.operator)
    return [...start, ...operatorPart(speech, after), ...changedPart(speech, before, after)];
  const rest = (condition: Condition): Words => [...operatorPart(speech, condition), ...valuePart(speech, condition)];
  const exactRest = (condition: Condition): Words => [...rest(condition), ' (', { value: condition.operator }, ')'];
  const words = [rest, exactRest].find((say) => looksDifferent(say(before), say(after)));
  if (words === undefined)
    return [...start, ': ', ...changedValue([before.operator, before.value], [after.operator, after.value])];
  const was = words(before);
  return [...start, ...words(after), ' (was:', ...(was[0] === ' ' ? was : [' ', ...was]), ')'];
}

function changedPart(speech: Speech, before: Condition, after: Condition): Words {
  const [nowItems, oldItems] = [after, before].map((one) => itemsOf(speech, placeOf(one), one.value));
  const items = nowItems && oldItems ? changedItems(nowItems, oldItems) : null;
  if (items !== null) return [': ', ...items];
  const side = (condition: Condition) => ({
    words: valueWords(speech, placeOf(condition), condition.value),
    value: condition.value,
  });
  return [' ', ...changedWords(side(after), side(before))];
}
