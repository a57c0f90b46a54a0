import type { Json, JsonObject } from '#json.ts';
import { holdsMask, masksIn } from './redact.ts';

/** What a mask hides of a change: whoever decides about it cannot read that part. */

type State = { readonly value: JsonObject } | null;

/** Whether a text that changed, on either side, holds a mask: part of it is hidden. A state that is gone shows nothing. */
export const hidesChange = (before: State, after: State): boolean =>
  after !== null && [...added(before, after), ...added(after, before)].some(holdsMask);

/** Whether a mask came in or became another one: a secret, or what looks like one, was put in. */
export function hidesNewText(before: State, after: State): boolean {
  const known = countOf(added(after, before).flatMap(masksIn));
  return added(before, after)
    .flatMap(masksIn)
    .some((mask) => !isKeyed(mask) || !takeOne(known, mask));
}

/** Without a key a mask says nothing about what it stands for: in a text that changed it may be another secret. */
const isKeyed = (mask: string): boolean => mask.includes(' ');

/** Texts of a state that the other one lacks, wherever they stand. */
function added(before: State, after: State): readonly string[] {
  const known = countOf(textsOf(before));
  return textsOf(after).filter((text) => !takeOne(known, text));
}

function textsOf(state: State): readonly string[] {
  const texts: string[] = [];
  const collect = (value: Json): void => {
    if (typeof value === 'string') texts.push(value);
    else if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) collect(inner);
  };
  if (state !== null) collect(state.value);
  return texts;
}

function countOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Takes one of a text out of the counts; false where there is none left. */
function takeOne(counts: Map<string, number>, text: string): boolean {
  const left = counts.get(text) ?? 0;
  if (left > 0) counts.set(text, left - 1);
  return left > 0;
}
