import { isGitHubFailure, ZendriftError } from '#errors.ts';
import type { IssueDraft, IssuePatch, Issues, ListedIssue } from '#ports.ts';
import type { Warning } from '#warning.ts';

/** What a run writes issues with. What GitHub refuses about one of them is kept for the report, and the others are served. */
export interface IssueWriter {
  readonly issues: Issues;
  /** What a person should know, although nothing is left to do. */
  readonly warnings: Warning[];
  /** Issue → what could not be done there: a later run tries again. */
  readonly problems: Map<number, string>;
}

export const openWriter = (issues: Issues): IssueWriter => ({ issues, warnings: [], problems: new Map() });

/** `full` = it has as many comments as GitHub allows. `refused` has been reported. */
export type WriteOutcome = 'done' | 'locked' | 'full' | 'gone' | 'refused';

/** Changes an issue. */
export async function updateIssue(writer: IssueWriter, number: number, patch: IssuePatch): Promise<WriteOutcome> {
  const result = await writer.issues.update(number, patch);
  if (result.type === 'done' || result.type === 'gone') return result.type;
  return reportRefusal(writer, number, result.reason);
}

/** Comments on an issue. */
export async function commentOn(writer: IssueWriter, number: number, body: string): Promise<WriteOutcome> {
  const result = await writer.issues.comment(number, body);
  if (result.type === 'refused') return reportRefusal(writer, number, result.reason);
  return result.type === 'posted' ? 'done' : result.type;
}

/** Null where GitHub refuses this one: that is reported, and the others are opened. */
export async function createIssue(
  { issues, problems }: IssueWriter,
  draft: IssueDraft,
  what: string,
): Promise<ListedIssue | null> {
  try {
    return await issues.create(draft);
  } catch (error) {
    if (!(error instanceof ZendriftError) || error.code !== 'github-refused') throw error;
    // It has no number: a negative one is nobody's.
    problems.set(-1 - problems.size, `Could not open an issue for ${what}: ${error.message}`);
    return null;
  }
}

/** Throws where the token may write no issue at all: nothing is wrong with this one. */
function reportRefusal({ problems }: IssueWriter, number: number, reason: string): WriteOutcome {
  if (isOfToken(reason)) throw new ZendriftError('github-forbidden', { request: `to change issue #${number}`, reason });
  problems.set(number, `Issue #${number} could not be changed: GitHub answered ${reason}`);
  return 'refused';
}

/** "Resource not accessible by integration" */
const isOfToken = (reason: string): boolean => /\bnot accessible by\b/i.test(reason);

/** Works on one issue. What GitHub has against it alone is reported and stops no other. */
export async function onIssue(writer: IssueWriter, number: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isOfOneIssue(error)) throw error;
    writer.problems.set(number, `Issue #${number} could not be updated: ${error.message}`);
  }
}

/** A request about a single issue that failed. Once GitHub is not asked any more, there is no use in going on. */
function isOfOneIssue(error: unknown): error is ZendriftError {
  if (!isGitHubFailure(error)) return false;
  const reason = String(error.values['reason'] ?? '');
  if (error.code === 'github-forbidden' || error.code === 'github-refused') return !isOfToken(reason);
  return error.code === 'github-unavailable' && !reason.startsWith('not asked');
}
