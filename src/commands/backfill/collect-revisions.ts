import { objectKey } from '#core/object-key.ts';
import type { Kind } from '#kinds/kind.ts';
import type { FileChange, PagedRevision } from '#ports.ts';
import type { BackfillRun } from './backfill-run.ts';
import { openRate } from './rate.ts';
import type { Spool } from './spool.ts';
import { revisionPath, revisionText } from './spool-files.ts';
import { stopIfDue } from './stop.ts';

/** Reads the revisions of these objects page by page, those that an earlier run has read left out. `ids` in their one order. */
export async function collectRevisions(
  run: BackfillRun,
  spool: Spool,
  kind: Kind,
  ids: readonly string[],
): Promise<void> {
  const start = spool.head().triggers;
  const report = openRate(run.clock, start, kind.plural);
  for (let done = start; done < ids.length; done += 1) {
    run.progress.detail(`Revisions: ${report(done, ids.length, `, ${spool.files.size} saved`)}`);
    await collectObject(run, spool, { kind, id: ids[done] ?? '', done });
  }
}

interface Target {
  readonly kind: Kind;
  readonly id: string;
  /** How many are done before it. */
  readonly done: number;
}

async function collectObject(run: BackfillRun, spool: Spool, { kind, id, done }: Target): Promise<void> {
  const { from } = spool.head();
  const seen = new Set<string>();
  const end = { triggers: done + 1, cursor: null };
  let cursor = spool.head().cursor;
  for (;;) {
    stopIfDue(run, 'while revisions were read');
    const page = await run.zendesk.readRevisionPage(kind, id, cursor);
    if (page.type !== 'page') {
      // A cursor of weeks ago may be worth nothing; what it led to is read from the newest revision on.
      if (page.type === 'unreadable' && cursor !== null && seen.size === 0) {
        cursor = null;
        seen.add('');
        continue;
      }
      const reason = page.type === 'none' ? 'Zendesk gives no revisions of it' : page.reason;
      return spool.add([], { ...end, problems: { ...spool.head().problems, [objectKey(kind.name, id)]: reason } });
    }
    const files = page.revisions.filter((revision) => !seen.has(revision.id)).map((revision) => toFile(id, revision));
    for (const revision of page.revisions) seen.add(revision.id);
    const unreadable = spool.head().unreadable + page.unplaced;
    if (page.older === null || isBefore(page.revisions, from)) return spool.add(files, { ...end, unreadable });
    if (files.length === 0) {
      const problems = { ...spool.head().problems, [objectKey(kind.name, id)]: 'a page repeats an earlier one' };
      return spool.add([], { ...end, problems, unreadable });
    }
    cursor = page.older;
    await spool.add(files, { triggers: done, cursor, unreadable });
  }
}

/** Whether a whole page is older than what is asked for; the newest of them is the state to start from. */
const isBefore = (revisions: readonly PagedRevision[], from: string | null): boolean =>
  from !== null && revisions.every(({ time }) => time < from);

const toFile = (trigger: string, { id, authorId, time, snapshot }: PagedRevision): FileChange => ({
  path: revisionPath({ trigger, id, authorId, time }),
  text: revisionText(snapshot),
});
