import { type FileChange, readDiff } from '#sandbox/github/git/read-diff.ts';
import { type Commit, listCommits, readText, resolveCommit } from '#sandbox/github/git/read-git.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import { type Html, html } from './html.ts';
import { renderCode } from './markdown.ts';
import { type PageText, toRepositoryPath, toTime } from './page.ts';

const mostCommits = 100;

/** A page of the repository's history, for the links that stand in issues; undefined where there is no such thing. */
export async function readHistoryPage(
  store: Store,
  directory: string | undefined,
  path: string,
): Promise<PageText | undefined> {
  if (directory === undefined) return undefined;
  const [kind, ...rest] = path.split('/').map(decodeSegment);
  if (kind === 'commit') return await readCommitPage(store, directory, rest.join('/'));
  if (kind !== 'commits' && kind !== 'blob') return undefined;
  // A branch may hold slashes: the shortest name that is one wins, as on GitHub.
  for (let length = 1; length <= rest.length; length += 1) {
    const ref = rest.slice(0, length).join('/');
    const sha = await resolveCommit(directory, ref);
    if (sha === undefined) continue;
    const file = rest.slice(length).join('/');
    return kind === 'commits'
      ? await readCommitList(store, directory, sha, ref, file)
      : await readFilePage(store, directory, sha, ref, file);
  }
  return undefined;
}

async function readCommitPage(store: Store, directory: string, ref: string): Promise<PageText | undefined> {
  const sha = await resolveCommit(directory, ref);
  const [commit] = sha === undefined ? [] : await listCommits(directory, sha, 1);
  if (commit === undefined) return undefined;
  const changes = await readDiff(directory, commit.parents[0], commit.sha);
  const { subject, rest } = toMessage(commit);
  const files = changes.length === 1 ? '1 file' : `${changes.length} files`;
  const main = html`<h1>${subject}</h1>
<p class="quiet">${toSignatures(commit)}</p>
${rest !== '' && html`<div class="body comment">${renderCode('', rest.split('\n'))}</div>`}
<p class="quiet">Commit <code>${commit.sha}</code> · ${files} changed</p>
${changes.map((change) => toFileDiff(store, commit, change))}`;
  return { title: `${subject} · ${commit.sha.slice(0, 7)}`, main };
}

async function readCommitList(
  store: Store,
  directory: string,
  sha: string,
  ref: string,
  path: string,
): Promise<PageText> {
  const commits = await listCommits(directory, sha, mostCommits, path === '' ? undefined : path);
  const rows = commits.map(
    (commit) => html`<li class="row"><span aria-hidden="true" class="quiet">●</span>
<div><a class="title" href="${toRepositoryPath(store)}/commit/${commit.sha}">${toMessage(commit).subject}</a>
<div class="meta">${toSignatures(commit)}</div></div><code>${commit.sha.slice(0, 7)}</code></li>
`,
  );
  const main = html`<h1>History${path !== '' && html` of <code>${path}</code>`} <span class="number">on ${ref}</span></h1>
${commits.length === mostCommits && html`<p class="quiet">The newest ${mostCommits} commits.</p>`}
<ul class="list">${rows}</ul>`;
  return { title: `History${path === '' ? '' : ` of ${path}`}`, main };
}

async function readFilePage(
  store: Store,
  directory: string,
  sha: string,
  ref: string,
  path: string,
): Promise<PageText | undefined> {
  const text = await readText(directory, sha, path);
  if (text === undefined) return undefined;
  const history = `${toRepositoryPath(store)}/commits/${encodePath(ref)}/${encodePath(path)}`;
  const main = html`<h1><code>${path}</code> <span class="number">at ${ref}</span></h1>
<p><a href="${history}">History</a></p><div class="body comment">${renderCode('', text.replace(/\n$/, '').split('\n'))}</div>`;
  return { title: path, main };
}

function toFileDiff(store: Store, commit: Commit, change: FileChange): Html {
  const target = `${toRepositoryPath(store)}/blob/${commit.sha}/${encodePath(change.path)}`;
  const name = change.status === 'removed' ? html`${change.path}` : html`<a href="${target}">${change.path}</a>`;
  return html`<article class="comment"><header><b>${name}</b> <span class="badge">${change.status}</span>
+${change.additions} −${change.deletions}</header>
<div class="body">${change.patch === '' ? html`<p class="quiet">No text to show.</p>` : renderCode('diff', change.patch.split('\n'))}</div></article>
`;
}

function toSignatures({ author, committer }: Commit): Html {
  const same = author.name === committer.name;
  return html`${author.name === '' ? 'Nobody' : author.name}, ${toTime(author.date)}${!same && html` · committed by ${committer.name}, ${toTime(committer.date)}`}`;
}

function toMessage({ message }: Commit): { readonly subject: string; readonly rest: string } {
  const [subject = '', ...rest] = message.split('\n');
  return { subject: subject === '' ? '(no message)' : subject, rest: rest.join('\n').trim() };
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
