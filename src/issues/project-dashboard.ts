import type { ListedIssue } from '#ports.ts';
import { dashboardLabel, dashboardTitle, isAnyDashboard, isDashboard, renderDashboard } from '#report/dashboard.ts';
import type { IssueView } from '#report/issue-view.ts';
import { planPatch } from './plan-issues.ts';
import type { Work } from './work.ts';

/** A list of one is no list: that one has an issue. */
const fewest = 2;

/** One issue that lists what is open. It is opened with the second object, and from then on edited only where it differs. */
export async function projectDashboard(work: Work, views: readonly IssueView[]): Promise<void> {
  const { issues, state, authors, numbers } = work;
  const listed = await issues.listOpen(dashboardLabel);
  const own = listed.filter((issue) => authors.has(issue.author) && isOurs(issue, state.account));
  const draft = renderDashboard(state.account, views, numbers, state.watermark);
  const [present, ...others] = own;
  for (const other of others) await close(work, other);
  if (present !== undefined) {
    const patch = planPatch(present, draft);
    if (patch !== null) await issues.update(present.number, patch);
  } else if (views.length >= fewest) {
    await issues.ensureLabels(draft.labels);
    await issues.create(draft);
  }
}

/** By its first line; where somebody wrote over that, by its title or by the label that tells the account. */
const isOurs = ({ body, title, labels }: ListedIssue, account: string): boolean =>
  isDashboard(body, account) ||
  (!isAnyDashboard(body) && (title === dashboardTitle(account) || labels.includes(`account:${account}`)));

const close = ({ issues }: Work, { number }: ListedIssue): Promise<void> =>
  issues.update(number, { state: 'closed', stateReason: 'not_planned' });
