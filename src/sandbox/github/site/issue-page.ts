import { listComments } from '#sandbox/github/model/comments.ts';
import type { Comment, Issue, Reaction } from '#sandbox/github/model/entities.ts';
import { listIssueLabels } from '#sandbox/github/model/labels.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import { effectivePermission, findUser, permits } from '#sandbox/github/model/users.ts';
import { type Html, html, nothing } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { type PageText, toLabelBadge, toRepositoryPath, toStateClass, toTime } from './page.ts';

/** What the answer form shows again: who was chosen, what was typed, why it was refused. */
export type Draft = { readonly login: string; readonly body: string; readonly refusal: string | undefined };

export function toIssuePage(store: Store, issue: Issue, draft: Draft): PageText {
  const words = { open: 'Open', closed: 'Closed', not_planned: 'Closed as not planned' };
  const stateClass = toStateClass(issue);
  const state = stateClass === 'open' || stateClass === 'not_planned' ? words[stateClass] : words.closed;
  const comments = listComments(store, issue.number);
  const kind = issue.pullRequest ? 'Pull request' : 'Issue';
  const main = html`<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
<p><span class="state ${stateClass}">${state}</span> <span class="quiet">${issue.login} opened this ${kind.toLowerCase()} on ${toTime(issue.createdAt)} ·
${comments.length} ${comments.length === 1 ? 'comment' : 'comments'}</span></p>
<div class="columns"><div>
${toEntry(store, { ...issue, id: 0, body: issue.body ?? '' }, 'issue')}
${comments.map((comment) => toEntry(store, comment, `issuecomment-${comment.id}`))}
${toForm(store, issue, draft)}
</div><aside>
<section><h2>Assignees</h2>${issue.assignees.length > 0 ? issue.assignees.join(', ') : 'Nobody'}</section>
<section><h2>Labels</h2>${listIssueLabels(store, issue).map((label) => toLabelBadge(store, label))}${issue.labels.length === 0 && 'None'}</section>
${issue.locked && html`<section><h2>Conversation</h2>Locked: only people with write permission may comment.</section>`}
</aside></div>`;
  return { title: `${issue.title} · ${kind} #${issue.number}`, main };
}

function toEntry(store: Store, entry: Omit<Comment, 'issue'>, anchor: string): Html {
  const user = findUser(store, entry.login);
  const edited = entry.updatedAt !== entry.createdAt && anchor !== 'issue';
  const body = renderMarkdown(entry.body, { issuesPath: `${toRepositoryPath(store)}/issues` });
  return html`<article class="comment" id="${anchor}" aria-label="By ${entry.login}"><header>${toFace(entry.login)}
<b>${entry.login}</b> ${toTime(entry.createdAt)}${edited && ' · edited'}
${user?.type === 'Bot' ? html`<span class="badge">bot</span>` : html`<span class="badge">${user?.permission ?? 'gone'}</span>`}</header>
<div class="body">${body.html.trim() === '' ? html`<p class="quiet"><em>No description provided.</em></p>` : body}</div>
${toReactions(entry.reactions)}</article>
`;
}

function toForm(store: Store, issue: Issue, draft: Draft): Html {
  const people = [...store.users.values()].filter(
    (user) => user.type === 'User' && permits(effectivePermission(store, user), 'read'),
  );
  if (people.length === 0) return nothing;
  const options = people.map(
    (user) =>
      html`<option value="${user.login}"${user.login === draft.login && html` selected`}>${user.login} (${user.permission})</option>`,
  );
  const turn = issue.state === 'open' ? ['close', 'Close issue'] : ['reopen', 'Reopen issue'];
  return html`<form class="answer" id="answer" method="post" action="${toRepositoryPath(store)}/issues/${issue.number}/comments">
<h2>Add a comment</h2>
${draft.refusal !== undefined && html`<p class="alert" role="alert">${draft.refusal}</p>`}
<div><label for="login">Comment as</label> <select id="login" name="login">${options}</select></div>
<label for="body">Comment</label>
<textarea id="body" name="body" placeholder="/approve …" aria-describedby="hint">${html`\n${draft.body}`}</textarea>
<span class="quiet" id="hint">Commands stand on the first line; <code>zendrift triage</code> carries them out.</span>
<div class="actions"><button name="action" value="${turn[0] ?? ''}">${turn[1] ?? ''}</button>
<button class="main" name="action" value="comment">Comment</button></div>
</form>`;
}

function toFace(login: string): Html {
  const hue = [...login].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 360, 7);
  return html`<span class="face" aria-hidden="true" style="background:hsl(${hue} 55% 38%)">${login.slice(0, 1).toUpperCase()}</span>`;
}

const emoji: Readonly<Record<Reaction['content'], string>> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
};

function toReactions(reactions: readonly Reaction[]): Html {
  if (reactions.length === 0) return nothing;
  const contents = [...new Set(reactions.map((reaction) => reaction.content))];
  return html`<div class="reactions">${contents.map((content) => {
    const logins = reactions.filter((reaction) => reaction.content === content).map((reaction) => reaction.login);
    return html`<span role="img" aria-label="${content} by ${logins.join(', ')}" title="${logins.join(', ')}">${emoji[content]} ${logins.length}</span>`;
  })}</div>`;
}
