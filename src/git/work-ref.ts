import { ZendriftError } from '#errors.ts';
import type { WorkRef } from '#ports.ts';
import type { Checkout } from './checkout.ts';
import { gitFailure, renderReason } from './git-failure.ts';
import { nullId } from './object-id.ts';
import { parsePushFailure, parseSecretPlaces, renderPushFailure } from './push-outcome.ts';
import type { Listing } from './remote-refs.ts';
import { runGit } from './run-git.ts';
import { runGitGroup } from './spawn-git.ts';

export interface WorkRefOptions {
  readonly checkout: Checkout;
  readonly name: string;
  /** Every ref as it is now. */
  readonly list: () => Promise<Listing>;
  readonly fetchCommits: (ids: readonly string[]) => Promise<void>;
}

const pushOptions = ['--porcelain', '--no-verify', '--no-follow-tags', '--no-signed', '--no-force-with-lease'];

/** A ref for work that takes more than one run. It is pushed like the record: never forced, and a lost answer is looked up. */
export function openWorkRef({ checkout, name, list, fetchCommits }: WorkRefOptions): WorkRef {
  const find = async (): Promise<string | null> => (await list()).refs.get(name) ?? null;

  async function moveHere(from: string | null, to: string | null): Promise<'moved' | 'raced'> {
    const { git, format } = checkout;
    const none = nullId(format);
    const args = ['update-ref', '-m', 'zendrift: work', '--stdin'];
    const result = await runGit(git, args, `update ${name} ${to ?? none} ${from ?? none}\n`);
    if (result.exitCode === 0) return 'moved';
    if ((await find()) === to) return 'moved';
    if (/but expected|reference already exists|cannot lock ref|unable to resolve/i.test(result.stderr)) return 'raced';
    throw gitFailure(git.directory, args, result);
  }

  async function moveThere(remote: string, from: string | null, to: string | null): Promise<'moved' | 'raced'> {
    const result = await runGitGroup(checkout.git, ['push', ...pushOptions, remote, `${to ?? ''}:${name}`]);
    if (result.exitCode === 0) return 'moved';
    const failure = parsePushFailure(result);
    const reason = renderReason(renderPushFailure(result));
    const { paths, blobs } = parseSecretPlaces(result);
    if (paths.length + blobs.length > 0) {
      throw new ZendriftError('push-protected', { paths: paths.join(', ') || 'a commit', reason });
    }
    if (failure === 'refused') throw new ZendriftError('push-refused', { branch: name, reason });
    const now = await find();
    if (now === to) return 'moved';
    if (now !== from) return 'raced';
    if (failure === 'network') throw new ZendriftError('remote-unreachable', { remote, reason });
    throw new ZendriftError('git-failed', { command: 'push', reason });
  }

  return {
    name,
    async read() {
      const id = await find();
      if (id !== null) await fetchCommits([id]);
      return id;
    },
    move: (from, to) => (checkout.remote === null ? moveHere(from, to) : moveThere(checkout.remote, from, to)),
  };
}
