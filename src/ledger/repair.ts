import { renderCommitMessage } from '#core/commit/commit-message.ts';
import { toUtcTime } from '#core/time.ts';
import type { FileChange } from '#ports.ts';
import type { Ledger, PublishRun, PushItem } from './publish.ts';
import type { LedgerReading } from './read-ledger.ts';

/** Paths below our folder that are not as recorded: someone else committed there. */
export const foreignEdits = ({ recorded, present }: LedgerReading): readonly string[] =>
  [...new Set([...recorded.keys(), ...present.keys()])]
    .filter((path) => recorded.get(path) !== present.get(path))
    .sort();

/** The commit that restores the recorded snapshots after foreign edits of the files (docs/semantics.md, Repair). */
export async function planRepair(run: PublishRun, reading: LedgerReading, { files }: Ledger): Promise<PushItem | null> {
  const paths = foreignEdits(reading);
  if (paths.length === 0) return null;
  await files.load(paths);
  const changes: readonly FileChange[] = paths.map((path) => ({ path, text: files.textOf(path) }));
  const { account, committer } = run.config;
  return {
    files: changes,
    toCommit: (watermark) => {
      const who = { ...committer, time: toUtcTime(run.clock.now()) };
      const facts = {
        type: 'repair' as const,
        account,
        files: paths.length,
        ...(watermark === null ? {} : { watermark }),
      };
      const message = renderCommitMessage({
        subject: { type: 'plain', text: 'Restore recorded snapshots' },
        notes: [
          [
            'Someone else committed to this folder. The recorded states are restored. To change an object, change it in Zendesk.',
          ],
        ],
        facts,
      });
      return { author: who, committer: who, message, files: changes };
    },
    toEvents: () => [],
  };
}
