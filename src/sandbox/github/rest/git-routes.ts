import { readDiff } from '#sandbox/github/git/read-diff.ts';
import { askGit, type Commit, listCommits, readBlob, readText, resolveCommit } from '#sandbox/github/git/read-git.ts';
import { Refusal, refuseUnknown } from '#sandbox/github/model/refusal.ts';
import { type Answer, type Context, param, type Route, readsContents } from './exchange.ts';
import { toCommit, toFile } from './to-commit.ts';
import { toRepositoryUrl } from './to-repository.ts';
import { toNodeId } from './to-user.ts';

const repository = '/repos/{owner}/{repo}';

/** Answered from the attached repository; without one, as if nothing had been pushed. */
export const gitRoutes: readonly Route[] = [
  { method: 'GET', path: `${repository}/commits/{ref+}`, needs: readsContents, answer: answerCommit },
  { method: 'GET', path: `${repository}/compare/{basehead+}`, needs: readsContents, answer: answerComparison },
  { method: 'GET', path: `${repository}/contents/{path+}`, needs: readsContents, answer: answerContents },
  { method: 'GET', path: `${repository}/git/blobs/{file_sha}`, needs: readsContents, answer: answerBlob },
];

async function answerCommit(context: Context): Promise<Answer> {
  const ref = param(context, 'ref');
  const [directory, commit] = await findCommit(context, ref, new Refusal(422, `No commit found for SHA: ${ref}`));
  const changes = await readDiff(directory, commit.parents[0], commit.sha);
  const [additions, deletions] = [sum(changes, 'additions'), sum(changes, 'deletions')];
  const { store, origins } = context;
  const body = {
    ...toCommit(store, origins, commit),
    stats: { additions, deletions, total: additions + deletions },
    files: changes.map((change) => toFile(store, origins, commit.sha, change)),
  };
  return { status: 200, body };
}

async function answerComparison(context: Context): Promise<Answer> {
  const { store, origins } = context;
  const [baseRef = '', headRef = ''] = param(context, 'basehead').split('...');
  const [directory, base] = await findCommit(context, baseRef);
  const [, head] = await findCommit(context, headRef);
  const mergeBase = (await askGit(directory, 'merge-base', base.sha, head.sha))?.trim();
  if (mergeBase === undefined) throw new Refusal(404, `No common ancestor between ${baseRef} and ${headRef}.`);
  const [, ancestor] = await findCommit(context, mergeBase);
  const ahead = await listCommits(directory, `${base.sha}..${head.sha}`, 250);
  const behind = await listCommits(directory, `${head.sha}..${base.sha}`, 250);
  const changes = await readDiff(directory, mergeBase, head.sha);
  const url = `${toRepositoryUrl(store, origins)}/compare/${param(context, 'basehead')}`;
  const page = `${origins.web}/${store.repository.owner}/${store.repository.name}/compare/${base.sha}...${head.sha}`;
  const body = {
    url,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: toCommit(store, origins, base),
    merge_base_commit: toCommit(store, origins, ancestor),
    status: toStatus(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: [...ahead].reverse().map((commit) => toCommit(store, origins, commit)),
    files: changes.map((change) => toFile(store, origins, head.sha, change)),
  };
  return { status: 200, body };
}

function toStatus(ahead: number, behind: number): 'diverged' | 'ahead' | 'behind' | 'identical' {
  if (ahead > 0 && behind > 0) return 'diverged';
  if (ahead > 0) return 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

/** A file with its text in Base64, or the entries of a folder. */
async function answerContents(context: Context): Promise<Answer> {
  const ref = context.request.query.get('ref') ?? context.store.repository.defaultBranch;
  const [directory, commit] = await findCommit(context, ref);
  const path = param(context, 'path').replace(/\/+$/, '');
  const listed = await askGit(directory, 'ls-tree', '-z', '--long', commit.sha, '--', `:(literal)${path}`);
  const entry = toEntries(listed)[0];
  if (entry === undefined) throw refuseUnknown();
  if (entry.type === 'tree') {
    const inside = toEntries(await askGit(directory, 'ls-tree', '-z', '--long', `${commit.sha}:${path}`));
    const shown = inside.map((item) => toContent(context, ref, { ...item, path: `${path}/${item.path}` }));
    return { status: 200, body: shown };
  }
  const text = (await readText(directory, commit.sha, path)) ?? '';
  const content = Buffer.from(text).toString('base64').replace(/.{60}/g, '$&\n');
  return { status: 200, body: { ...toContent(context, ref, entry), content, encoding: 'base64' } };
}

/** Any blob that is there, reachable or not: one from a fork is read by way of the repository that it was proposed to. */
async function answerBlob(context: Context): Promise<Answer> {
  const sha = param(context, 'file_sha');
  if (!/^[0-9a-f]{40}$/.test(sha)) {
    throw new Refusal(422, 'The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
  }
  const bytes = context.gitDirectory === undefined ? undefined : await readBlob(context.gitDirectory, sha);
  if (bytes === undefined) throw refuseUnknown();
  const url = `${toRepositoryUrl(context.store, context.origins)}/git/blobs/${sha}`;
  const content = bytes.toString('base64').replace(/.{60}/g, '$&\n');
  return {
    status: 200,
    body: { sha, node_id: toNodeId('Blob', 0), size: bytes.length, url, content, encoding: 'base64' },
  };
}

type Entry = { readonly type: string; readonly sha: string; readonly size: number; readonly path: string };

function toEntries(listed: string | undefined): readonly Entry[] {
  return (listed ?? '').split('\0').flatMap((line) => {
    const [, type = '', sha = '', size = '', path = ''] = /^\d+ (\w+) (\w+) +(\S+)\t([\s\S]+)$/.exec(line) ?? [];
    return path === '' ? [] : [{ type, sha, size: Number(size) || 0, path }];
  });
}

function toContent(context: Context, ref: string, entry: Entry) {
  const { store, origins } = context;
  const url = `${toRepositoryUrl(store, origins)}/contents/${encodeURI(entry.path)}?ref=${encodeURIComponent(ref)}`;
  const page = `${origins.web}/${store.repository.owner}/${store.repository.name}/blob/${ref}/${encodeURI(entry.path)}`;
  const isFile = entry.type === 'blob';
  const git = `${toRepositoryUrl(store, origins)}/git/${isFile ? 'blobs' : 'trees'}/${entry.sha}`;
  return {
    type: isFile ? 'file' : 'dir',
    name: entry.path.split('/').at(-1) ?? entry.path,
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    url,
    html_url: page,
    git_url: git,
    download_url: isFile ? page.replace('/blob/', '/raw/') : null,
    _links: { self: url, git, html: page },
  };
}

export async function findCommit(
  context: Context,
  ref: string,
  refusal = refuseUnknown(),
): Promise<readonly [string, Commit]> {
  const directory = context.gitDirectory;
  const sha = directory === undefined ? undefined : await resolveCommit(directory, ref);
  if (directory === undefined || sha === undefined) throw refusal;
  const [commit] = await listCommits(directory, sha, 1);
  if (commit === undefined) throw refusal;
  return [directory, commit];
}

function sum<Key extends 'additions' | 'deletions'>(changes: ReadonlyArray<Record<Key, number>>, key: Key): number {
  return changes.reduce((total, change) => total + change[key], 0);
}
