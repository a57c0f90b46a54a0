import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The whole environment, beside what a process needs to start at all. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Another Node.js than this one. */
  readonly node?: string;
  /** Called with the running process, to close its pipes or to send it a signal. */
  readonly during?: (child: ChildProcessWithoutNullStreams) => void;
}

/** Runs a file with this Node.js and returns what it printed. Never throws for an exit code. */
export function runNode(file: string, words: readonly string[] = [], options: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { env = {}, cwd, node = process.execPath, during } = options;
    const base = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
    const child = spawn(node, [file, ...words], { env: { ...base, ...env }, ...(cwd ? { cwd } : {}) });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    during?.(child);
  });
}
