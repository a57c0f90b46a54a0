import type { ChangeFacts, CommitFacts, FactEntry } from '#core/commit/commit-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { parseFacts } from '#core/commit/parse-facts.ts';
import { isLogFile, isToolFile } from '#core/commit/tool-files.ts';
import { parseTrailers } from '#core/commit/trailer-block.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { idOf, isOrder, kindOf, type ObjectKey, snapshotPath } from '#core/object-key.ts';
import { toUtcTime } from '#core/time.ts';
import { findKind } from '#kinds/registry.ts';
import { type EpisodeChange, isTransient } from './episode.ts';
import type { RecordedEvent } from './fold.ts';

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
 * Whether a commit counts for an account (docs/semantics.md, Whose commits count): our committer, a complete trailer
 * block for this account, at most one parent, and no path outside the account's folders, except what was in the way of
 * one. If signers are configured, a signature by one of them must cover it. Any other commit is another person's,
 * or forged. One commit has two parents: that which joins a backfill to the record, and it changes nothing.
 */
export function toOwnCommit(
  record: CommitRecord,
  account: string,
  committers: readonly OwnCommitter[],
): OwnCommit | null {
  const { parents, paths, message, trust } = record;
  if (trust === 'unsigned' || trust === 'invalid') return null;
  if (!isByOurCommitter(record, committers)) return null;
  if (parents.length > 2) return null;
  const trailers = parseTrailers(message);
  const facts = trailers === null ? null : parseFacts(trailers);
  if (facts === null || facts.account !== account) return null;
  if (isJoin(facts) !== (parents.length === 2) || (isJoin(facts) && record.keepsTree !== true)) return null;
  if (!paths.every((path) => isOwnPath(path, facts))) return null;
  // Whatever changes a recorded state is about an object: as a names commit it would be nobody's change.
  // What says nothing about an object changes none: such a change would have no author and no verdict.
  if (withoutFiles.has(facts.type) && paths.length > 0) return null;
  if (facts.type === 'log' && !paths.every(({ path }) => isLogFile(path, account))) return null;
  if (facts.type === 'names' && !paths.every(({ path }) => isToolFile(path, account))) return null;
  return { record, facts };
}

/** The merge that joins a backfill to the record. */
export const isJoin = (facts: CommitFacts): boolean => facts.type === 'backfill' && facts.step === 'joined';

/** Commits about these change no file. */
export const withoutFiles: ReadonlyMap<CommitFacts['type'], string> = new Map([
  ['decision', 'a decision'],
  ['expiry', 'the end of an approval'],
  ['configuration', 'a record of a changed configuration'],
  ['move', 'a move of the history'],
]);

/** Whether a commit calls its committer what ours is called; anyone may. */
export const isByOurCommitter = (
  { committerName, committerEmail }: Pick<CommitRecord, 'committerName' | 'committerEmail'>,
  committers: readonly OwnCommitter[],
): boolean => committers.some(({ name, email }) => name === committerName && email === committerEmail);

/** A file or a link where our folder belongs hides all that is recorded: a repair takes it away. */
export function isOwnPath({ path, after }: CommitRecord['paths'][number], { type, account }: CommitFacts): boolean {
  const own = `snapshots/${account}`;
  // Who keeps no log has nothing in its folder that an object's commit could be about.
  if (type === 'log' || type === 'repair') if (isLogFile(path, account)) return true;
  return path.startsWith(`${own}/`) || (type === 'repair' && after === null && `${own}/`.startsWith(`${path}/`));
}

/** Whether nothing but a signature is missing for a commit to count. */
export const lacksSignature = (record: CommitRecord, account: string, committers: readonly OwnCommitter[]): boolean =>
  (record.trust === 'unsigned' || record.trust === 'invalid') &&
  toOwnCommit({ ...record, trust: 'vouched' }, account, committers) !== null;

/** Commits older than `signed-after` count, but no signature says that they are ours. */
export const isSigned = ({ trust }: CommitRecord): boolean => trust === 'signed' || trust === 'vouched';

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
      snapshotFormat: facts.format ?? 1,
      redaction: facts.redaction ?? '',
      personal: facts.personal === true,
      branch: facts.branch ?? null,
      config: facts.config === undefined || facts.config === 'none' ? null : facts.config,
      accounts: facts.accounts,
    });
  } else if (facts.type === 'configuration') {
    events.push({ type: 'configuration', config: facts.after, accounts: facts.accounts });
  } else if (facts.type === 'move') {
    events.push({ type: 'move', to: facts.to });
  } else if (facts.type === 'expiry') {
    const { object, approval, time } = facts;
    events.push({ type: 'expiry', object, approval, time });
  } else if (facts.type === 'change') {
    events.push({
      type: 'change',
      object: facts.object,
      change: toEpisodeChange(facts, record, recorded),
      explains: facts.explains ?? null,
    });
  } else if (facts.type === 'decision') {
    events.push({
      type: 'decision',
      commit: record.id,
      decision: facts,
      at: toUtcTime(record.authorTime * 1000),
      ...(isSigned(record) && { signed: true as const }),
    });
  }
  if (facts.type === 'log' && facts.alerts.length > 0) events.push({ type: 'alerts', alerts: facts.alerts });
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
    transient: isTransient(facts.change, facts.explains, facts.entries.length, facts.verdict.reason),
    verdict: { ...facts.verdict, failed: [] },
    risk: facts.risk?.level ?? 'low',
    riskCodes: facts.risk?.codes ?? [],
    ...(facts.otherFields && { otherFields: facts.otherFields }),
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
