import { spawnSync } from 'node:child_process';

/** How long an empty script takes beside `zendrift --version` and `--help`: medians of runs that alternate. */
const rounds = 30;

const commands = {
  'node -e 0': ['-e', '0'],
  'zendrift --version': ['dist/cli.js', '--version'],
  'zendrift --help': ['dist/cli.js', '--help'],
} as const;

function measure(words: readonly string[]): number {
  const start = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, words, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${words.join(' ')} ended with ${status}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Rows for people: milliseconds, and how often the empty script would fit in. */
export function run(): readonly string[] {
  const times = new Map<string, number[]>(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, words] of Object.entries(commands)) times.get(name)?.push(measure(words));
  }
  const empty = median(times.get('node -e 0') ?? []);
  return [...times].map(([name, values]) => {
    const middle = median(values);
    return `${name.padEnd(20)} ${middle.toFixed(1).padStart(7)} ms  ${(middle / empty).toFixed(2)}x`;
  });
}
