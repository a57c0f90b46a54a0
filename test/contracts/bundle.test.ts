import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { toActionVariable } from '#config/inputs.ts';
import { openGitHub } from '#sandbox/github/open-github.ts';
import { openZendesk } from '#sandbox/zendesk/open-zendesk.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';
import { environment, git, makeFolder, makePair } from '../git/support.ts';
import { jane, notifyRequester } from '../support/acme.ts';
import { buildEntry } from '../support/bundle.ts';
import { runNode } from '../support/run-node.ts';
import { runtimes } from '../support/runtimes.ts';
import { readText } from './source-files.ts';

let bundle = '';
beforeAll(async () => {
  bundle = await buildEntry('src/action.ts');
});

interface StepResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Outputs as the runner reads them. */
const parseOutputs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(/^([\w-]+)<<(.+)\n([\s\S]*?)\n\2\n/gm)].map(([, name = '', , value = '']) => [name, value]),
  );

/** Everything that a runner gives to a step: every input of action.yml with its default, and the files of the step. */
async function openRunner(node: string) {
  const zendesk = await openZendesk({ clock: { now: new Date(Date.now() - 900_000).toISOString(), running: true } });
  onTestFinished(() => zendesk.close());
  seedAccount(zendesk.account);
  const github = await openGitHub();
  onTestFinished(() => github.close());
  const pair = makePair(1, '--depth', '1');
  // Nothing but the one file: no package.json, no node_modules, in no folder above.
  const folder = makeFolder();
  mkdirSync(join(folder, 'dist'));
  copyFileSync(bundle, join(folder, 'dist/action.js'));
  const event = join(folder, 'event.json');
  writeFileSync(
    event,
    JSON.stringify({ schedule: '7,22,37,52 * * * *', repository: { full_name: github.repository } }),
  );
  const defaults: Readonly<Record<string, { readonly default?: string }>> = parse(readText('action.yml')).inputs;
  let count = 0;

  const step = async (inputs: Readonly<Record<string, string>> = {}): Promise<StepResult> => {
    count += 1;
    const files = {
      GITHUB_OUTPUT: join(folder, `output-${count}`),
      GITHUB_STEP_SUMMARY: join(folder, `summary-${count}`),
    };
    for (const file of Object.values(files)) writeFileSync(file, '');
    const given = {
      ...Object.fromEntries(Object.entries(defaults).map(([name, input]) => [name, input.default ?? ''])),
      'github-token': github.token,
      'zendesk-subdomain': 'acme',
      'zendesk-url': zendesk.url,
      'zendesk-client-id': 'zendrift',
      'zendesk-client-secret': 'sandbox-secret',
      ...inputs,
    };
    const result = await runNode(join(folder, 'dist/action.js'), [], {
      node,
      cwd: pair.checkout,
      env: {
        ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value ?? ''])),
        ...Object.fromEntries(Object.entries(given).map(([name, value]) => [toActionVariable(name), value])),
        ...files,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTOR: 'admin-ann',
        GITHUB_API_URL: github.url,
        GITHUB_EVENT_NAME: 'schedule',
        GITHUB_EVENT_PATH: event,
        GITHUB_REF: 'refs/heads/main',
        GITHUB_REF_NAME: 'main',
        GITHUB_REPOSITORY: github.repository,
        GITHUB_RUN_ID: '1',
        GITHUB_SERVER_URL: github.serverUrl,
        GITHUB_WORKSPACE: pair.checkout,
        RUNNER_TEMP: folder,
      },
    });
    const read = (file: string): string => readFileSync(file, 'utf8');
    return { ...result, outputs: parseOutputs(read(files.GITHUB_OUTPUT)), summary: read(files.GITHUB_STEP_SUMMARY) };
  };
  return { zendesk, github, pair, folder, step };
}

describe.each(runtimes)('the bundle alone on $name', ({ node, missing }) => {
  test.skipIf(missing)('makes a baseline, then records and files a change', async () => {
    const { zendesk, github, pair, folder, step } = await openRunner(node);
    const baseline = await step();
    expect([baseline.code, baseline.stderr], baseline.stdout).toEqual([0, '']);
    expect(git(pair.remote, 'log', '-1', '--format=%s', 'main')).toMatch(/^Baseline: 8 triggers/);
    expect(JSON.parse(baseline.outputs['result'] ?? '')).toMatchObject({ version: 1, account: 'acme' });
    expect(github.model.issues()).toEqual([]);

    zendesk.clock.advance(600);
    zendesk.account.as(jane).update('trigger', notifyRequester, { active: false });
    zendesk.clock.advance(60);
    const tracked = await step();
    expect([tracked.code, tracked.stderr], tracked.stdout).toEqual([0, '']);
    const made = git(pair.remote, 'log', '-2', '--format=%H%n%s%n%ae', 'main').split('\n');
    const [head, indexes, , , subject, author] = made;
    expect(indexes).toBe('Update indexes');
    expect(subject).toMatch(/^Deactivate trigger "/);
    expect(author).toBe('zendesk-user-1001@acme.zendesk.invalid');
    expect(tracked.outputs).toMatchObject({ commits: '2', unapproved: '1', 'issues-opened': '1', 'head-sha': head });
    expect(JSON.parse(tracked.outputs['result'] ?? '').commits).toHaveLength(1);
    expect(tracked.summary).toContain(String(notifyRequester));
    expect(github.model.issues('open').map(({ title }) => title)).toEqual([expect.stringContaining('deactivated')]);
    // The checkout follows, and nothing of ours is left beside the bundle.
    expect(git(pair.checkout, 'status', '--porcelain')).toBe('');
    expect(readdirSync(join(folder, 'dist'))).toEqual(['action.js']);
    for (const text of [tracked.outputs['result'] ?? '', tracked.summary])
      expect(text).not.toMatch(/sandbox-secret|sandbox-token/);
  });

  test.skipIf(missing)('looks at its surroundings', async () => {
    const { step } = await openRunner(node);
    const { code, stderr, summary, outputs } = await step({ command: 'doctor' });
    expect([code, stderr]).toEqual([0, '']);
    expect(summary).toContain('## zendrift doctor');
    expect(JSON.parse(outputs['result'] ?? '')).toMatchObject({ version: 1 });
  });

  test.skipIf(missing)('names what is missing, as an error on the page of the run', async () => {
    const { step } = await openRunner(node);
    const { code, stdout, outputs } = await step({ 'zendesk-client-secret': '', 'dry-run': 'maybe' });
    expect(code).toBe(2);
    expect(stdout).toMatch(
      /^::error title=zendrift::.*dry-run must be true or false.*ZENDESK_CLIENT_SECRET is missing/m,
    );
    expect(JSON.parse(outputs['result'] ?? '')).toMatchObject({ version: 1, error: { code: 'settings-invalid' } });
  });
});
