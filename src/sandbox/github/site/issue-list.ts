import { listComments } from '#sandbox/github/model/comments.ts';
import type { Issue } from '#sandbox/github/model/entities.ts';
import { listIssues } from '#sandbox/github/model/issues.ts';
import { listIssueLabels } from '#sandbox/github/model/labels.ts';
import { type Store, toKey } from '#sandbox/github/model/store.ts';
import { type Html, html } from './html.ts';
import { type PageText, toLabelBadge, toRepositoryPath, toStateClass, toTime } from './page.ts';

/** The issues, newest first; `?state=closed` and `?label=risk:high` narrow them. */
export function toIssueList(store: Store, query: URLSearchParams): PageText {
  const state = query.get('state') === 'closed' ? 'closed' : 'open';
  const label = query.get('label');
  const matching = listIssues(store).filter(
    (issue) => label === null || issue.labels.some((name) => toKey(name) === toKey(label)),
  );
  const shown = matching.filter((issue) => issue.state === state).sort((a, b) => b.number - a.number);
  const path = `${toRepositoryPath(store)}/issues`;
  const toTab = (name: 'open' | 'closed', word: string): Html => {
    const target = new URLSearchParams({ state: name, ...(label === null ? {} : { label }) });
    const count = matching.filter((issue) => issue.state === name).length;
    return html`<a href="${path}?${target.toString()}"${name === state && html` aria-current="page"`}>${count} ${word}</a>`;
  };
  const main = html`<h1>Issues${label !== null && html` <span class="number">labelled ${label}</span>`}</h1>
${label !== null && html`<p><a href="${path}">Show all labels</a></p>`}
<div class="list"><nav class="tabs" aria-label="State">${toTab('open', 'Open')}${toTab('closed', 'Closed')}</nav>
${shown.length === 0 && html`<p class="empty">No ${state} issues${label !== null && ' with this label'}.</p>`}
<ul class="list" style="border:0">${shown.map((issue) => toRow(store, issue))}</ul></div>`;
  return { title: state === 'open' ? 'Issues' : 'Closed issues', main };
}

function toRow(store: Store, issue: Issue): Html {
  const path = `${toRepositoryPath(store)}/${issue.pullRequest ? 'pull' : 'issues'}/${issue.number}`;
  const comments = listComments(store, issue.number).length;
  const what = issue.pullRequest ? 'Pull request' : 'Issue';
  return html`<li class="row"><span class="dot ${toStateClass(issue)}" role="img" aria-label="${issue.state} ${what}">●</span>
<div><a class="title" href="${path}">${issue.title}</a> ${listIssueLabels(store, issue).map((label) => toLabelBadge(store, label))}
<div class="meta">#${issue.number} opened ${toTime(issue.createdAt)} by ${issue.login}</div></div>
<span class="meta">${comments > 0 && html`${comments} ${comments === 1 ? 'comment' : 'comments'}`}</span></li>
`;
}
