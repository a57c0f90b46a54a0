import { type Change, changesObject, otherFieldsOf, timeOf } from '#core/change.ts';
import type { ChangeFacts } from '#core/commit/commit-facts.ts';
import { renderCommitMessage } from '#core/commit/commit-message.ts';
import type { Subject } from '#core/commit/commit-subject.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { type Addresses, type Person, toAuthor, toAuthors } from '#core/entry/author.ts';
import { maskEntries, type Privacy } from '#core/entry/privacy.ts';
import { idOf, isOrder, kindOf, objectKey } from '#core/object-key.ts';
import { mostNamedFields } from '#core/snapshot/other-fields.ts';
import { type EpisodeChange, isTransient } from '#core/state/episode.ts';
import { pathOf } from '#core/state/history.ts';
import type { UtcTime } from '#core/time.ts';
import type { Words } from '#core/words.ts';
import { findKind } from '#kinds/registry.ts';
import type { PushItem } from '#ledger/publish.ts';
import type { FileChange } from '#ports.ts';
import type { JudgedChange } from './judge-changes.ts';

export interface CommitContext {
  readonly account: string;
  readonly committer: Person;
  /** Committer time: now, by the local clock. */
  readonly now: UtcTime;
  readonly addresses: Addresses;
  readonly privacy: Privacy;
  readonly blobId: (text: string) => string;
  /** Path → blob id, as recorded before this run. */
  readonly recorded: ReadonlyMap<string, string>;
  /** Commit that the run starts from: what a deletion points at. */
  readonly start: string | null;
}

/** The commit of one change. */
export interface CommitPlan extends PushItem {
  readonly judged: JudgedChange;
  /** Entries as they may be kept. */
  readonly entries: readonly AuditEntry[];
}

/** Commits of the judged changes, in their order. Pure. */
export function planCommits(judged: readonly JudgedChange[], context: CommitContext): readonly CommitPlan[] {
  const alike = groupAlike(judged);
  return judged.map((item) => planCommit(item, alike.get(likeness(item)) ?? [], context));
}

function planCommit(item: JudgedChange, alike: readonly JudgedChange[], context: CommitContext): CommitPlan {
  const { change } = item;
  const { account } = context;
  const entries = maskEntries(change.entries, context.privacy);
  const files = filesOf(item, account);
  const people = toAuthors(entries, account, context.addresses);
  const author = people.at(-1) ?? toAuthor(null, account);
  const facts = toFacts(item, entries, people, context);
  const text = {
    subject: subjectOf(item),
    description: item.description,
    notes: notesOf(change),
    entries,
    closing: [...closingOf(item, context), ...alikeWords(alike)],
  };
  return {
    judged: item,
    files,
    entries,
    toCommit: (watermark) => ({
      author: { ...author, time: timeOf(change) },
      committer: { ...context.committer, time: context.now },
      message: renderCommitMessage({ ...text, facts: watermark === null ? facts : { ...facts, watermark } }),
      files,
    }),
    toEvents: (id) => [
      {
        type: 'change',
        object: change.object,
        change: toEpisodeChange(item, id, entries, context),
        explains: change.explains ?? null,
      },
    ],
  };
}

function filesOf({ change, orderText }: JudgedChange, account: string): readonly FileChange[] {
  const files: FileChange[] = [];
  const path = isOrder(change.object) ? null : pathOf(account, change.object);
  if (path !== null && change.after !== null && change.type !== 'none') files.push({ path, text: change.after.text });
  if (path !== null && change.type === 'deleted') files.push({ path, text: null });
  const orderPath = pathOf(account, objectKey(kindOf(change.object), 'order'));
  if (orderText !== null && orderPath !== null) files.push({ path: orderPath, text: orderText });
  return files;
}

function toFacts(
  { change, verdict, risk }: JudgedChange,
  entries: readonly AuditEntry[],
  people: readonly Person[],
  { account }: CommitContext,
): ChangeFacts {
  const { object, type, observed, attribution, explains } = change;
  const otherFields = namedFields(change);
  const { decision, reason, rule, policy } = verdict;
  return {
    type: 'change',
    account,
    object,
    change: type,
    observed,
    ...(explains === undefined ? {} : { explains }),
    ...(otherFields.length === 0 ? {} : { otherFields }),
    entries: entries.map(({ id, action, time, actorName, actorId, ip, sourceId }) => ({
      id,
      action,
      time,
      actorName,
      actorId,
      ip,
      ...(isOrder(object) ? { object: objectKey(kindOf(object), sourceId) } : {}),
    })),
    attribution,
    verdict: { decision, reason, policy, ...(rule === undefined ? {} : { rule }) },
    risk: { level: risk.level, codes: risk.reasons.map(({ code }) => code) },
    coAuthors: people.slice(0, -1),
  };
}

