import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { makeFolder, write } from '../../git/support.ts';
import { policyIn } from '../../support/policy-lab.ts';

const rules = `policy:
  rules:
    - { name: macros, kinds: [macro], decide: approved }
    - { name: never, kinds: [macro], actors: [1001], decide: unapproved }
`;

function folderWith(files: Readonly<Record<string, string>>, isRepository = false): string {
  const folder = makeFolder();
  if (isRepository) execFileSync('git', ['init', '-q', folder]);
  for (const [path, text] of Object.entries(files)) write(folder, path, text);
  return folder;
}

describe('policy check', () => {
  test('says what each rule does, and which one never decides', async () => {
    const repository = folderWith({ 'new.yml': rules });
    const { exitCode, json, lines, outputs } = await policyIn('check', { repository, file: 'new.yml' });
    expect([exitCode, json]).toEqual([
      0,
      {
        ...{ version: 1, ok: true, problems: [] },
        warnings: [
          {
            code: 'rule-unreachable',
            message: 'Rule "never" never decides: "macros" above it matches the same changes.',
          },
        ],
      },
    ]);
    expect(lines).toEqual([
      'new.yml is valid: 2 rules, the first that matches decides.',
      '1. macros: Approves every change of macros.',
      '2. never: Asks for a review of every change of macros by user 1001.',
      'Everything else is unapproved: zendrift opens an issue for it.',
      'note: Rule "never" never decides: "macros" above it matches the same changes.',
    ]);
    expect(outputs.comment).toContain('1. **macros**: Approves every change of macros');
  });

  test('shows all problems at once, with line and hint, and exits with 2', async () => {
    const repository = folderWith({ 'new.yml': 'polizy: {}\nissues:\n  max_open: 3\ntimezone: Mars/X\n' });
    const result = await policyIn('check', { repository, file: 'new.yml' });
    expect(result.exitCode).toBe(2);
    expect(result.json).toMatchObject({
      version: 1,
      ok: false,
      problems: [
        { path: 'polizy', line: 1, message: expect.stringContaining('unknown key'), hint: 'Did you mean "policy"?' },
        { path: 'issues.max_open', line: 3, hint: 'Did you mean "max-open"?' },
        { path: 'timezone', line: 4, message: expect.stringContaining('"Mars/X"') },
      ],
    });
    expect(result.lines[0]).toMatch(/^new\.yml:1: polizy: unknown key/);
    expect(result.failures?.map(({ message }) => message)).toEqual([
      'Invalid configuration new.yml: 3 problems, see above',
    ]);
    expect(result.annotations[1]).toMatchObject({ level: 'error', place: { file: 'new.yml', line: 3 } });
  });

  test('finds the configuration of the checkout: of the account, for all, or the only one of an account', async () => {
    const shared = { '.github/zendrift.yml': 'timezone: UTC' };
    const acme = { '.github/zendrift/acme.yml': 'timezone: Mars/X' };
    const both = folderWith({ ...shared, ...acme }, true);
    const exitCode = async (repository: string, variables = {}) =>
      (await policyIn('check', { repository }, { variables })).exitCode;
    expect(await exitCode(both)).toBe(0);
    expect(await exitCode(both, { ZENDESK_SUBDOMAIN: 'acme' })).toBe(2);
    expect(await exitCode(folderWith(acme, true))).toBe(2);
    await expect(exitCode(folderWith({}, true))).rejects.toMatchObject({
      code: 'config-unreadable',
      hint: 'Name the file: zendrift policy check FILE.',
    });
  });

  test('refuses a file of 10 MB, a missing one, and a format that it does not have', async () => {
    const repository = folderWith({ 'large.yml': `# ${'x'.repeat(10_000_000)}` });
    const { json } = await policyIn('check', { repository, file: 'large.yml' });
    expect(json).toMatchObject({
      ok: false,
      problems: [{ path: '', line: 1, message: expect.stringContaining('10.0 MB') }],
    });
    await expect(policyIn('check', { repository, file: 'none.yml' })).rejects.toMatchObject({
      message: "Can't read the configuration none.yml: there is no such file",
    });
    await expect(policyIn('check', { repository, file: 'large.yml', format: 'csv' })).rejects.toMatchObject({
      message: expect.stringContaining('--format must be one of text, markdown, json, not "csv"'),
    });
  });

  test('a hostile name does nothing in a comment', async () => {
    const text =
      'policy: { rules: [{ name: "<img src=x> @acme/all `x`", kinds: [macro], titles: ["`@acme/all"], decide: approved }] }';
    const repository = folderWith({ 'new.yml': text });
    const { outputs } = await policyIn('check', { repository, file: 'new.yml' });
    expect(outputs.comment).not.toMatch(/(?<!\\)<img/);
    expect(outputs.comment?.replace(/`{2,}[^`].*?`{2,}/g, '')).not.toContain('@acme');
  });
});
