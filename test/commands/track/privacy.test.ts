import { expect, test } from 'vitest';
import { bob, fullRefund, jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { openLocal, runLater } from '../../support/watched.ts';

const full = ['203.0.113.7', '198.51.100.4', '2001:db8:1:2:3:4:5:6'];

/** Every byte of the repository: all commits, trees and blobs. */
function everything(lab: Lab): string {
  return lab.git('cat-file', '--batch', '--batch-all-objects');
}

test.each(['truncated', 'hashed', 'omitted'] as const)(
  'with "ip: %s" no whole address is kept anywhere',
  async (ip) => {
    const config = `privacy: { ip: ${ip} }\npolicy: { rules: [{ name: office, ips: ["203.0.113.0/29"], decide: approved }] }\n`;
    const environment = { ZENDRIFT_HASH_KEY: 'a key of at least thirty-two characters' };
    const lab = await openLocal({ config, environment });
    const { account } = lab.zendesk;
    const say = { description: `Login from ${full.join(', ')}.` };
    account.as(jane, { ip: '203.0.113.7' }).update('macro', partialRefund, { title: 'One' }, say);
    account.as(bob, { ip: '198.51.100.4' }).update('macro', fullRefund, { title: 'Waits' });
    account.overwrite('macro', fullRefund, { actions: 'none' });
    account.as(bob, { ip: '2001:db8:1:2:3:4:5:6' }).update('trigger', notifyRequester, { title: 'Two' });
    await runLater(lab);
    lab.wait(3600);
    await lab.run();
    const text = everything(lab);
    for (const address of full) expect(text).not.toContain(address);
    expect(lab.state()?.pending).toHaveLength(1);
    const verdicts = new Map((await lab.changes()).map(({ object, verdict }) => [object, verdict]));
    expect(verdicts.get(`macro/${partialRefund}`)).toBe('approved');
    // What waited is judged with the whole address, and kept as once.
    const kept = lab.state()?.pending[0]?.ip;
    account
      .as(bob, { ip: '198.51.100.4' })
      .update('macro', fullRefund, { actions: [{ field: 'status', value: 'open' }] });
    await runLater(lab);
    expect((await lab.changes()).at(-1)?.ips).toEqual([kept, kept]);
    for (const address of full) expect(everything(lab)).not.toContain(address);
  },
);

test('a known address of a known person is no new one because it is kept in part', async () => {
  const lab = await openLocal({ config: 'privacy: { ip: truncated }\n' });
  const { account } = lab.zendesk;
  for (const title of ['One', 'Two']) {
    account.as(jane, { ip: '203.0.113.7' }).update('macro', partialRefund, { title });
    await runLater(lab);
  }
  account.as(jane, { ip: '198.51.100.4' }).update('macro', partialRefund, { title: 'Three' });
  await runLater(lab);
  const codes = (await lab.log()).flatMap(({ facts }) => (facts?.type === 'change' ? [facts.risk?.codes ?? []] : []));
  expect(codes.map((one) => one.some((code) => /ip|address/.test(code)))).toEqual([false, false, true]);
});
