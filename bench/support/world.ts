import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import { openZendesk, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';

/** An embedded account, an embedded GitHub, a clone with a bare remote, and the built CLI that works on them. */
export interface World {
  readonly zendesk: ZendeskSandbox;
  readonly github: GitHubSandbox;
  readonly clone: string;
  /** One `zendrift track` in a process of its own. Rejects unless it ends with 0. */
  readonly track: () => Promise<Measured>;
  readonly close: () => Promise<void>;
}

export interface Measured {
  readonly milliseconds: number;
  /** Largest resident memory of the CLI's own process, bytes. */
  readonly memory: number;
  /** Requests since the run began. */
  readonly zendesk: readonly string[];
  readonly github: readonly string[];
  readonly githubWrites: readonly string[];
  /** Of the run and of every git process that it started, milliseconds. */
  readonly cpu: number;
}

const builtCli = resolve('dist/cli.js');

// Written at the end of the process, whichever way it ends: Linux counts in KB, as `resourceUsage` says everywhere.
const probe = `process.on('exit', () => require('node:fs').writeFileSync(process.env.BENCH_MEMORY,
  String(process.resourceUsage().maxRSS)));\n`;

/** `cli` = the bundle to run, for a comparison with another version. */
export async function openWorld(config = '', cli = builtCli): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'zendrift-bench-'));
  const [remote, clone] = [join(folder, 'remote.git'), join(folder, 'clone')];
  const git = (...args: readonly string[]) => execFileSync('git', args, { stdio: 'pipe' });
  git('init', '-q', '--bare', '-b', 'main', remote);
  git('init', '-q', '-b', 'main', clone);
  git('-C', clone, 'remote', 'add', 'origin', remote);
  if (config !== '') {
    const file = join(clone, '.github/zendrift.yml');
    execFileSync('mkdir', ['-p', join(clone, '.github')]);
    writeFileSync(file, config);
    git('-C', clone, 'add', '.');
    git('-C', clone, '-c', 'user.name=bench', '-c', 'user.email=bench@example.com', 'commit', '-q', '-m', 'Policy');
    git('-C', clone, 'push', '-q', 'origin', 'main');
  }
  const zendesk = await openZendesk();
  seedAccount(zendesk.account);
  const github = await openGitHub();
  writeFileSync(join(folder, 'probe.cjs'), probe);
  const memoryFile = join(folder, 'memory');
  const timesFile = join(folder, 'times');
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    ...zendesk.env,
    GITHUB_TOKEN: github.token,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: github.serverUrl,
    BENCH_MEMORY: memoryFile,
    BENCH_TIMES: timesFile,
  };
  const run = () =>
    new Promise<void>((done, fail) => {
      const words = ['--require', join(folder, 'probe.cjs'), cli, 'track', '--repository', clone, '--quiet'];
      const timed = ['-c', '"$@"; code=$?; times > "$BENCH_TIMES"; exit $code', 'bench', process.execPath, ...words];
      const child = spawn('bash', timed, { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      child.on('error', fail);
      child.on('close', (code) => (code === 0 ? done() : fail(new Error(`track ended with ${code}: ${said}`))));
    });
  return {
    zendesk,
    github,
    clone,
    track: async () => {
      zendesk.forgetRequests();
      const before = github.requests.length;
      const start = process.hrtime.bigint();
      await run();
      return {
        milliseconds: Number(process.hrtime.bigint() - start) / 1e6,
        memory: Number(readFileSync(memoryFile, 'utf8')) * 1024,
        zendesk: zendesk.requests.map(({ method, path }) => `${method} ${path}`),
        github: github.requests.slice(before).map(({ method, path }) => `${method} ${path}`),
        githubWrites: github.requests
          .slice(before)
          .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/graphql'))
          .map(({ method, path }) => `${method} ${path}`),
        cpu: readTimes(readFileSync(timesFile, 'utf8')),
      };
    },
    close: async () => {
      await zendesk.close();
      await github.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The second line of `times` is about the children: user and system time, `0m1.234s`. */
function readTimes(text: string): number {
  const [, children = ''] = text.split('\n');
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** `name   figure`, and where it has a limit, whether that holds. */
export function row(name: string, figure: string, limit?: { readonly words: string; readonly holds: boolean }): string {
  const posted = `${name.padEnd(44)} ${figure.padStart(12)}`;
  return limit === undefined ? posted : `${posted}   ${limit.holds ? 'ok' : 'NOT MET'}: ${limit.words}`;
}
