import { ZendriftError } from '#errors.ts';
import type { ReadPullRequest } from '#ports.ts';
import { toNonsenseError } from './answer.ts';
import type { GitHubClient } from './client.ts';
import { isObjectId, parseBlob, parseProposed, parsePullRequest } from './parse.ts';

const path = '/repos/{owner}/{repo}/pulls/{number}';

/** "Responses include a maximum of 3000 files": https://docs.github.com/rest/pulls/pulls#list-pull-requests-files */
const mostFiles = 3000;

/** A pull request with the files that its head changes since it left the base. Throws as `Client.send` does. */
export async function readPullRequest(client: GitHubClient, number: number): Promise<ReadPullRequest> {
  const request = { method: 'GET', path, parameters: { number } } as const;
  const { status, data } = await client.send(request, { accept: [403, 404] });
  if (status === 403) return { type: 'forbidden' };
  if (status !== 200) return { type: 'none' };
  const pull = parsePullRequest(data);
  if (pull === null) throw toNonsenseError(`GET pull request ${number}`, 'a pull request');
  if (pull.changedFiles > mostFiles) return { type: 'too-large' };
  // Nobody asks what a closed one changes.
  if (!pull.open) return { type: 'found', open: false, files: [] };
  const items = await listFiles(client, number);
  if (items === null) return { type: 'too-large' };
  const files = items.map((item) => {
    const proposed = parseProposed(item);
    if (proposed === null) throw toNonsenseError(`GET files of pull request ${number}`, 'a list of files');
    return proposed;
  });
  return { type: 'found', open: true, files: files.flat() };
}

/** Null where GitHub gives up on the difference (422): that is no reason to stop a run. */
const listFiles = (client: GitHubClient, number: number): Promise<readonly unknown[] | null> =>
  client.list(`${path}/files`, { number }).catch((error: unknown) => {
    if (error instanceof ZendriftError && error.code === 'github-refused') return null;
    throw error;
  });

/** Each blob is asked for once: what has this id never changes. */
export function openBlobs(client: GitHubClient): (id: string) => Promise<string | null> {
  const read = new Map<string, string | null>();
  return async (id) => {
    const known = read.get(id);
    if (known !== undefined) return known;
    const text = await readBlobText(client, id);
    read.set(id, text);
    return text;
  };
}

async function readBlobText(client: GitHubClient, id: string): Promise<string | null> {
  if (!isObjectId(id)) return null;
  const request = {
    method: 'GET',
    path: '/repos/{owner}/{repo}/git/blobs/{sha}',
    parameters: { sha: id },
  } as const;
  // A submodule's id is that of a commit elsewhere; beyond 100 MB GitHub answers 403.
  const { status, data } = await client.send(request, { accept: [403, 404, 422] });
  if (status !== 200) return null;
  const bytes = parseBlob(data);
  if (bytes === null) throw toNonsenseError(`GET blob ${id}`, 'a blob');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
