import { describe, expect, test } from 'vitest';
import { hasKeygen, makeKey, type TestKey } from '../../git/signing.ts';
import { git } from '../../git/support.ts';
import { jane, notifyRequester } from '../../support/acme.ts';
import { comparableState } from '../../support/comparable-state.ts';
import { type Lab, type LabRun, openLab } from '../../support/lab.ts';
import { someOf } from '../../support/soak.ts';
import { decide } from '../verify/decide.ts';
import { verifyAt } from '../verify/support.ts';

const file = '.github/zendrift/allowed_signers';
const configure = (lab: Lab, allowed: string, more = '') =>
  lab.commitElsewhere({
    '.github/zendrift.yml': `allowed-signers: ${file}\n${more}`,
    [file]: allowed,
  });

/** A run in a clone of what the remote has now. */
function run(lab: Lab, key: TestKey | null): Promise<LabRun> {
  lab.wait(600);
  const environment = key === null ? {} : { ZENDRIFT_SIGNING_KEY: key.secret };
  return lab.run({ checkout: lab.freshClone(1), environment });
}

const drift = (lab: Lab, title: string) => lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title });
const object = `trigger/${notifyRequester}` as const;

async function openSigned(more = ''): Promise<{ readonly lab: Lab; readonly key: TestKey }> {
  const lab = await openLab();
  const key = makeKey();
  configure(lab, key.allowed, more);
  await run(lab, key);
  drift(lab, 'Drift');
  await run(lab, key);
  return { lab, key };
}

describe.skipIf(!hasKeygen)('a signed history (needs ssh-keygen)', () => {
  test.each(someOf(['every', 'last'], 2))('with "sign: %s" is sound, and rebuilt as it was', async (which) => {
    const { lab, key } = await openSigned(`sign: ${which}\n`);
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { description: 'More' });
    lab.zendesk.account.as(jane).create('macro', { title: 'New', actions: [{ field: 'status', value: 'open' }] });
    await run(lab, key);
    expect((await verifyAt(lab.freshClone())).faults).toEqual([]);
    const before = comparableState(lab.state());
    lab.git('update-ref', '-d', 'refs/zendrift/acme');
    expect((await run(lab, key)).exitCode).toBe(0);
    expect(comparableState(lab.state())).toEqual({ ...before, watermark: lab.state()?.watermark });
  });

  test('takes no decision from whoever may push and has no key, nor the state that goes with it', async () => {
    const { lab, key } = await openSigned();
    const forged = await decide(lab.freshClone(), object);
    expect(lab.state()?.episodes.has(object)).toBe(false);
    const { faults } = await verifyAt(lab.freshClone());
    expect(faults.map(({ code, commit }) => [code, commit])).toContainEqual(['signature', forged]);
    expect(faults.map(({ code, commit }) => [code, commit])).toContainEqual(['signature', lab.tips().state]);
    await run(lab, key);
    expect(lab.state()?.episodes.has(object)).toBe(true);
  });

  test('vouches for no forged commit that stands directly before a push', async () => {
    const { lab, key } = await openSigned('sign: last\n');
    const forged = await decide(lab.freshClone(), object);
    drift(lab, 'More drift');
    await run(lab, key);
    const { faults } = await verifyAt(lab.freshClone());
    expect(faults.map(({ code, commit }) => [code, commit])).toEqual([['signature', forged]]);
    lab.git('update-ref', '-d', 'refs/zendrift/acme');
    await run(lab, key);
    expect(lab.state()?.episodes.has(object)).toBe(true);
  });
});

describe.skipIf(!hasKeygen)('signing that comes later (needs ssh-keygen)', () => {
  async function openUnsigned(): Promise<Lab> {
    const lab = await openLab();
    await run(lab, null);
    drift(lab, 'Drift');
    await run(lab, null);
    return lab;
  }

  test('is refused until the configuration says from where on', async () => {
    const lab = await openUnsigned();
    const key = makeKey();
    const { branch } = lab.tips();
    configure(lab, key.allowed);
    await expect(run(lab, key)).rejects.toMatchObject({ code: 'signing-unusable', exitCode: 2 });
    configure(lab, key.allowed, `signed-after: "${branch}"\n`);
    drift(lab, 'More drift');
    expect((await run(lab, key)).exitCode).toBe(0);
    expect((await verifyAt(lab.freshClone())).faults).toEqual([]);
    expect(lab.git('log', '--format=%s', 'main').split('\n')).toHaveLength(9);
  });

  test('without the key, nothing is read or written', async () => {
    const lab = await openUnsigned();
    configure(lab, makeKey().allowed, `signed-after: "${lab.tips().branch}"\n`);
    const tips = lab.tips();
    await expect(run(lab, null)).rejects.toThrow('ZENDRIFT_SIGNING_KEY is not');
    await expect(run(lab, makeKey())).rejects.toThrow('not among the allowed signers');
    expect(lab.tips()).toEqual(tips);
  });

  test('a key alone signs, and changes nothing of what counts', async () => {
    const lab = await openUnsigned();
    drift(lab, 'More drift');
    await run(lab, makeKey());
    expect(git(lab.remote, 'cat-file', 'commit', 'main')).toContain('\ngpgsig -----BEGIN SSH SIGNATURE-----');
    expect(git(lab.remote, 'cat-file', 'commit', 'refs/zendrift/acme')).toContain('\ngpgsig ');
    lab.git('update-ref', '-d', 'refs/zendrift/acme');
    await run(lab, null);
    expect((await verifyAt(lab.freshClone())).faults).toEqual([]);
  });
});
