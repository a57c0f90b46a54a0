import { parseAlertKey } from '#core/commit/alert-mark.ts';
import type { IssueDraft, IssuePatch, Issues, ListedIssue } from '#ports.ts';
import { seenMark, writtenMark } from './as-written.ts';
import type { HubNotes } from './hub-notes.ts';
import { isLabelled, roleOf } from './issue-role.ts';
import type { Ours } from './subject.ts';

interface Remembering {
  readonly ours: Ours;
  readonly notes: HubNotes;
  /** The newest version of each issue that this run knows; null = it is gone. */
  readonly versions: Map<number, ListedIssue | null>;
  /** Issues that take no more comments. */
  readonly full: Set<number>;
  /** Issues that came back from a write with something that was not in it: someone else was at work. */
  readonly interfered: Set<number>;
  readonly blobId: (text: string) => string;
}

/** GitHub, with everything that is written through it noted, whoever writes, and each permission asked once. */
export function rememberWrites(issues: Issues, remembering: Remembering): Issues {
  const { versions, full } = remembering;
  return {
    ...issues,
    readPermission: once(issues.readPermission),
    create: async (draft) => {
      const issue = await issues.create(draft);
      noteCreated(remembering, draft, issue);
      return issue;
    },
    update: async (number, patch) => {
      const before = versions.get(number) ?? null;
      const result = await issues.update(number, patch);
      if (result.type === 'done') noteUpdated(remembering, number, { before, after: result.issue, patch });
      return result;
    },
    comment: async (number, body) => {
      const result = await issues.comment(number, body);
      if (result.type === 'full') full.add(number);
      return result;
    },
  };
}

function noteCreated({ ours, notes, versions, blobId }: Remembering, draft: IssueDraft, issue: ListedIssue): void {
  // Our token is its author, whether or not our login is known.
  const own = { ...ours, authors: new Set([...ours.authors, issue.author]) };
  versions.set(issue.number, issue);
  notes.setMark(issue.number, writtenMark(issue, blobId));
  notes.note(issue.number, {
    role: roleOf({ ...issue, labels: draft.labels }, own, { known: null, isFiled: false }) ?? 'other',
    open: issue.state === 'open',
    labelled: isLabelled(issue, ours.account),
    seen: seenMark(issue, blobId),
    alert: parseAlertKey(issue.body, ours.account),
    wrote: issue.updatedAt,
  });
}

interface Update {
  readonly before: ListedIssue | null;
  readonly after: ListedIssue | null;
  readonly patch: IssuePatch;
}

function noteUpdated(remembering: Remembering, number: number, { before, after, patch }: Update): void {
  const { ours, notes, versions, interfered, blobId } = remembering;
  if (after === null) {
    interfered.add(number);
    notes.note(number, { seen: '' });
    return;
  }
  versions.set(number, after);
  const isText = patch.title !== undefined || patch.body !== undefined || patch.labels !== undefined;
  const mark = notes.markOf(number);
  const isRestored = isText && before !== null && mark !== null && writtenMark(before, blobId) !== mark;
  if (isText) notes.setMark(number, writtenMark(after, blobId));
  const expected = before === null ? null : seenMark({ ...before, ...patch }, blobId);
  const seen = seenMark(after, blobId);
  if (expected !== null && expected !== seen) interfered.add(number);
  notes.note(number, {
    open: after.state === 'open',
    labelled: isLabelled(after, ours.account),
    seen: interfered.has(number) ? '' : seen,
    ...(isText ? { wrote: after.updatedAt } : {}),
    ...(isRestored ? { restored: after.updatedAt } : {}),
  });
}

/** Remembers answers; a question that failed is asked again. */
function once<T>(ask: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (name) => {
    const key = name.toLowerCase();
    const answer =
      answers.get(key) ??
      ask(name).catch((error: unknown) => {
        answers.delete(key);
        throw error;
      });
    answers.set(key, answer);
    return answer;
  };
}
