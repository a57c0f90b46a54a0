import { isLogFile, logFolder } from '#core/commit/tool-files.ts';
import type { Repository } from '#ports.ts';

/** Path → blob id of what a commit has where an account is recorded: its snapshots, and the files of its log. */
export async function listOwnFiles(
  repository: Pick<Repository, 'listTree'>,
  commit: string,
  account: string,
): Promise<ReadonlyMap<string, string>> {
  const snapshots = await repository.listTree(commit, `snapshots/${account}`);
  const log = logFilesOf(await repository.listTree(commit, logFolder(account)), account);
  return log.size === 0 ? snapshots : new Map([...snapshots, ...log]);
}

export const logFilesOf = (files: ReadonlyMap<string, string>, account: string): ReadonlyMap<string, string> =>
  new Map([...files].filter(([path]) => isLogFile(path, account)));
