import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkConfig } from '#config/parse.ts';
import { makeFolder } from '../../git/support.ts';
import { openInitLab } from './lab.ts';

const signers = '.github/zendrift/allowed_signers';
const config = '.github/zendrift.yml';

describe('--new-signing-key', () => {
  test('makes a key whose public half is proposed, with a configuration that asks for signatures', async () => {
    const file = join(makeFolder(), 'key');
    const { run, remoteFile } = await openInitLab();
    const { outcome, result } = await run({ yes: 'true', 'new-signing-key': file });
    expect([outcome.exitCode, result.left]).toEqual([0, []]);
    const key = execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' }).split(' ');
    expect(remoteFile('zendrift-init', signers)).toBe(
      `zendrift@users.noreply.github.com namespaces="git" ${key[0]} ${key[1]}\n`,
    );
    const checked = checkConfig(remoteFile('zendrift-init', config) ?? '', 'acme');
    expect(checked).toMatchObject({ type: 'valid', config: { sign: 'last', allowedSigners: signers } });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.pub`)).toBe(false);
    const lines = result.steps.flatMap((step) => step.lines);
    expect(lines.join('\n')).toContain(`${file}\nrm ${file}`);
    expect(JSON.stringify(outcome)).not.toContain('PRIVATE KEY');
    // The key is needed wherever something is committed.
    for (const name of ['track', 'triage'])
      expect(remoteFile('zendrift-init', `.github/workflows/zendrift-${name}.yml`)).toContain(
        'secrets.ZENDRIFT_SIGNING_KEY }}',
      );
  });

  test('is used once: a configuration that is there is not changed, and no second key is made', async () => {
    const folder = makeFolder();
    const { run, heads } = await openInitLab();
    await run();
    const before = heads();
    const { outcome, left } = await run({ yes: 'true', 'new-signing-key': join(folder, 'key') });
    expect([outcome.exitCode, left]).toEqual([1, ['Set up signed commits by hand']]);
    expect([existsSync(join(folder, 'key')), heads()]).toEqual([false, before]);
  });

  test('overwrites no file, puts none into the clone, and makes none in a dry run', async () => {
    const file = join(makeFolder(), 'key');
    writeFileSync(file, 'mine\n');
    const { run, pair } = await openInitLab();
    const dry = await run({ 'dry-run': 'true', 'new-signing-key': `${file}-2` });
    expect([dry.outcome.exitCode, dry.files[signers], existsSync(`${file}-2`)]).toEqual([0, 'created', false]);
    const inside = join(pair.checkout, '.github/key');
    for (const [given, why] of [
      [file, 'exists already'],
      [inside, 'is in the clone'],
    ] as const) {
      const { outcome, left, files } = await run({
        'dry-run': 'false',
        yes: 'true',
        'no-pull-request': 'true',
        'new-signing-key': given,
      });
      expect([outcome.exitCode, left]).toEqual([1, ['Make the signing key']]);
      expect(outcome.lines.join('\n')).toContain(why);
      expect(files[signers]).toBeUndefined();
      execFileSync('git', ['-C', pair.checkout, 'clean', '-qfd']);
    }
    expect([readFileSync(file, 'utf8'), existsSync(inside)]).toEqual(['mine\n', false]);
  });
});
