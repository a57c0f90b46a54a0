import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SignatureTrust } from '#core/commit/commit-record.ts';
import { openObjectBatch, windowSize } from './object-batch.ts';
import type { ObjectFormat } from './object-id.ts';
import { parseCommit } from './parse-commit.ts';
import { type SignedParts, splitSignature } from './signature.ts';
import type { Git } from './spawn-git.ts';
import { runKeygen, type Surroundings, withPrivateFolder } from './ssh-keygen.ts';

/** Whose signatures count. */
export interface Signers {
  /** Text of an allowed-signers file (ssh-keygen(1), ALLOWED SIGNERS); a principal is a committer's address. */
  readonly text: string;
  /** Up to this commit history counts without signatures; null = from its beginning only signed. */
  readonly after: string | null;
}

/** Commits of one repository that holds them; several parts make up a history. */
export interface SignedPart {
  readonly git: Git;
  readonly ids: readonly string[];
}

/** Checks of one run: a signature that was checked once is not checked again. */
export type SignatureCache = Map<string, boolean>;

const atOnce = 4;

/**
 * What the signatures of these commits are worth. A valid one also vouches for as many commits before it, parent by
 * parent, as its own signed header says: those that its push made. What stands there already is never vouched for.
 */
export async function readTrust(
  parts: readonly SignedPart[],
  format: ObjectFormat,
  signers: Signers,
  cache: SignatureCache,
): Promise<ReadonlyMap<string, SignatureTrust>> {
  const parents = new Map<string, readonly string[]>();
  const trust = new Map<string, SignatureTrust>();
  const heads: [id: string, vouched: number][] = [];
  await withPrivateFolder(async (folder) => {
    const allowed = await writeAllowed(folder, signers.text);
    for (const { git, ids } of parts) {
      for await (const commits of readWindows(git, ids)) {
        const signed = commits.flatMap(({ id, body }) => {
          const commit = parseCommit(id, body);
          parents.set(id, commit.parents);
          trust.set(id, 'unsigned');
          const claim = toClaim(commit, splitSignature(body, format));
          return claim === null ? [] : [claim];
        });
        await eachOf(signed, async (claim) => {
          const known = cache.get(claim.id);
          const valid = known ?? (await isSigned(git, folder, allowed, claim));
          cache.set(claim.id, valid);
          trust.set(claim.id, valid ? 'signed' : 'invalid');
          if (valid) heads.push([claim.id, claim.parts.vouched]);
        });
      }
    }
  });
  for (const id of heads.flatMap(([head, count]) => runBefore(head, count, parents))) {
    if (trust.get(id) === 'unsigned') trust.set(id, 'vouched');
  }
  for (const id of ancestorsOf(signers.after, parents)) {
    const known = trust.get(id);
    if (known !== 'signed' && known !== 'vouched') trust.set(id, 'earlier');
  }
  return trust;
}

interface Claim {
  readonly id: string;
  readonly principal: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly parts: SignedParts;
}

/** Null for a commit that says nothing about Zendesk: it never counts, so other people's signatures cost nothing. */
function toClaim(commit: ReturnType<typeof parseCommit>, parts: SignedParts | null): Claim | null {
  if (parts === null || !commit.message.includes('\nZendesk-Account: ')) return null;
  return { id: commit.id, principal: commit.committerEmail, time: commit.committerTime, parts };
}

const writeAllowed = async (folder: string, text: string): Promise<string> => {
  const path = join(folder, 'allowed');
  await writeFile(path, text, { mode: 0o600 });
  return path;
};

async function isSigned(
  surroundings: Surroundings,
  folder: string,
  allowed: string,
  { id, principal, time, parts }: Claim,
): Promise<boolean> {
  // A name that ssh-keygen could take for an option is nobody's address.
  if (!/^[^\s-]\S*$/.test(principal) || !parts.signature.startsWith('-----BEGIN SSH SIGNATURE-----')) return false;
  const path = join(folder, id);
  await writeFile(path, parts.signature);
  const at = new Date(time * 1000);
  const stamp = Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 19).replace(/\D/g, '');
  const options = ['-f', allowed, '-I', principal, '-n', 'git', '-s', path, `-Overify-time=${stamp}`];
  const { exitCode } = await runKeygen(surroundings, ['-Y', 'verify', ...options], parts.payload);
  return exitCode === 0;
}

/** Whether what a key has signed would be believed under a committer's address. `time` in milliseconds since 1970. */
export function isAllowed(
  surroundings: Surroundings,
  { text }: Signers,
  signed: { readonly content: string; readonly signature: string; readonly principal: string; readonly time: number },
): Promise<boolean> {
  return withPrivateFolder(async (folder) => {
    const parts: SignedParts = { payload: Buffer.from(signed.content), signature: signed.signature, vouched: 0 };
    const claim: Claim = { id: 'trial', principal: signed.principal, time: Math.floor(signed.time / 1000), parts };
    return isSigned(surroundings, folder, await writeAllowed(folder, text), claim);
  });
}

/** The commits before one, parent by parent; a merge before it, or the end of what is known, ends the run. */
function runBefore(head: string, count: number, parents: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const run: string[] = [];
  let at = head;
  while (run.length < count) {
    const [parent, other] = parents.get(at) ?? [];
    if (parent === undefined || (other !== undefined && at !== head)) break;
    run.push(parent);
    at = parent;
  }
  return run;
}

/** The commit and everything behind it. */
function ancestorsOf(commit: string | null, parents: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = commit !== null && parents.has(commit) ? [commit] : [];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(parents.get(id) ?? []));
  }
  return seen;
}

async function* readWindows(git: Git, ids: readonly string[]) {
  const objects = openObjectBatch(git);
  try {
    for (let from = 0; from < ids.length; from += windowSize) {
      const found = await objects.read(ids.slice(from, from + windowSize));
      yield found.flatMap((object) => (object === null ? [] : [object]));
    }
  } finally {
    objects.close();
  }
}

/** A few at a time: each is a process of its own. */
async function eachOf<Item>(items: readonly Item[], use: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  const work = async () => {
    for (const item of left) await use(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
}
