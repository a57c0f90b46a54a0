import { parseDigestMarker } from '#core/commit/marker.ts';
import type { RiskLevel } from '#core/words.ts';
import type { Ledger } from '#ledger/publish.ts';
import type { ListedIssue } from '#ports.ts';
import { isHighRiskLine, renderDigest } from '#render/issue/digest.ts';
import { renderIssue } from '#render/issue/issue.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import { riskWords } from '#render/issue/risk-line.ts';
import { toDigestView } from './digest-view.ts';
import type { IssueRun } from './issue-run.ts';
import { isFormer } from './match-issues.ts';
import { sameText } from './plan-issues.ts';
import { readIssueViews } from './read-views.ts';
import { findBodyChange, hasWords } from './shows-change.ts';
import type { IssueSubject } from './subject.ts';

type Text = Pick<ListedIssue, 'number' | 'title' | 'body' | 'labels'>;

/**
 * Whether an issue shows what is recorded of the changes in it: title, risk and what changed, and each word of it where someone
 * else edited it last. What we wrote is remembered in the state, and so is what we wrote it from; others may write there. An
 * older change is not decided by it anyway.
 */
export async function showsRecord(
  run: IssueRun,
  ledger: Ledger,
  issue: Text,
  subject: Extract<IssueSubject, { readonly type: 'object' | 'digest' }>,
  isTheirs: boolean,
): Promise<boolean> {
  const { episodes } = ledger.state;
  if (subject.type === 'object') {
    const episode = episodes.get(subject.object);
    const isOver = episode === undefined || isFormer(ledger.state, subject.object, issue.number);
    if (isOver || isOlder(issue, episode)) return true;
    const [view] = await readIssueViews(run, ledger, [episode]);
    return view !== undefined && showsIssue(issue, view, isTheirs);
  }
  const members = [...episodes.values()].filter((episode) => episode.issue === issue.number);
  return showsDigest(run, issue, await readIssueViews(run, ledger, members), isTheirs);
}

function isOlder({ body }: Text, episode: IssueView['episode']): boolean {
  const shown = findBodyChange(body, episode);
  return shown !== null && shown !== episode.changes.at(-1);
}

function showsIssue(issue: Text, view: IssueView, isTheirs: boolean): boolean {
  const draft = renderIssue(view);
  if (issue.title.trim() !== draft.title.trim() || !hasRisk(issue, view.risk.level)) return false;
  // A state rebuilt from history knows less than the issue says: the words of the log.
  const knowsLess = view.episode.changes.some(({ fromHistory }) => fromHistory === true);
  if (isTheirs) return sameText(issue.body, draft.body);
  if (!issue.body.includes(riskWords(view))) return false;
  return hasWords(issue.body, view) || (knowsLess && view.path === null);
}

/** GitHub may have refused to make the label. */
function hasRisk({ labels }: Text, level: RiskLevel): boolean {
  const risks = labels.map((label) => label.toLowerCase()).filter((label) => label.startsWith('risk:'));
  return risks.length === 0 || (risks.length === 1 && risks[0] === `risk:${level}`);
}

/** A digest keeps its text while its changes stay the same; one that shows other changes has another id. */
function showsDigest({ repository }: IssueRun, issue: Text, members: readonly IssueView[], isTheirs: boolean): boolean {
  const view = toDigestView(members, [], repository.blobId);
  if (view === null || parseDigestMarker(issue.body)?.id !== view.id) return true;
  const draft = renderDigest(view);
  if (issue.title.trim() !== draft.title.trim()) return false;
  const [shown, wanted] = [issue.body, draft.body].map((body) =>
    body
      .split(/\r?\n/)
      .filter((line) => (isTheirs ? !isHighRiskLine(line) : line.startsWith('|')))
      .join('\n')
      .trimEnd(),
  );
  return shown === wanted;
}
