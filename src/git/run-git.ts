import { GitPluginError, type SimpleGitOptions, simpleGit } from 'simple-git';
import { gitFailure } from './git-failure.ts';
import { type Git, type GitResult, runGitGroup } from './spawn-git.ts';

// simple-git guards against hostile input in arguments and environment. Ours is built by `gitEnvironment`, arguments are
// ids and checked names, and what a user configured for his own repository has to work.
const unsafe: NonNullable<SimpleGitOptions['unsafe']> = {
  allowUnsafeAlias: true,
  allowUnsafeAskPass: true,
  allowUnsafeCommandBinaries: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeEditor: true,
  allowUnsafeMergeDriver: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafePack: true,
  allowUnsafeSshCommand: true,
  allowUnsafeGitProxy: true,
  allowUnsafeExec: true,
  allowUnsafeHooksPath: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeInclude: true,
  allowUnsafeSubmodule: true,
  allowUnsafeUrlRewrite: true,
};

/**
 * Commands that often print nothing: simple-git waits 50 ms for output after each of those, which added up to more than
 * all the git work of a run.
 */
const silent = new Set([
  'cat-file',
  'check-ref-format',
  'config',
  'for-each-ref',
  'merge-base',
  'read-tree',
  'restore',
  'rev-list',
  'rev-parse',
  'rm',
  'symbolic-ref',
  'update-index',
  'update-ref',
]);

/** Runs one local git command. A non-zero exit code is a value; only a process that could not run or was stopped rejects. */
export async function runGit(git: Git, args: readonly string[], input?: string): Promise<GitResult> {
  git.signal?.throwIfAborted();
  if (silent.has(args[0] ?? '')) return runGitGroup(git, args, input);
  let result: GitResult = { exitCode: -1, stdout: '', stderr: '' };
  const runner = simpleGit({
    baseDir: git.directory,
    unsafe,
    allowEnvironment: Object.keys(git.environment),
    ...(git.signal === undefined ? {} : { abort: git.signal }),
    ...(input === undefined ? {} : { input: () => Buffer.from(input) }),
    // Called after every command; without it a failure with an empty stderr would pass as success.
    errors: (error, { exitCode, stdOut, stdErr }) => {
      result = { exitCode, stdout: Buffer.concat(stdOut).toString(), stderr: Buffer.concat(stdErr).toString() };
      return error instanceof GitPluginError ? error : undefined;
    },
  }).env({ ...git.environment });
  try {
    await runner.raw([...args]);
  } catch (thrown) {
    git.signal?.throwIfAborted();
    throw thrown;
  }
  return result;
}

/** The output of a command that must succeed. Throws as `gitFailure` sees it. */
export async function readGit(git: Git, args: readonly string[], input?: string): Promise<string> {
  const result = await runGit(git, args, input);
  if (result.exitCode !== 0) throw gitFailure(git.directory, args, result);
  return result.stdout;
}
