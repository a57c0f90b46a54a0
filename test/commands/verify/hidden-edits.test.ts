import { expect, test } from 'vitest';
import { closeSpam, jane } from '../../support/acme.ts';
import { openLab } from '../../support/lab.ts';
import { verifyAt } from './support.ts';
import { lastChange, rewrite, tipOf } from './tamper.ts';

async function openHidden() {
  const lab = await openLab({ hasBaseline: true });
  lab.wait(600);
  lab.zendesk.account.overwrite('trigger', closeSpam, { brand_id: 360000000402 });
  lab.zendesk.account.as(jane).update('trigger', closeSpam, {});
  lab.wait(60);
  await lab.run();
  expect((await verifyAt(lab.remote)).faults).toEqual([]);
  return lab;
}

test('a hidden edit that was made one without a visible effect is found by its fingerprint', async () => {
  const { remote } = await openHidden();
  rewrite(remote, lastChange(remote), (raw) =>
    raw
      .replace(/^Zendesk-Other-Fields: .*\n/m, '')
      .replace(/^Verdict: .*\nVerdict-Reason: .*$/m, 'Verdict: approved\nVerdict-Reason: no-visible-change'),
  );
  expect((await verifyAt(remote)).faults).toContainEqual(
    expect.objectContaining({
      code: 'wrong-change',
      commit: tipOf(remote),
      message: expect.stringContaining(`brand_id of trigger/${closeSpam} changed in this push`),
    }),
  );
});

test('a hidden edit that is named and yet approved as one without a visible effect is found', async () => {
  const { remote } = await openHidden();
  const commit = rewrite(remote, lastChange(remote), (raw) =>
    raw.replace(/^Verdict: .*\nVerdict-Reason: .*$/m, 'Verdict: approved\nVerdict-Reason: no-visible-change'),
  );
  expect((await verifyAt(remote)).faults).toContainEqual(
    expect.objectContaining({ code: 'verdict', commit, message: expect.stringContaining('its rules say unapproved') }),
  );
});
