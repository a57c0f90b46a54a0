import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildEntry } from '../support/bundle.ts';
import { runNode } from '../support/run-node.ts';

let action = '';
beforeAll(async () => {
  action = await buildEntry('test/entry/fixtures/action.ts');
});

interface Step {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly outputs: string;
  readonly summary: string;
}

const credentials = {
  'INPUT_ZENDESK-SUBDOMAIN': 'acme',
  'INPUT_ZENDESK-CLIENT-ID': 'client',
  'INPUT_ZENDESK-CLIENT-SECRET': 'hunter2-hunter2',
};

/** One step as a runner starts it: inputs not given are empty texts. */
async function runStep(fixture: string, env: Readonly<Record<string, string>> = {}): Promise<Step> {
  const directory = mkdtempSync(join(tmpdir(), 'zendrift-step-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const [output, summary] = [join(directory, 'output'), join(directory, 'summary')];
  writeFileSync(output, '');
  writeFileSync(summary, 'from before\n');
  const { code, stdout, stderr } = await runNode(action, [], {
    env: { FIXTURE: fixture, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, ...credentials, ...env },
  });
  expect(stderr).toBe('');
  const lines = stdout.trimEnd().split('\n');
  return { code, lines, outputs: readFileSync(output, 'utf8'), summary: readFileSync(summary, 'utf8') };
}

/** Outputs as the runner reads them. */
function parseOutputs(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(/^([\w-]+)<<(.+)\n([\s\S]*?)\n\2\n/gm)];
  return Object.fromEntries(found.map(([, name = '', , value = '']) => [name, value]));
}

const errorOf = (outputs: string): unknown => JSON.parse(parseOutputs(outputs)['result'] ?? '').error.code;

/** What the runner would obey: nothing between the stop and its end. */
function obeyed(lines: readonly string[]): readonly string[] {
  let token = '';
  return lines.filter((line) => {
    if (token !== '') {
      if (line === `::${token}::`) token = '';
      return false;
    }
    token = /^::stop-commands::(.+)$/.exec(line)?.[1] ?? '';
    return token === '' && /^\s*::|##\[/.test(line);
  });
}

test('the default command is track; outputs and summary are appended', async () => {
  const { code, lines, outputs, summary } = await runStep('done', { INPUT_COMMAND: '' });
  expect(code).toBe(0);
  expect(lines).toContain('2 changes recorded');
  expect(parseOutputs(outputs)).toEqual({ changes: '2', result: '{"changes":2}' });
  expect(summary).toBe('from before\n## zendrift\n');
});

test('inputs are read in the form that the runner gives them, and win over variables', async () => {
  const ok = await runStep('code', {
    FIXTURE_CODE: '4',
    'INPUT_DRY-RUN': 'true',
    INPUT_DEADLINE: '5m',
    ZENDRIFT_DEADLINE: 'x',
  });
  expect([ok.code, parseOutputs(ok.outputs)['result']]).toEqual([4, '{"changes":2}']);
  const bad = await runStep('done', { 'INPUT_DRY-RUN': 'yes', INPUT_SWEEP: 'FALSE' });
  expect(bad.code).toBe(2);
  expect(bad.lines.join('\n')).toContain('dry-run must be true or false');
});

test('credentials may come as variables too, where inputs are empty', async () => {
  const none = { 'INPUT_ZENDESK-SUBDOMAIN': '', 'INPUT_ZENDESK-CLIENT-ID': '', 'INPUT_ZENDESK-CLIENT-SECRET': '' };
  const variables = { ZENDESK_SUBDOMAIN: 'acme', ZENDESK_OAUTH_TOKEN: 'some-token' };
  expect((await runStep('done', { ...none, ...variables })).code).toBe(0);
  expect((await runStep('done', none)).code).toBe(2);
});

test('an unknown command says which there are', async () => {
  const { code, lines } = await runStep('done', { INPUT_COMMAND: 'trak' });
  expect(code).toBe(2);
  expect(lines.at(-1)).toContain('unknown command "trak"%0ASet the input "command" to one of: track, demo.');
});

test('a command that the CLI alone has is said to be one', async () => {
  const { lines } = await runStep('done', { INPUT_COMMAND: 'doctor' });
  expect(lines.at(-1)).toContain('"doctor" can only be run on the command line%0ASet the input');
});

test('a failed run has a summary, too: what failed and what to do', async () => {
  const { summary } = await runStep('known');
  expect(summary).toContain('from before\n## zendrift · track\n\n**The run failed, and a person must act.**\n');
  expect(summary).toContain('- Error: `The push to main was rejected: protected`\n- Hint: `Grant ');
  expect((await runStep('leak-error')).summary).not.toContain('hunter2');
  expect((await runStep('hostile-error')).summary).toMatch(/Error: `[^`\n]*`\n/);
});

test('a failure is an error on the page of the run, and a result', async () => {
  const { code, lines, outputs } = await runStep('known');
  expect([code, errorOf(outputs)]).toEqual([2, 'push-refused']);
  expect(obeyed(lines).at(-1)).toMatch(/^::error title=zendrift::The push to main was rejected: protected%0AGrant /);
});

test('an error that nobody waits for is reported like any other', async () => {
  const { code, lines, outputs } = await runStep('stray');
  expect([code, errorOf(outputs)]).toEqual([1, 'unexpected']);
  expect(obeyed(lines).at(-1)).toMatch(/^::error title=zendrift::Unexpected error: nobody waits for this: \*\*\*%0A/);
});

describe('what Zendesk wrote', () => {
  test('is never obeyed by the runner', async () => {
    const { lines, outputs } = await runStep('hostile');
    const commands = obeyed(lines).filter((line) => !line.startsWith('::add-mask::'));
    expect(commands).toHaveLength(10);
    expect(lines).toContain('4 more annotations are not shown. See the lines above.');
    for (const command of commands) {
      expect(command).not.toMatch(/[\u0000-\u001f\u202e]|##\[/);
      expect(command.match(/%0A/g)).toHaveLength(1);
      expect(command.length).toBeLessThan(4_500);
    }
    expect(parseOutputs(outputs)['head-sha']).toContain('::error::forged');
  });
});

describe('secrets', () => {
  test('are masked by the runner before anything else is printed, in each form', async () => {
    const { lines } = await runStep('talk');
    const masks = lines.filter((line) => line.startsWith('::add-mask::'));
    expect(lines.slice(0, masks.length)).toEqual(masks);
    expect(masks).toContain('::add-mask::hunter2-hunter2');
    expect(masks).toContain(`::add-mask::${Buffer.from('hunter2-hunter2').toString('base64')}`);
  });

  test('stand in no line, output, annotation or summary', async () => {
    const { lines, outputs, summary } = await runStep('leak', { RUNNER_DEBUG: '1' });
    const all = [...lines.filter((line) => !line.startsWith('::add-mask::')), outputs, summary].join('\n');
    expect(all).not.toContain('hunter2');
    expect(all).not.toContain(Buffer.from('me:hunter2-hunter2').toString('base64').slice(4, -2));
    expect(summary).toContain('***');
  });
});

test('outside Actions, without the files of a runner, it runs all the same', async () => {
  expect((await runStep('done', { GITHUB_OUTPUT: '', GITHUB_STEP_SUMMARY: '' })).code).toBe(0);
});
