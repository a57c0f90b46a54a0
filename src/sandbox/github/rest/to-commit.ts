import type { FileChange } from '#sandbox/github/git/read-diff.ts';
import type { Commit } from '#sandbox/github/git/read-git.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import type { Origins } from './exchange.ts';
import { toRepositoryUrl } from './to-repository.ts';
import { toNodeId } from './to-user.ts';

/** GitHub's `commit`, without its files. No account is matched to an address, as on a repository of strangers. */
export function toCommit(store: Store, origins: Origins, commit: Commit) {
  const repositoryUrl = toRepositoryUrl(store, origins);
  const url = `${repositoryUrl}/commits/${commit.sha}`;
  const page = `${toPage(store, origins)}/commit/`;
  return {
    sha: commit.sha,
    node_id: toNodeId('Commit', 0),
    url,
    html_url: `${page}${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${repositoryUrl}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${repositoryUrl}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({ sha, url: `${repositoryUrl}/commits/${sha}`, html_url: `${page}${sha}` })),
  };
}

/** GitHub's `diff-entry`. */
export function toFile(store: Store, origins: Origins, sha: string, change: FileChange) {
  const path = change.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: change.blob,
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${toPage(store, origins)}/blob/${sha}/${path}`,
    raw_url: `${toPage(store, origins)}/raw/${sha}/${path}`,
    contents_url: `${toRepositoryUrl(store, origins)}/contents/${path}?ref=${sha}`,
    ...(change.patch === '' ? {} : { patch: change.patch }),
  };
}

function toPage(store: Store, origins: Origins): string {
  return `${origins.web}/${store.repository.owner}/${store.repository.name}`;
}
