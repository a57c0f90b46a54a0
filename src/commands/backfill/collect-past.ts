import { type ObjectKey, objectAt } from '#core/object-key.ts';
import { ZendriftError } from '#errors.ts';
import { warning } from '#warning.ts';
import type { BackfillRun } from './backfill-run.ts';
import { collectEntries } from './collect-entries.ts';
import { collectRevisions } from './collect-revisions.ts';
import type { Start } from './find-start.ts';
import { idsIn } from './past-states.ts';
import type { Spool } from './spool.ts';

/** Reads revisions and log to their end. What is there when it stops is saved, whatever stopped it. */
export async function collectPast(run: BackfillRun, spool: Spool, start: Start): Promise<void> {
  const { repository, config, progress } = run;
  const tree = await repository.listTree(start.commit, `snapshots/${config.account}`);
  const saving = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      // A run that was killed has no git any more; the pages since the last save are read again.
      if (!run.signal.aborted) await spool.save();
      throw error;
    }
    await spool.save();
  };
  await saving(async () => {
    if (start.revised !== null) {
      progress.stage('Reading revisions');
      await collectRevisions(run, spool, start.revised, idsIn(config.account, start.revised, tree.keys()));
    }
    if (spool.head().logDone) return;
    progress.stage('Reading the audit log');
    await readLog(run, spool, objectsIn(run, tree.keys()));
  });
}

/** An account that does without the log has its revisions at least, under the names that they give. */
async function readLog(run: BackfillRun, spool: Spool, known: ReadonlySet<ObjectKey>): Promise<void> {
  try {
    await collectEntries(run, spool, known);
  } catch (error) {
    const isAbsent = error instanceof ZendriftError && error.code === 'zendesk-plan';
    if (!isAbsent || run.config.audit !== 'optional') throw error;
    run.progress.warn(
      warning('log-missing', `${error.message} The history has the authors and times of revisions alone.`),
    );
  }
}

/** Objects that the baseline has. */
const objectsIn = ({ config }: BackfillRun, paths: Iterable<string>): ReadonlySet<ObjectKey> =>
  new Set([...paths].flatMap((path) => objectAt(config.account, path) ?? []));
