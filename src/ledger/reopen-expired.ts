import { renderCommitMessage } from '#core/commit/commit-message.ts';
import { shortId } from '#core/commit/marker.ts';
import { idOf, isOrder, kindOf, type ObjectKey } from '#core/object-key.ts';
import { listExpired } from '#core/state/expiry-fold.ts';
import type { State, TimedApproval } from '#core/state/state.ts';
import { toUtcTime, type UtcTime } from '#core/time.ts';
import { findKind } from '#kinds/registry.ts';
import { loadLedger, pushItems } from './load-ledger.ts';
import type { PublishRun, PushItem } from './publish.ts';
import { titleOf } from './snapshot-text.ts';

/**
 * Records that approvals have ended, as of the server's time: a commit for each, so that the changes that they approved are
 * open again for everybody who reads history. Resolves to whether anything was pushed.
 */
export async function reopenExpired(run: PublishRun, state: State, now: UtcTime): Promise<boolean> {
  if (listExpired(state, now).length === 0) return false;
  const start = await loadLedger(run, now);
  const pushed = await pushItems(run, start, async ({ ledger }) => {
    const expired = listExpired(ledger.state, now);
    if (expired.length === 0) return null;
    const states = new Map(expired.map(([object, { changes }]) => [object, changes.at(-1)?.after ?? null]));
    await ledger.files.loadBlobs([...states.values()].flatMap((blob) => blob ?? []));
    return expired.map(([object, approval]) => {
      const blob = states.get(object) ?? null;
      const text = blob === null ? null : ledger.files.textOfBlob(blob);
      return planExpiry(run, object, approval, now, text === null ? '' : (titleOf(text) ?? ''));
    });
  });
  return pushed !== null;
}

function planExpiry(
  run: PublishRun,
  object: ObjectKey,
  { by, until, commit }: TimedApproval,
  time: UtcTime,
  title: string,
): PushItem {
  const { account, committer } = run.config;
  const kind = kindOf(object);
  const facts = { type: 'expiry', account, object, approval: commit, time } as const;
  return {
    files: [],
    toCommit: (watermark) => {
      const who = { ...committer, time: toUtcTime(run.clock.now()) };
      const message = renderCommitMessage({
        subject: isOrder(object)
          ? { type: 'plain', text: `Reopen the order of ${findKind(kind)?.plural ?? kind}` }
          : { type: 'object', verb: 'Reopen', kind, id: idOf(object), title },
        notes: [[`${by} approved it until ${until} (commit ${shortId(commit)}). The approval has ended.`]],
        facts: watermark === null ? facts : { ...facts, watermark },
      });
      return { author: who, committer: who, message, files: [] };
    },
    toEvents: () => [{ type: 'expiry', object, approval: commit, time }],
  };
}
