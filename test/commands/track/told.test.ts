import { expect, test } from 'vitest';
import { jane, notifyRequester } from '../../support/acme.ts';
import { openLab } from '../../support/lab.ts';

test('the output "commits" counts what was pushed on the branch: a baseline, changes, repairs', async () => {
  const lab = await openLab();
  const first = await lab.run();
  expect(first.outputs).toMatchObject({ commits: '1', changes: '0' });
  lab.wait(600);
  lab.commitElsewhere({ [`snapshots/acme/triggers/${notifyRequester}.json`]: '{}\n' });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { active: false });
  lab.wait(60);
  expect((await lab.run()).outputs).toMatchObject({ commits: '2', changes: '1' });
  lab.wait(60);
  expect((await lab.run()).outputs).toMatchObject({ commits: '0', changes: '0' });
});

test('what a run warns of while it works stands in its summary and result, and once in its lines', async () => {
  const lab = await openLab();
  lab.setSkew(-7200);
  const { warnings, summary, json, lines, annotations } = await lab.run();
  expect(warnings).toEqual([expect.stringContaining('7200 s behind')]);
  expect(summary).toContain("This machine's clock is 7200 s behind Zendesk's");
  expect(json).toMatchObject({ warnings });
  expect(annotations).toEqual([expect.objectContaining({ level: 'warning', message: warnings[0] })]);
  // A terminal and a log have it from the progress.
  expect(lines.join('\n')).not.toContain('7200 s');
});
