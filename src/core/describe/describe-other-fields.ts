import type { DescribedLine, Description } from '#core/words.ts';

/** `names` are names of API fields, which hold nothing but letters, digits, `_` and `-`: they may stand bare. */
const fieldLines = (names: readonly string[]): readonly DescribedLine[] =>
  names.map((name) => ({ words: [`${name} changed (value not recorded; see Zendesk)`] }));

/** Settings changed that the snapshot does not hold, and nothing else. */
export const describeOtherFields = (title: string, names: readonly string[]): Description => ({
  verb: 'Update',
  title,
  lines: fieldLines(names),
});

/** The same beside a change that can be seen. */
export const withOtherFields = (description: Description, names: readonly string[]): Description =>
  names.length === 0 ? description : { ...description, lines: [...description.lines, ...fieldLines(names)] };

/** An entry without a visible effect, of an object whose settings outside the snapshot cannot be compared. */
export const describeUnsure = (title: string, names: readonly string[] = []): Description => ({
  verb: 'Update',
  title,
  lines: [
    {
      words: [
        'The log has an entry, but nothing visible changed. Whether ',
        ...(names.length === 0 ? ['a setting'] : [names.join(', ')]),
        ' outside the snapshot changed is unknown: zendrift has no earlier fingerprint to compare it with',
      ],
    },
  ],
});
