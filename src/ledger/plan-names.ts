import { renderCommitMessage } from '#core/commit/commit-message.ts';
import type { Subject } from '#core/commit/commit-subject.ts';
import { type DescribedNames, describeNames } from '#core/describe/describe-names.ts';
import type { Person } from '#core/entry/author.ts';
import { parseNames } from '#core/names/names-text.ts';
import { toUtcTime, type UtcTime } from '#core/time.ts';
import type { Clock, FileChange, PlannedCommit } from '#ports.ts';
import { namesPath } from './describe-tree.ts';
import type { RecordedFiles } from './recorded-files.ts';

interface NamesRun {
  readonly config: { readonly account: string; readonly committer: Person };
  readonly clock: Clock;
}

/** The commit of the files for people, by the tool itself; `before` = what is recorded before it. */
export function toNamesCommit(
  { config: { account, committer }, clock }: NamesRun,
  files: readonly FileChange[],
  before: RecordedFiles,
  watermark: UtcTime,
): PlannedCommit {
  const who = { ...committer, time: toUtcTime(clock.now()) };
  const path = namesPath(account);
  const words = files.find((file) => file.path === path)?.text ?? null;
  const described =
    words === null
      ? { headline: null, lines: [] }
      : describeNames(parseNames(before.textOf(path) ?? '{}'), parseNames(words));
  const message = renderCommitMessage({
    subject: toSubject(described, files),
    description: { verb: 'Update', title: '', lines: described.lines },
    facts: { type: 'names', account, watermark },
  });
  return { author: who, committer: who, message, files };
}

function toSubject({ headline }: DescribedNames, files: readonly FileChange[]): Subject {
  if (headline !== null) return { type: 'headline', start: 'Update names:', headline };
  if (files.some(({ path }) => path.endsWith('/names.json'))) return { type: 'plain', text: 'Update names' };
  const indexes = files.some(({ path }) => path.endsWith('/README.md'));
  return { type: 'plain', text: indexes ? 'Update indexes' : 'Update fingerprints of fields outside the snapshots' };
}
