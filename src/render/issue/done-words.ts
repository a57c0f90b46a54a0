import type { ObjectKey } from '#core/object-key.ts';
import type { DescribedLine, Verb } from '#core/words.ts';

const done: Readonly<Record<Verb, string>> = {
  Create: 'created',
  Update: 'updated',
  Rename: 'renamed',
  Activate: 'activated',
  Deactivate: 'deactivated',
  Delete: 'deleted',
  Reorder: 'reordered',
  Record: 'changed and changed back',
};

/** What was done to an object, in the words of a list; of one whose kind is not known, that it came and went. */
export const doneWords = (verb: Verb, object: ObjectKey): string =>
  verb === 'Record' && object.startsWith('rule/') ? 'created and deleted' : done[verb];

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Lines behind the word for what was done, which do not say it again: `it no longer runs`, `was active; 3 actions`. */
export const withoutVerb = (lines: readonly DescribedLine[], did: string): readonly DescribedLine[] =>
  lines.flatMap((line) => {
    const [first, ...rest] = line.words;
    const start = `${capitalized(did)}: `;
    if (typeof first !== 'string') return line;
    const back = /^Changed (?:twice|[\d,]+ times) and is back to what it was(?:\. |$)/.exec(first);
    if (back !== null) return back[0] === first ? [] : [{ ...line, words: [first.slice(back[0].length), ...rest] }];
    if (first.startsWith(start)) return { ...line, words: [first.slice(start.length), ...rest] };
    return /^(?:Was|New) /.test(first)
      ? { ...line, words: [first.charAt(0).toLowerCase() + first.slice(1), ...rest] }
      : line;
  });
