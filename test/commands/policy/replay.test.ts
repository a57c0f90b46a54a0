import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFolder } from '../../git/support.ts';
import { ann, autoReply, bob, closeSpam, jane, partialRefund } from '../../support/acme.ts';
import { policyIn } from '../../support/policy-lab.ts';
import { openWatched, runLater } from '../../support/watched.ts';
import { decide } from '../verify/decide.ts';

/** Jane's macro was approved three times, a day each; Bob's trigger was rejected; Ann's waits. */
async function openReviewed() {
  const lab = await openWatched({
    remote: 'none',
    config: 'policy: { rules: [{ name: bots, actors: [7], decide: approved }] }',
  });
  const { account } = lab.zendesk;
  for (const [index, active] of [false, true, false].entries()) {
    account.as(jane, { ip: '203.0.113.7' }).update('macro', partialRefund, { active, description: `take ${index}` });
    await runLater(lab);
    await decide(lab.remote, `macro/${partialRefund}`, { comment: `${100 + index}` });
    lab.wait(86_400);
  }
  account.as(bob).update('trigger', autoReply, { active: false });
  await runLater(lab);
  await decide(lab.remote, `trigger/${autoReply}`, { decision: 'rejected', comment: '200' });
  account.as(ann).update('trigger', closeSpam, { active: false });
  await runLater(lab);
  const now = lab.zendesk.clock.now() + 60_000;
  const file = (text: string): string => {
    const path = join(makeFolder(), 'proposed.yml');
    writeFileSync(path, text);
    return path;
  };
  const all = { repository: lab.checkout };
  return {
    lab,
    file,
    check: (text: string) => policyIn('check', { ...all, file: file(text) }, { now }),
    replay: (text: string, more = {}) => policyIn('replay', { ...all, file: file(text), ...more }, { now }),
    suggest: (more = {}) => policyIn('suggest', { ...all, ...more }, { now }),
  };
}

describe('policy replay and suggest', () => {
  test('show what would change, propose what was approved every time, and write nothing', async () => {
    const { lab, check, replay, suggest } = await openReviewed();
    const before = lab.tips();
    const changes = await lab.changes();
    const commitOf = (object: string) => changes.filter((one) => one.object === object).map(({ id }) => id);

    const same = await replay('');
    expect(same.json).toMatchObject({ version: 1, changes: 5, different: [], notReplayed: [] });

    const wide = await replay('policy: { rules: [{ name: people, actors: [1001, 1002], decide: approved }] }');
    const macros = commitOf(`macro/${partialRefund}`);
    const row = (commit: string, object: string) => ({
      commit,
      object,
      was: 'unapproved',
      would: 'approved',
      rule: 'people',
    });
    expect(wide.json).toMatchObject({
      changes: 5,
      different: [
        ...macros.map((commit) => row(commit, `macro/${partialRefund}`)),
        ...commitOf(`trigger/${autoReply}`).map((commit) => row(commit, `trigger/${autoReply}`)),
      ],
    });
    expect(wide.lines[1]).toBe('4 changes would be approved by "people" (reviewers approved 3, rejected 1 of them)');
    expect(wide.lines.filter((line) => line.includes('rejected by a reviewer'))).toHaveLength(1);
    expect(wide.outputs.comment).toContain('### Policy replay: 4 verdicts would change');

    expect((await replay('', { from: '1h' })).json).toMatchObject({ changes: 2 });
    const titled = await replay('policy: { rules: [{ name: t, titles: ["Billing::Refunds::*"], decide: approved }] }');
    expect(titled.json).toMatchObject({ different: macros.map((commit) => ({ commit, rule: 't' })) });

    const proposed = await suggest();
    expect(proposed.json).toMatchObject({
      rules: [
        {
          actors: [String(jane)],
          kinds: ['macro'],
          objects: [`macro/${partialRefund}`],
          window: { from: expect.stringMatching(/^\d\d:00$/) },
          evidence: { approvals: 3 },
        },
      ],
    });
    const yaml = proposed.lines.join('\n');
    expect((await check(yaml)).exitCode).toBe(0);
    const { json } = await replay(yaml);
    expect(json).toMatchObject({ different: macros.map((commit) => ({ commit, would: 'approved' })) });
    expect((await suggest({ config: '.github/zendrift.yml', from: '1h' })).lines.join('\n')).toContain(
      'nothing to propose',
    );
    expect(lab.tips()).toEqual(before);
  });

  test('an account that is not recorded is an error, and so is a file that is not valid', async () => {
    const lab = await openWatched({ remote: 'none' });
    const now = lab.zendesk.clock.now();
    const replay = (inputs: object, variables = {}) =>
      policyIn('replay', { repository: lab.checkout, ...inputs }, { now, variables });
    const path = join(makeFolder(), 'a.yml');
    writeFileSync(path, 'kinds: [nothing]');
    await expect(replay({ file: path })).rejects.toMatchObject({ code: 'config-invalid' });
    writeFileSync(path, '');
    await expect(replay({ file: path }, { ZENDESK_SUBDOMAIN: 'other' })).rejects.toMatchObject({
      code: 'nothing-recorded',
    });
  });
});
