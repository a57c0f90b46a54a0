import { resolve } from 'node:path';
import { gitEnvironment } from './environment.ts';
import { runGit } from './run-git.ts';

/** `user.name` and `user.email` as git has them in a directory, untouched; empty where they are not set. */
export async function readPerson(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly name: string; readonly email: string }> {
  const git = { directory: resolve(directory), environment: gitEnvironment(environment), signal: undefined };
  const read = async (key: string): Promise<string> => {
    const { exitCode, stdout } = await runGit(git, ['config', '--get', key]);
    return exitCode === 0 ? stdout.trim() : '';
  };
  return { name: await read('user.name'), email: await read('user.email') };
}