function toEpisodeChange(
  { change, verdict, risk }: JudgedChange,
  commit: string,
  entries: readonly AuditEntry[],
  { account, blobId, recorded }: CommitContext,
): EpisodeChange {
  const path = pathOf(account, change.object);
  // Between two revisions the state is not the recorded one: what was seen counts.
  const kept = path === null ? null : (recorded.get(path) ?? null);
  const unchanged = path !== null && change.after !== null ? blobId(change.after.text) : kept;
  const visible = change.type !== 'none';
  const otherFields = namedFields(change);
  return {
    commit,
    type: change.type,
    before: visible ? change.before && blobId(change.before.text) : unchanged,
    after: visible ? change.after && blobId(change.after.text) : unchanged,
    entries,
    attribution: change.attribution,
    observed: change.observed,
    transient: isTransient(change.type, change.explains, entries.length, verdict.reason),
    verdict,
    risk: risk.level,
    riskCodes: risk.reasons.map(({ code }) => code),
    moved: change.moved,
    ...(otherFields.length === 0 ? {} : { otherFields }),
  };
}

const namedFields = (change: Change): readonly string[] => otherFieldsOf(change).slice(0, mostNamedFields);

function subjectOf({ change, description }: JudgedChange): Subject {
  const kind = kindOf(change.object);
  if (!isOrder(change.object)) {
    return { type: 'object', verb: description.verb, kind, id: idOf(change.object), title: description.title };
  }
  const start = `Reorder ${findKind(kind)?.plural ?? kind}`;
  if (change.explains !== undefined) return { type: 'plain', text: `Record late entry for the order of ${kind}s` };
  return description.headline
    ? { type: 'headline', start: `${start}:`, headline: description.headline }
    : { type: 'plain', text: start };
}

function notesOf(change: Change): readonly Words[] {
  const { entries, attribution, explains } = change;
  if (explains !== undefined) return [];
  if (attribution === 'none') return [['The audit log has no entry for this change, so its author is unknown.']];
  const people = new Set(entries.map(({ actorId }) => actorId)).size;
  if (attribution === 'payload')
    return [['The audit log has no entry for this change. The object itself names who edited it last.']];
  if (attribution === 'partial') {
    return [['The object changed again after the newest audit entry: other people may have made part of this change.']];
  }
  if (attribution !== 'collapsed' || !changesObject(change) || entries.length < 2) return [];
  const edits = `${entries.length} edits by ${people === 1 ? 'one person' : `${people} people`} between two checks.`;
  return people === 1
    ? [[`${edits} Only the last state is known.`]]
    : [[`${edits} Only the last state is known, not who made which change.`]];
}

function closingOf({ change, description }: JudgedChange, { account, start }: CommitContext): readonly Words[] {
  const path = pathOf(account, change.object);
  if (description.verb !== 'Delete' || start === null || path === null) return [];
  const last = start.slice(0, 12);
  return [[`Last state: ${last}:${path}`], [`To restore: zendrift restore ${change.object} --to ${last}`]];
}

/** Same kind, same words, same people: a bulk edit. */
function likeness({ change, description }: JudgedChange): string {
  const actors = [...new Set(change.entries.map(({ actorId }) => actorId))].sort();
  return JSON.stringify([kindOf(change.object), change.type, description.lines, actors]);
}

function groupAlike(judged: readonly JudgedChange[]): ReadonlyMap<string, readonly JudgedChange[]> {
  const groups = new Map<string, JudgedChange[]>();
  for (const item of judged) {
    const key = likeness(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Fewer than this are just two or three edits. */
const bulkFrom = 5;

function alikeWords(alike: readonly JudgedChange[]): readonly Words[] {
  const first = alike[0]?.change.entries[0];
  const last = alike.at(-1)?.change.entries.at(-1);
  if (alike.length < bulkFrom || !first || !last) return [];
  const times = first.time === last.time ? first.time.slice(11) : `${first.time.slice(11)} to ${last.time.slice(11)}`;
  return [[`One of ${alike.length} identical changes by `, { value: last.actorName }, `, ${times}`]];
}
