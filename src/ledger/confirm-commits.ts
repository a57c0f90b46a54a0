import type { ChangeFacts, ConfigurationFacts } from '#core/commit/commit-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { freeText } from '#core/commit/facts-to-trailers.ts';
import { isOtherFieldsFile } from '#core/commit/tool-files.ts';
import { type AuditEntry, isLogged } from '#core/entry/audit-entry.ts';
import { authorOf, gitName } from '#core/entry/author.ts';
import { kindOf, type ObjectKey } from '#core/object-key.ts';
import { parseOtherFields } from '#core/snapshot/other-fields.ts';
import { isSameMasked } from '#core/snapshot/redact.ts';
import { foldInto, type RecordedEvent } from '#core/state/fold.ts';
import { applyPaths, isSigned, type OwnCommit, toEvents } from '#core/state/history.ts';
import { withLateVerdict } from '#core/state/late-verdict.ts';
import { type DoubtedCommit, emptyState } from '#core/state/state.ts';
import { type Draft, toDraft } from '#core/state/state-draft.ts';
import { findKind } from '#kinds/registry.ts';
import { judge } from '#policy/judge.ts';
import type { Policy } from '#policy/rule.ts';
import { type ConfigVersions, objectToVersion } from './config-versions.ts';

/** History with the commits in it that no run pushed together with its state. */
export interface AskedHistory {
  readonly account: string;
  /** What came before the first of them. */
  readonly events: readonly RecordedEvent[];
  readonly recorded: ReadonlyMap<string, string>;
  /** They and everything of ours after the first of them, oldest first. */
  readonly commits: readonly OwnCommit[];
  readonly isAsked: (commit: string) => boolean;
  /** Decisions that GitHub does not confirm. */
  readonly isDropped: (commit: string) => boolean;
}

/** Finds the commits that neither Zendesk's audit log nor GitHub nor the configuration branch bears out. */
export type ConfirmCommits = (asked: AskedHistory) => Promise<readonly DoubtedCommit[]>;

/** Whether a commit is one that anything but its signature has to bear out; decisions are asked about at GitHub. */
export const needsConfirmation = ({ facts, record }: OwnCommit): boolean =>
  !isSigned(record) &&
  ['change', 'baseline', 'configuration', 'move', 'repair', 'names', 'log', 'backfill'].includes(facts.type);

/** What is known outside of history. */
export interface Evidence {
  /** Entries of the log by id, with their full addresses. */
  readonly entries: ReadonlyMap<string, AuditEntry>;
  /** How a commit has such an entry that was made under a configuration, given by its blob id; the address may be unknown. */
  readonly asRecorded: (entry: AuditEntry, config: string) => Recorded;
  /** By the blob id of its configuration; left out where that cannot be read. */
  readonly policies: ReadonlyMap<string, Policy>;
  /** Blob id of no configuration. */
  readonly noConfig: string;
  /** What the configuration branch ever had; null where nothing is asked about it. */
  readonly versions: ConfigVersions | null;
  /** Login in lower case → GitHub's id, null = there is none; left out where GitHub could not be asked. */
  readonly users: ReadonlyMap<string, string | null>;
  readonly titleOf: (blob: string | null) => string | null;
  /** Text of a file with fingerprints. */
  readonly textOf: (blob: string | null) => string | null;
}

interface Recorded {
  readonly actorName: string;
  readonly ip: string | null | undefined;
}

export const unasked = 'GitHub could not be asked';

