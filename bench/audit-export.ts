import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openLogServer } from './support/log-server.ts';
import { median, row } from './support/world.ts';

/**
 * An export of a long log beside two scripts that do the same by hand: one that fetches the pages and writes the rows, and one
 * that collects everything, flattens it into columns and converts those, as a notebook does. Own processes, in turn.
 */
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const [short, long] = [10_000, Number(process.env['BENCH_ENTRIES'] ?? 100_000)];

const fetchPages = `
  async function* pages() {
    for (let after = null; ; ) {
      const query = new URLSearchParams({ sort: 'created_at', 'page[size]': '100', ...(after ? { 'page[after]': after } : {}) });
      const response = await fetch(process.env.ZENDESK_URL + '/api/v2/audit_logs?' + query, { headers: { authorization: 'Bearer bench' } });
      const body = await response.json();
      yield body.audit_logs;
      if (!body.meta.has_more) return;
      after = body.meta.after_cursor;
    }
  }
  const fields = ['created_at', 'actor_name', 'actor_id', 'action', 'source_type', 'source_label', 'source_id', 'change_description', 'ip_address', 'id', 'action_label', 'url'];
  const cell = (value) => { const text = value === null ? '' : String(value); return /[",\\n\\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text; };
`;

const scripts = {
  straight: `${fetchPages}
    import { createWriteStream } from 'node:fs';
    const out = createWriteStream(process.argv[2]);
    out.write(fields.join(',') + '\\r\\n');
    for await (const page of pages()) {
      const text = page.map((entry) => fields.map((field) => cell(entry[field])).join(',') + '\\r\\n').join('');
      if (!out.write(text)) await new Promise((done) => out.once('drain', done));
    }
    out.end();`,
  collecting: `${fetchPages}
    import { writeFileSync } from 'node:fs';
    let frame = [];
    for await (const page of pages()) frame = frame.concat(page.map((entry) => structuredClone(entry)));
    const columns = {};
    for (const field of fields) columns[field] = frame.map((entry) => entry[field]);
    columns.created_at = columns.created_at.map((time) => new Date(time));
    const times = columns.created_at.map((time) => time.toISOString());
    const order = frame.map((_, n) => n).sort((a, b) => columns.created_at[a] - columns.created_at[b]);
    const rows = order.map((n) => Object.fromEntries(fields.map((field) => [field, field === 'created_at' ? times[n] : columns[field][n]])));
    writeFileSync(process.argv[2], fields.join(',') + '\\r\\n' + rows.map((one) => fields.map((field) => cell(one[field])).join(',') + '\\r\\n').join(''));`,
};

interface Measured {
  /** User and system time, milliseconds. */
  readonly cpu: number;
  /** Largest resident memory, bytes. */
  readonly memory: number;
}

// Written at the end of the process, whichever way it ends.
const probe = `process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('node:fs').writeFileSync(process.env.BENCH_USAGE, JSON.stringify([(userCPUTime + systemCPUTime) / 1000, maxRSS * 1024])); });\n`;

export async function run(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'zendrift-bench-'));
  const clone = join(folder, 'clone');
  execFileSync('git', ['init', '-q', '-b', 'main', clone]);
  writeFileSync(join(folder, 'probe.cjs'), probe);
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(folder, `${name}.mjs`), text);
  const output = join(folder, 'out.csv');
  const measure = async (url: string, words: readonly string[]): Promise<Measured> => {
    const usage = join(folder, 'usage');
    const account = { ZENDESK_SUBDOMAIN: 'acme', ZENDESK_URL: url, ZENDESK_OAUTH_TOKEN: 'bench' };
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, BENCH_USAGE: usage, ...account };
    const child = spawn(process.execPath, ['--require', join(folder, 'probe.cjs'), ...words], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await new Promise<void>((done, fail) =>
      child.on('close', (code) => (code === 0 ? done() : fail(new Error(`${words.join(' ')} ended with ${code}`)))),
    );
    const [cpu = 0, memory = 0]: readonly number[] = JSON.parse(readFileSync(usage, 'utf8'));
    return { cpu, memory };
  };
  const cli = [
    resolve(process.env['BENCH_CLI'] ?? 'dist/cli.js'),
    'audit',
    '--repository',
    clone,
    '--quiet',
    '--output',
    output,
  ];
  const measureAll = async (entries: number) => {
    const server = await openLogServer(entries);
    try {
      const found = { zendrift: [] as Measured[], straight: [] as Measured[], collecting: [] as Measured[] };
      for (let round = 0; round < rounds; round += 1) {
        found.zendrift.push(await measure(server.url, cli));
        found.straight.push(await measure(server.url, [join(folder, 'straight.mjs'), output]));
        found.collecting.push(await measure(server.url, [join(folder, 'collecting.mjs'), output]));
      }
      return found;
    } finally {
      await server.close();
    }
  };
  try {
    const [few, many] = [await measureAll(short), await measureAll(long)];
    const cpu = (values: readonly Measured[]) => median(values.map((one) => one.cpu));
    const memory = (values: readonly Measured[]) => median(values.map((one) => one.memory)) / 1024 ** 2;
    const ratio = (of: readonly Measured[], to: readonly Measured[]) =>
      median(of.map((one, round) => one.cpu / (to[round]?.cpu ?? Number.NaN)));
    const straight = ratio(many.zendrift, many.straight);
    const growth = memory(many.zendrift) / memory(few.zendrift);
    return [
      row(`export of ${long} entries: CPU`, `${(cpu(many.zendrift) / 1000).toFixed(2)} s`),
      row('  against a script that writes the rows', `${straight.toFixed(2)}x`, {
        words: 'at most 2x',
        holds: straight <= 2,
      }),
      row('  against one that collects everything', `${ratio(many.zendrift, many.collecting).toFixed(2)}x`),
      row(`  memory over ${short} entries`, `${memory(few.zendrift).toFixed(0)} MB`),
      row(`  memory over ${long} entries`, `${memory(many.zendrift).toFixed(0)} MB`, {
        words: 'at most 1.2x',
        holds: growth <= 1.2,
      }),
      row('  memory of the script that collects', `${memory(many.collecting).toFixed(0)} MB`),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
