import { findKind } from '#kinds/registry.ts';
import type { AuditEntry } from './audit-entry.ts';
import type { ChangeFacts, CommitFacts, FactEntry } from './commit-facts.ts';
import type { CommitRecord } from './commit-record.ts';
import { parseFacts } from './commit-trailers.ts';
import type { EpisodeChange } from './episode.ts';
import type { RecordedEvent } from './fold.ts';
import { idOf, isOrder, kindOf, type ObjectKey, snapshotPath } from './object-key.ts';
import { snapshotFormat } from './state.ts';
import { toUtcTime } from './time.ts';
import { parseTrailers } from './trailers.ts';

/** Who may have written commits that count: the default committer, the configured one, former ones. */
export interface OwnCommitter {
  readonly name: string;
  readonly email: string;
}

/** A commit that counts, with what it says. */
export interface OwnCommit {
  readonly record: CommitRecord;
  readonly facts: CommitFacts;
}

/**
 * Whether a commit counts for an account (SEMANTICS section 3): our committer, a whole trailer block for this account, at
 * most one parent, and nothing touched outside the account's own folder. Where signers are named, one of them must stand
 * for it, too. Anything else is somebody's, or forged.
 */
export function toOwnCommit(
  record: CommitRecord,
  account: string,
  committers: readonly OwnCommitter[],
): OwnCommit | null {
  const { committerName, committerEmail, parents, paths, message, trust } = record;
  if (trust === 'unsigned' || trust === 'invalid') return null;
  if (!committers.some(({ name, email }) => name === committerName && email === committerEmail)) return null;
  if (parents.length > 1) return null;
  const own = `snapshots/${account}/`;
  if (!paths.every(({ path }) => path.startsWith(own))) return null;
  const trailers = parseTrailers(message);
  const facts = trailers === null ? null : parseFacts(trailers);
  return facts !== null && facts.account === account ? { record, facts } : null;
}

/** Whether nothing but a signature is missing for a commit to count. */
export const lacksSignature = (record: CommitRecord, account: string, committers: readonly OwnCommitter[]): boolean =>
  (record.trust === 'unsigned' || record.trust === 'invalid') &&
  toOwnCommit({ ...record, trust: 'vouched' }, account, committers) !== null;

/** Snapshot path of an object, null for one that came and went and has none. */
export function pathOf(account: string, object: ObjectKey): string | null {
  const kind = findKind(kindOf(object));
  return kind ? snapshotPath(account, kind.plural, idOf(object)) : null;
}

/** What the commit means for the state. `recorded` = path → blob before this commit. */
export function toEvents(own: OwnCommit, recorded: ReadonlyMap<string, string>): readonly RecordedEvent[] {
  const { facts, record } = own;
  const events: RecordedEvent[] = [];
  if (facts.type === 'baseline') {
    events.push({
      type: 'baseline',
      time: facts.time,
      kinds: facts.kinds,
      snapshotFormat: facts.format ?? snapshotFormat,
      redaction: facts.redaction ?? '',
      personal: facts.personal === true,
    });
  } else if (facts.type === 'change') {
    events.push({
      type: 'change',
      object: facts.object,
      change: toEpisodeChange(facts, record, recorded),
      explains: facts.explains ?? null,
    });
  } else if (facts.type === 'decision') {
    events.push({ type: 'decision', commit: record.id, decision: facts, at: toUtcTime(record.authorTime * 1000) });
  }
  if (facts.watermark !== undefined) events.push({ type: 'watermark', time: facts.watermark });
  return events;
}

function toEpisodeChange(
  facts: ChangeFacts,
  record: CommitRecord,
  recorded: ReadonlyMap<string, string>,
): EpisodeChange {
  const path = pathOf(facts.account, facts.object);
  const changed = record.paths.find((change) => change.path === path);
  const unchanged = path === null ? null : (recorded.get(path) ?? null);
  return {
    commit: record.id,
    type: facts.change,
    before: changed ? changed.before : unchanged,
    after: changed ? changed.after : unchanged,
    entries: facts.entries.map((entry) => toEntry(entry, facts.object)),
    attribution: facts.attribution,
    observed: facts.observed,
    transient: facts.change === 'none' && facts.explains === undefined && facts.entries.length > 1,
    verdict: { ...facts.verdict, failed: [] },
    risk: facts.risk?.level ?? 'low',
    riskCodes: facts.risk?.codes ?? [],
    fromHistory: true,
    moved: facts.entries.flatMap(({ object }) => (object === undefined ? [] : [idOf(object)])),
  };
}

/** An entry as far as a commit keeps it; source type, label and description are in nobody's way and not in the trailers. */
const toEntry = (entry: FactEntry, object: ObjectKey): AuditEntry => {
  const about = entry.object ?? object;
  return {
    id: entry.id,
    action: entry.action,
    actorId: entry.actorId,
    actorName: entry.actorName,
    sourceId: isOrder(about) ? '' : idOf(about),
    sourceType: kindOf(about),
    sourceLabel: '',
    description: '',
    ip: entry.ip,
    time: entry.time,
  };
};

/** The recorded files after a commit that counts. Changes the given map: history may have 100,000 commits. */
export function applyPaths(recorded: Map<string, string>, record: CommitRecord): void {
  for (const { path, after } of record.paths) {
    if (after === null) recorded.delete(path);
    else recorded.set(path, after);
  }
}
