import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { type ByteReader, openByteReader } from './byte-reader.ts';
import type { Environment } from './environment.ts';

/** Where and how git runs. */
export interface Git {
  readonly directory: string;
  readonly environment: Environment;
  readonly signal: AbortSignal | undefined;
}

export interface GitResult {
  /** -1 where git could not be started at all. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GitStream {
  readonly stdin: Writable;
  readonly stdout: ByteReader;
  /** Resolves when the process is gone, whatever happened to it. */
  readonly finished: Promise<Omit<GitResult, 'stdout'>>;
  kill(): void;
}

// After a process has ended, something it left behind (an ssh control master) may hold its pipes open for ever.
const pipeGrace = 2_000;

/**
 * The one place that pipes into and out of git: streams, and commands that talk to a server. These run in a process
 * group of their own, because a killed `git push` leaves its transport helper alive, which would go on pushing.
 */
function spawnGroup(git: Git, args: readonly string[]) {
  const child: ChildProcessWithoutNullStreams = spawn('git', args, {
    cwd: git.directory,
    env: git.environment,
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const kill = () => {
    if (child.pid === undefined || child.exitCode !== null) return;
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
    } catch {
      child.kill('SIGKILL');
    }
  };
  const stderr: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A process that ends early breaks the pipe; its exit code and stderr say why.
  child.stdin.on('error', () => {});
  const finished = new Promise<Omit<GitResult, 'stdout'>>((resolve) => {
    const end = (exitCode: number) => {
      git.signal?.removeEventListener('abort', kill);
      resolve({ exitCode, stderr: Buffer.concat(stderr).toString() });
    };
    child.on('error', (error) => {
      stderr.push(Buffer.from(error.message));
      end(-1);
    });
    child.on('close', (code) => end(code ?? -1));
    child.on('exit', (code) => {
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        end(code ?? -1);
      }, pipeGrace).unref();
    });
  });
  if (git.signal?.aborted === true) kill();
  else git.signal?.addEventListener('abort', kill, { once: true });
  return { child, finished, kill };
}

export function openGitStream(git: Git, args: readonly string[]): GitStream {
  git.signal?.throwIfAborted();
  const { child, finished, kill } = spawnGroup(git, args);
  return { stdin: child.stdin, stdout: openByteReader(child.stdout), finished, kill };
}

/** Runs one command in a process group of its own. Rejects with the reason of the signal when that stopped it. */
export async function runGitGroup(git: Git, args: readonly string[], input = ''): Promise<GitResult> {
  git.signal?.throwIfAborted();
  const { child, finished } = spawnGroup(git, args);
  const stdout: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stdin.end(input);
  const { exitCode, stderr } = await finished;
  git.signal?.throwIfAborted();
  return { exitCode, stderr, stdout: Buffer.concat(stdout).toString() };
}
