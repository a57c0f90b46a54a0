import type { ObjectKey } from '#core/object-key.ts';
import type { EndedEpisode, State } from '#core/state/state.ts';
import type { IssuePatch, ListedIssue, Repository } from '#ports.ts';
import type { IssueResult } from '#render/issue/issue-result.ts';
import { type Warning, warning } from '#warning.ts';
import { seenMark, writtenMark } from './as-written.ts';
import type { IssueRun } from './issue-run.ts';
import type { Hub } from './read-hub.ts';
import { commentOn, type IssueWriter, updateIssue, type WriteOutcome } from './write-issue.ts';

/** How the episode of an object ended, as a commit that this run has read says; null = no commit says that it did. */
export type EndOf = (object: ObjectKey) => EndedEpisode | null;

/** One projection under way: what it works with, and what it has done. */
export interface Work {
  readonly run: IssueRun;
  readonly hub: Hub;
  readonly writer: IssueWriter;
  readonly state: State;
  readonly endOf: EndOf;
  readonly opened: IssueResult[];
  readonly updated: IssueResult[];
  readonly closed: IssueResult[];
  readonly numbers: Map<ObjectKey, number>;
}

export const toIssueResult = ({ number, url }: ListedIssue, object: ObjectKey | null): IssueResult => ({
  number,
  url,
  object,
});

/** Says something in an issue. One that is locked takes no comment: that is a warning, and nothing else waits for it. */
export async function sayIn(writer: IssueWriter, { number, locked }: ListedIssue, body: string): Promise<WriteOutcome> {
  const said = locked ? 'locked' : await commentOn(writer, number, body);
  if (said === 'locked') writer.warnings.push(lockedWarning(number));
  return said;
}

export const lockedWarning = (number: number): Warning =>
  warning(
    'issue-locked',
    `Issue #${number} is locked, so zendrift could not comment there. The issue itself is up to date`,
  );

/** What an issue is remembered by when GitHub takes no change of it, although it still shows it: it is left behind. */
export const leftBehind = 'gone';

const continued = /^continued (\d+)$/;

/** The same for an issue that takes no more comments, with the number of the one that carries its change on. */
export const continuedIn = (number: number): string => `continued ${number}`;

/** The issue that carries on what another one was about; null where none is known. */
export const readContinued = (shows: string): number | null => {
  const [, number] = continued.exec(shows) ?? [];
  return number === undefined ? null : Number(number);
};

/** Whether another issue has taken the place of this one, which is never taken for the issue of anything again. */
export const isReplaced = ({ shows }: { readonly shows: string }): boolean =>
  shows === leftBehind || readContinued(shows) !== null;

/**
 * Changes an issue. One that GitHub no longer has is forgotten; one that it still shows, but answers as gone, is left behind,
 * so that it is never taken for the issue of anything again.
 */
export async function patchIssue(
  { hub, writer }: Work,
  { number }: ListedIssue,
  patch: IssuePatch,
): Promise<WriteOutcome> {
  const written = await updateIssue(writer, number, patch);
  if (written === 'gone') await leaveBehind(hub, number);
  return written;
}

export async function leaveBehind({ notes, issues }: Hub, number: number): Promise<void> {
  const issue = await issues.read(number);
  if (issue === null) notes.forget(number);
  else notes.note(number, { shows: leftBehind });
}

/** Remembers that an issue is dealt with. `trouble` = what is left, which waits until something about it changes. */
export function settle(
  { hub, run }: { readonly hub: Hub; readonly run: { readonly repository: Pick<Repository, 'blobId'> } },
  { number }: Pick<ListedIssue, 'number'>,
  shows: string,
  trouble: string | null = null,
): void {
  const { notes, versions } = hub;
  const version = versions.get(number);
  if (notes.known(number) === null || !version) return;
  // Where someone else changed it while we wrote, the next run looks at it.
  const seen = hub.interfered.has(number) ? '' : seenMark(version, run.repository.blobId);
  notes.note(number, { shows, trouble, seen });
}

/** Whether someone changed what we wrote there last. */
export function isEdited({ hub, run }: Work, issue: ListedIssue): boolean {
  const mark = hub.notes.markOf(issue.number);
  return mark !== null && mark !== writtenMark(issue, run.repository.blobId);
}
