import { expect, test } from 'vitest';
import { bob, jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import { openLab } from '../../support/lab.ts';

test('the output "commits" counts what was pushed on the branch: a baseline, changes, repairs, names', async () => {
  const lab = await openLab();
  const first = await lab.run();
  expect(first.outputs).toMatchObject({ commits: '1', changes: '0' });
  lab.wait(600);
  lab.commitElsewhere({ [`snapshots/acme/triggers/${notifyRequester}.json`]: '{}\n' });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { active: false });
  lab.wait(60);
  expect((await lab.run()).outputs).toMatchObject({ commits: '3', changes: '1' });
  lab.wait(60);
  expect((await lab.run()).outputs).toMatchObject({ commits: '0', changes: '0' });
});

test('what a run warns of while it works stands in its summary and result, and once in its lines', async () => {
  const lab = await openLab();
  lab.setSkew(-7200);
  const { warnings, summary, json, lines, annotations } = await lab.run();
  expect(warnings).toEqual([expect.stringContaining('7200 s behind')]);
  expect(summary).toContain("This machine's clock is 7200 s behind Zendesk's");
  expect(json).toMatchObject({ warnings: [{ code: 'clock-skew', message: warnings[0] }] });
  expect(annotations).toEqual([expect.objectContaining({ level: 'warning', message: warnings[0] })]);
  // A terminal and a log have it from the progress.
  expect(lines.join('\n')).not.toContain('7200 s');
});

test('a change that waits for the log, and one that the log knows only a part of, are warnings', async () => {
  const lab = await openLab({ hasBaseline: true });
  lab.wait(600);
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'By Jane' });
  lab.wait(30);
  account.as(bob).update('macro', partialRefund, { title: 'By Bob' }, { entryLag: 900 });
  lab.wait(30);
  const early = await lab.run();
  expect(early.annotations).toEqual([
    { level: 'warning', title: 'Not recorded yet', message: expect.stringContaining(`macro/${partialRefund}: `) },
  ]);
  lab.wait(400);
  const { annotations } = await lab.run();
  expect(annotations).toEqual([
    {
      level: 'warning',
      title: 'Unapproved change, with an incomplete audit log',
      message: expect.stringMatching(/^Rename macro .*, Jane Doe, /),
    },
  ]);
});

test('a run that ends without a result has a summary, too', async () => {
  const lab = await openLab({ hasBaseline: true });
  lab.zendesk.onRequest(() => ({ status: 503 }));
  const { summary, annotations } = await lab.run();
  expect(summary).toMatch(/^## zendrift · track\n\n\*\*The run could not finish\. A later run will\.\*\*\n/);
  expect(annotations).toMatchObject([{ level: 'warning', title: 'The run could not finish' }]);
});