/** The commits that count for nothing, each with the reason. */
export function listDoubts(asked: AskedHistory, evidence: Evidence): readonly DoubtedCommit[] {
  const draft = toDraft(emptyState(asked.account));
  const recorded = new Map(asked.recorded);
  const names = new Map<string, Set<string>>();
  const fold = (events: readonly RecordedEvent[]) => {
    for (const event of events) {
      for (const { actorId, actorName } of event.type === 'change' ? event.change.entries : [])
        names.set(actorId, (names.get(actorId) ?? new Set()).add(actorName));
      if (event.type !== 'decision' || !asked.isDropped(event.commit)) foldInto(draft, event, () => null);
    }
  };
  fold(asked.events);
  const doubts: DoubtedCommit[] = [];
  const changed = new Set<ObjectKey>();
  for (const own of asked.commits) {
    const { facts, record } = own;
    const events = toEvents(own, recorded);
    const isAsked = asked.isAsked(record.id) && needsConfirmation(own);
    const reason = isAsked ? objectTo(own, events, { draft, recorded, evidence, names, changed }) : null;
    if (reason !== null) {
      doubts.push({ commit: record.id, what: facts.type === 'change' ? facts.object : facts.type, reason });
      continue;
    }
    fold(events);
    applyPaths(recorded, record);
    if (facts.type === 'change') changed.add(facts.object);
    if (facts.watermark !== undefined) changed.clear();
  }
  return doubts;
}

interface Known {
  readonly draft: Draft;
  readonly recorded: ReadonlyMap<string, string>;
  readonly evidence: Evidence;
  /** Zendesk user id → what commits before this one call that person. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** Objects with a change in the same push. */
  readonly changed: ReadonlySet<ObjectKey>;
}

function objectTo({ facts, record }: OwnCommit, events: readonly RecordedEvent[], known: Known): string | null {
  switch (facts.type) {
    case 'change': {
      const change = events.find((event) => event.type === 'change');
      if (change === undefined) return null;
      return objectToEntries(change, known) ?? objectToAuthor(facts, record) ?? objectToVerdict(change, known);
    }
    case 'configuration':
      return objectToConfiguration(facts, record, known);
    case 'baseline':
      return known.draft.baselines.size === 0 ? null : 'no run has pushed this baseline together with its state';
    // Whoever moves the history pushes the state along with it; anyone may push branches that look as if it had moved.
    case 'move':
      return `no run has pushed this move to ${facts.to} together with its state`;
    case 'repair': {
      const isSame = record.paths.every(({ path, after }) => (known.recorded.get(path) ?? null) === after);
      if (record.paths.length === 0) return 'it restores nothing';
      return isSame ? null : 'it restores other snapshots than the recorded ones';
    }
    case 'names':
      return known.changed.size === 0 ? 'no change came with it' : objectToFingerprints(record, known);
    // The entries are read again from the account, so nothing of a log is lost with it.
    case 'log':
      return 'no run has pushed these log entries together with its state';
    case 'backfill':
      return 'no run has pushed this backfill together with its state';
    default:
      return null;
  }
}

type ChangeEvent = Extract<RecordedEvent, { readonly type: 'change' }>;

function objectToEntries({ object, change }: ChangeEvent, { draft, evidence, names }: Known): string | null {
  const logged = change.entries.filter(isLogged);
  if (change.attribution === 'payload' && findKind(kindOf(object))?.editor === undefined)
    return 'it names an editor, and objects of its kind name none';
  for (const entry of logged) {
    if (draft.seen.has(entry.id)) return `audit entry ${entry.id} is in an earlier commit`;
    const found = evidence.entries.get(entry.id);
    const isSame =
      found?.actorId === entry.actorId &&
      found.time === entry.time &&
      found.action === entry.action &&
      (entry.sourceId === '' || found.sourceId === entry.sourceId);
    if (!isSame) return `Zendesk's audit log has no such entry ${entry.id} of user ${entry.actorId}`;
    const { actorName, ip } = evidence.asRecorded(found, draft.config ?? evidence.noConfig);
    // The log may show what someone is called today.
    const isKnown = names.get(entry.actorId)?.has(entry.actorName) === true;
    if (!isKnown && !isSameMasked(freeText(actorName), entry.actorName))
      return `Zendesk's audit log has another name for the user of entry ${entry.id}`;
    if (ip !== undefined && ip !== entry.ip) return `Zendesk's audit log has another address for entry ${entry.id}`;
  }
  const open = draft.episodes.get(object);
  return logged.length === 0 && open?.approvedState === change.after
    ? 'it ends an open change, and no audit entry shows that anyone undid it'
    : null;
}

