import type { DescribedLine } from '#core/words.ts';
import type { JsonObject } from '#json.ts';
import { actionWords, changedAction, newAction } from './action-words.ts';
import { jsonKey } from './json-words.ts';
import { findItemMoves, matchItems } from './match-items.ts';
import { ordinal } from './phrases.ts';
import { type Action, findActions, firstValue } from './rule-items.ts';
import type { Speech } from './term-words.ts';

// The first value identifies the webhook of an action; then the field alone.
const keys = [
  ({ field, value }: Action) => jsonKey([field, value]),
  ({ field, value }: Action) => jsonKey([field, firstValue(value)]),
  ({ field }: Action) => field,
];

/** Actions added, removed, changed and moved. Empty where the lists have no known shape, or are equal. */
export function describeActions(speech: Speech, before: JsonObject, after: JsonObject): readonly DescribedLine[] {
  const [old, now] = [findActions(before), findActions(after)];
  if (old === null || now === null) return [];
  const matched = matchItems(old, now, keys);
  const pick = (list: readonly Action[], index: number) => list.slice(index, index + 1);
  return [
    ...matched.added.flatMap((index) => pick(now, index).map((action) => newAction(speech, action, 'Action added: '))),
    ...matched.removed.flatMap((index) =>
      pick(old, index).map((action) => ({ words: ['Action removed: ', ...actionWords(speech, action)] })),
    ),
    ...withoutCopies(
      matched.pairs.flatMap((pair) => {
        const [was, is] = [old[pair.before], now[pair.after]];
        return was === undefined || is === undefined ? [] : changedAction(speech, was, is);
      }),
    ),
    ...findItemMoves(matched).flatMap(({ id }) => {
      const pair = matched.pairs.find((candidate) => String(candidate.after) === id);
      const action = pair && now[pair.after];
      if (pair === undefined || action === undefined) return [];
      const places =
        pair.before === pair.after
          ? `now ${ordinal(pair.after + 1)}, in another order`
          : `moved from ${ordinal(pair.before + 1)} to ${ordinal(pair.after + 1)}`;
      return [{ words: [`Action ${places}: `, ...actionWords(speech, action)] }];
    }),
  ];
}

const [rich, plain] = ['Comment (rich text)', 'Comment'];
const isAbout = (line: DescribedLine, title: string | undefined): boolean => line.words[0] === title;

/** A rich macro has its text twice, with markup and without: the same change of both is said once. */
function withoutCopies(lines: readonly DescribedLine[]): readonly DescribedLine[] {
  const textOf = ({ removed = [], added = [] }: DescribedLine) => JSON.stringify([removed, added]);
  const isCopy = (line: DescribedLine, other: DescribedLine): boolean =>
    isAbout(line, plain) && isAbout(other, rich) && line.added !== undefined && textOf(line) === textOf(other);
  return lines
    .filter((line) => !lines.some((other) => isCopy(line, other)))
    .map((line) =>
      lines.some((other) => isCopy(other, line))
        ? { ...line, words: ['Comment (rich text, and the same in plain text)', ...line.words.slice(1)] }
        : line,
    );
}
