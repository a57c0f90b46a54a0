import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { DescribedLine, Description } from '#core/words.ts';
import { count, plural } from './phrases.ts';

/** An audit entry whose change cannot be seen in the snapshot: a field that is not kept, or a save without an edit. */
export const describeUnchanged = (title: string, entries: number): Description => ({
  verb: 'Record',
  title,
  lines: [
    {
      words: [
        entries === 1
          ? 'The log has an entry, but nothing visible changed'
          : `The log has ${plural(entries, 'entry', 'entries')}, but nothing visible changed`,
      ],
    },
  ],
});

/**
 * Several entries without a net effect: the object differed for a while (docs/semantics.md, Transient changes). `between` = what
 * differed then, where a run has seen it.
 */
export const describeTransient = (
  title: string,
  entries: number,
  between: readonly DescribedLine[] | null = null,
): Description => {
  const back = `Changed ${entries === 2 ? 'twice' : `${count(entries)} times`} and is back to what it was`;
  return {
    verb: 'Record',
    title,
    lines:
      between === null
        ? [{ words: [`${back}. What it was in between is unknown`] }]
        : [{ words: [back] }, ...between.map((line) => ({ ...line, words: ['In between: ', ...line.words] }))],
  };
};

/**
 * Created and deleted between two runs, so its content was never read (docs/semantics.md, Short-lived objects). The only
 * title is the newest label in the log. `count` = number of all entries, if `entries` are not all of them.
 */
export const describeShortLived = (
  entries: readonly Pick<AuditEntry, 'sourceLabel'>[],
  count = entries.length,
): Description => ({
  verb: 'Record',
  title: entries.findLast(({ sourceLabel }) => sourceLabel.trim() !== '')?.sourceLabel ?? '',
  lines: [
    {
      words: [
        `Created and deleted between two checks, with ${plural(count, 'audit entry', 'audit entries')}. What it did is unknown`,
      ],
    },
  ],
});

/** An entry that the log showed late, for a change that is already in history. */
export const describeLate = (title: string, entries: number): Description => ({
  verb: 'Record',
  title,
  lines: [
    {
      words: [`The log showed ${plural(entries, 'entry', 'entries')} late, for a change that is already in history`],
    },
  ],
});
