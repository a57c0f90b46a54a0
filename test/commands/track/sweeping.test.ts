import { expect, test } from 'vitest';
import { invoiceCopy, jane, partialRefund } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { openLocal, runLater } from '../../support/watched.ts';

/** The account's plan has no audit log (any more). */
const withoutLog = ({ zendesk }: Lab) => {
  const body = { error: { title: 'Forbidden', message: 'You do not have access to this page.' } };
  return zendesk.onRequest(({ path }) => (path.startsWith('/api/v2/audit_logs') ? { status: 403, body } : undefined));
};

test('a sweep tells both ways: changed without an entry, and an entry without a visible change', async () => {
  const lab = await openLocal();
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'Silent' }, { audit: false });
  account.as(jane).update('macro', invoiceCopy, {});
  lab.wait(400);
  const { json, lines, summary } = await lab.run({ inputs: { sweep: 'true' } });
  expect(json).toMatchObject({ withoutEntry: [`macro/${partialRefund}`], withoutEffect: [`macro/${invoiceCopy}`] });
  for (const text of [lines.join('\n'), summary]) {
    expect(text).toContain(`Changed without an audit entry: macro/${partialRefund}`);
    expect(text).toContain(`An audit entry, but nothing visible changed: macro/${invoiceCopy}`);
  }
  const quiet = await runLater(lab);
  expect(quiet.json).toMatchObject({ withoutEntry: [], withoutEffect: [] });
  expect(quiet.lines.join('\n')).not.toContain('audit entry');
});

test('an account without an audit log is refused, unless the configuration lives with that', async () => {
  const lab = await openLocal();
  withoutLog(lab);
  await expect(runLater(lab)).rejects.toMatchObject({ code: 'zendesk-plan', exitCode: 2 });
});

test('"audit: optional" runs by sweep alone: nobody is named, and nothing is missed', async () => {
  const lab = await openLocal({ config: 'audit: optional\nsweep: { every: 1h }\n' });
  withoutLog(lab);
  const { account } = lab.zendesk;
  account.as(jane).update('macro', partialRefund, { title: 'Renamed' });
  account.as(jane).remove('macro', invoiceCopy);
  await runLater(lab);
  expect(await lab.changes()).toEqual([]);
  lab.wait(3600);
  expect((await lab.run()).exitCode).toBe(0);
  expect(await lab.changes()).toMatchObject([
    { change: 'updated', attribution: 'none', verdict: 'unapproved', reason: 'no-audit-entry', audit: [] },
    { change: 'deleted', attribution: 'none', verdict: 'unapproved', reason: 'no-audit-entry', audit: [] },
  ]);
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  const { branch } = lab.tips();
  lab.wait(3700);
  await lab.run();
  expect(lab.tips().branch).toBe(branch);
});
