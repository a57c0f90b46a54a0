import type { BackfilledFacts } from '#core/commit/commit-facts.ts';
import { renderCommitMessage } from '#core/commit/commit-message.ts';
import type { Subject } from '#core/commit/commit-subject.ts';
import { describeChange } from '#core/describe/describe-change.ts';
import { type Addresses, type Person, toAuthor } from '#core/entry/author.ts';
import type { Names } from '#core/names/names.ts';
import { idOf, isObjectKey, kindOf, objectKey } from '#core/object-key.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { UtcTime } from '#core/time.ts';
import type { Description, Words } from '#core/words.ts';
import type { Kind } from '#kinds/kind.ts';
import type { FileChange, PlannedCommit } from '#ports.ts';
import type { PastEdit } from './match.ts';
import type { KeptEntry, KeptRevision } from './spool-files.ts';

export interface PastContext {
  readonly account: string;
  readonly committer: Person;
  readonly now: UtcTime;
  readonly addresses: Addresses;
  readonly names: Names;
  /** Zendesk user id → the name that the log last gave to it. */
  readonly people: Readonly<Record<string, string>>;
}

/** An edit with the state after it, where one is known. */
export interface PastState {
  readonly edit: PastEdit & { readonly revision: KeptRevision };
  readonly kind: Kind;
  readonly before: Snapshot | null;
  readonly after: Snapshot;
  readonly files: readonly FileChange[];
  /** A revision between the two could not be read. */
  readonly afterGap: boolean;
}

/** The commit of an edit whose state a revision shows. */
export function planState(context: PastContext, state: PastState): PlannedCommit {
  const { account, names } = context;
  const { edit, kind, before, after, files, afterGap } = state;
  const { revision, entry } = edit;
  const object = objectKey(kind.name, revision.trigger);
  const isFirst = before === null;
  // Without its creation, the first state is not what this person made.
  const isCreation = isFirst && (entry === null || entry.action === 'create');
  const description = describeChange(kind, before, after, names);
  const verb = isFirst && !isCreation ? 'Record' : isFirst || files.length > 0 ? description.verb : 'Record';
  const facts: BackfilledFacts = {
    ...{ type: 'backfilled', account, object, observed: revision.time, revision: revision.id },
    change: files.length === 0 ? 'none' : isCreation ? 'created' : 'updated',
    edit: entry === null ? revisionEdit(context, revision) : entryEdit(entry),
    attribution: entry === null ? 'revision' : 'exact',
  };
  const notes: readonly Words[] = [
    ...(isFirst && entry?.action !== 'create' ? [[firstWords]] : []),
    ...(afterGap ? [[gapWords]] : []),
    ...(entry === null ? [[noEntryWords]] : []),
  ];
  const subject = { type: 'object', verb, kind: kind.name, id: revision.trigger, title: description.title } as const;
  return toCommit(context, { facts, subject, notes, description, entry, files, closing: [[carriedWords]] });
}

const firstWords = 'This is the first revision that Zendesk keeps, so all of it is shown as new.';
const gapWords =
  'The revision before this one could not be read: part of this change may be by the person who made it.';
const noEntryWords = 'The audit log has no entry for it: who and when are as the revision says.';
const carriedWords = 'Carried over from the baseline, as revisions lack it: category, position';

/** The commit of an edit of which nothing but its entry is left. Its object has the name that the log gave it then. */
export function planEntry(context: PastContext, entry: KeptEntry): PlannedCommit | null {
  const { object, label, action } = entry;
  if (!isObjectKey(object)) return null;
  const [kind, id] = [kindOf(object), idOf(object)];
  const facts: BackfilledFacts = {
    ...{ type: 'backfilled', account: context.account, object, change: 'none', observed: entry.time },
    edit: entryEdit(entry),
    attribution: 'unobserved',
  };
  const subject = { type: 'object', verb: verbs[action] ?? 'Record', kind, id, title: toTitle(kind, label) } as const;
  return toCommit(context, { facts, subject, notes: [[unobservedWords]], entry, files: [] });
}

const unobservedWords = 'Only the entry of the audit log is known, not the state after it.';

/** `Macro: Refunds` in the log; for display alone, so a label of another form stays as it is. */
const toTitle = (kind: string, label: string): string =>
  label.toLowerCase().startsWith(`${kind}: `) ? label.slice(kind.length + 2) : label;

const verbs: Readonly<Record<string, string>> = { create: 'Create', update: 'Update', destroy: 'Delete' };

interface Parts {
  readonly facts: BackfilledFacts;
  readonly subject: Subject;
  readonly notes: readonly Words[];
  readonly closing?: readonly Words[];
  readonly description?: Description;
  readonly entry: KeptEntry | null;
  readonly files: readonly FileChange[];
}

function toCommit(context: PastContext, { facts, entry, files, ...text }: Parts): PlannedCommit {
  const { account, addresses, committer, now } = context;
  const entries =
    entry === null ? [] : [{ ...entry, sourceId: '', sourceType: '', sourceLabel: '', description: entry.description }];
  return {
    author: { ...toAuthor(facts.edit.actor, account, addresses), time: facts.edit.time },
    committer: { ...committer, time: now },
    message: renderCommitMessage({ ...text, entries, facts }),
    files,
  };
}

const entryEdit = ({ id, action, time, actorId, actorName, ip }: KeptEntry): BackfilledFacts['edit'] => ({
  ...{ id, action, time, ip },
  actor: { id: actorId, name: actorName },
});

/** A user who was deleted has no name but that which the log once gave. */
function revisionEdit({ people }: PastContext, { authorId: id, time }: KeptRevision): BackfilledFacts['edit'] {
  const name = id !== null && Object.hasOwn(people, id) ? (people[id] ?? '') : '';
  return {
    id: null,
    action: null,
    time,
    ip: null,
    actor: id === null ? null : { id, name: name || `Zendesk user ${id}` },
  };
}
