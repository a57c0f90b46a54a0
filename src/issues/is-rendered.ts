import type { Episode } from '#core/state/episode.ts';
import type { Ledger } from '#ledger/publish.ts';
import type { ListedIssue } from '#ports.ts';
import { renderIssue } from '#render/issue/issue.ts';
import type { IssueRun } from './issue-run.ts';
import { sameText } from './plan-issues.ts';
import { readIssueViews } from './read-views.ts';
import { findBodyChange, hasWords } from './shows-change.ts';

/**
 * Whether an issue that someone else edited last shows what is recorded of an episode. What we wrote is remembered in the
 * state, where others may write, so it is rendered once more. An older change is not decided by it anyway.
 */
export async function isRendered(
  run: IssueRun,
  ledger: Ledger,
  { body }: Pick<ListedIssue, 'body'>,
  episode: Episode,
): Promise<boolean> {
  const shown = findBodyChange(body, episode);
  if (shown !== null && shown !== episode.changes.at(-1)) return true;
  const [view] = await readIssueViews(run, ledger, [episode]);
  if (view === undefined) return false;
  // A state rebuilt from history knows less than the issue says.
  const knowsLess = episode.changes.some(({ fromHistory }) => fromHistory === true);
  return knowsLess ? hasWords(body, view) : sameText(body, renderIssue(view).body);
}