/** The author is what people see first. */
function objectToAuthor(facts: ChangeFacts, { authorName }: CommitRecord): string | null {
  const { name } = authorOf(facts);
  return gitName(authorName) === gitName(name) ? null : `its author is not ${name}, who made the change`;
}

/** Whoever changes a fingerprint by hand can hide that a setting outside the snapshots was changed. */
function objectToFingerprints({ paths }: CommitRecord, { evidence: { textOf }, changed }: Known): string | null {
  for (const { path, before, after } of paths) {
    if (!isOtherFieldsFile(path)) continue;
    const [old, now] = [before, after].map((blob) => parseOtherFields(textOf(blob)) ?? new Map());
    const objects = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])];
    const isSame = (object: ObjectKey) => JSON.stringify(old?.get(object)) === JSON.stringify(now?.get(object));
    const strange = objects.find((object) => !changed.has(object) && !isSame(object));
    if (strange !== undefined) return `it changes the fingerprints of ${strange}, without a change of it`;
  }
  return null;
}

/** What it says unapproved waits for a person anyway. */
function objectToVerdict({ object, change, explains }: ChangeEvent, { draft, evidence }: Known): string | null {
  const { verdict, attribution, transient, type } = change;
  if (verdict.decision === 'unapproved') return null;
  const isWriter = ({ actorId }: AuditEntry) =>
    draft.reverts.some((revert) => revert.writer === actorId && kindOf(revert.object) === kindOf(object));
  // Whatever else is in the same change is judged by itself.
  const others = change.entries.filter((entry) => !isWriter(entry));
  if (change.entries.length > 0 && others.length === 0) return null;
  if (verdict.reason === 'revert') return 'no earlier decision lets its actor write it';
  const inForce = draft.config ?? evidence.noConfig;
  if (verdict.policy !== inForce)
    return `it was judged by configuration ${verdict.policy.slice(0, 12)}, not by the one in force`;
  const policy = evidence.policies.get(inForce);
  if (policy === undefined) return null;
  const explained = draft.recent.get(object)?.find(({ commit }) => commit === explains);
  const states = explained ?? change;
  const subject = {
    ...{ object, kind: kindOf(object), type, attribution, transient },
    entries: others.flatMap(({ id }) => evidence.entries.get(id) ?? []),
    titleBefore: evidence.titleOf(states.before),
    titleAfter: evidence.titleOf(states.after),
    visible: explained
      ? explained.before !== explained.after || explained.transient
      : type !== 'none' || change.otherFields !== undefined,
  };
  const alone = judge(policy, subject, {
    ...{ explains, after: states.after, otherFields: states.otherFields ?? [], created: states.type === 'created' },
    requests: verdict.reason === 'change-request' ? [...draft.requests.values()] : [],
  });
  const again = explains === null ? alone : withLateVerdict(explained, alone);
  return again.decision === 'approved' ? null : `it says approved, but its rules say unapproved (${again.reason})`;
}

function objectToConfiguration(
  facts: ConfigurationFacts,
  record: CommitRecord,
  { draft, evidence: { versions, noConfig, users } }: Known,
): string | null {
  const objection = versions === null ? null : objectToVersion(facts, record, versions, noConfig);
  if (objection !== null) return objection;
  if (facts.before !== draft.config) return 'it replaces another configuration than the one in force';
  for (const { login, id } of facts.accounts) {
    const name = login.toLowerCase();
    if (draft.accounts.has(name)) continue;
    const found = users.get(name);
    if (found === undefined) return `${unasked} who ${login} is`;
    if (found !== id)
      return `it says that ${login} is GitHub user ${id}, but GitHub says ${found ?? 'that there is none'}`;
  }
  return null;
}
