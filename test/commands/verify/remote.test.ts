import { describe, expect, test } from 'vitest';
import { samplePart, seededRandom } from '#commands/verify/remote/sample.ts';
import { git } from '../../git/support.ts';
import {
  autoReply,
  bob,
  closeSpam,
  fullRefund,
  invoiceCopy,
  jane,
  notificationTriggers,
  notifyRequester,
  partialRefund,
  unassigned,
} from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { someOf } from '../../support/soak.ts';
import { openWatched, runLater } from '../../support/watched.ts';
import { verifyAt } from './support.ts';
import { rewrite, tipOf } from './tamper.ts';

const compare = (lab: Lab, remote = 'true') => verifyAt(lab.checkout, { remote }, lab.zendesk);

/** Two recorded edits, then a sweep: nothing before it can be blamed on a run that has yet to come. */
const openSettled = async (options: Parameters<typeof openWatched>[0] = {}): Promise<Lab> =>
  settle(await openWatched(options));

async function settle(lab: Lab): Promise<Lab> {
  lab.zendesk.account.as(jane, { ip: '203.0.113.7' }).update('macro', fullRefund, { description: 'One' });
  await runLater(lab);
  lab.zendesk.account.as(bob, { ip: '2001:db8:1:2::7' }).update('macro', partialRefund, { description: 'Two' });
  await runLater(lab);
  lab.wait(7200);
  await lab.run({ inputs: { sweep: 'true' } });
  lab.wait(60);
  return lab;
}

describe('an account that agrees', () => {
  test('is compared whole: every object, every entry', async () => {
    const lab = await openWatched();
    // No edit: nothing of it belongs into history.
    lab.zendesk.account.log({ action: 'exported', actor_id: bob, source_type: 'rule', source_id: fullRefund });
    const settled = await settle(lab);
    const { exitCode, result } = await compare(settled);
    expect([exitCode, result.faults, result.warnings]).toEqual([0, [], []]);
    expect(result.remote).toMatchObject({
      part: 1,
      objects: result.counts.objects,
      entries: 2,
      lagging: [],
      untracked: 1,
    });
  });

  test('a sample asks for less, and the same sample again for the same', async () => {
    const lab = await openSettled();
    const first = await compare(lab, '5%:42');
    const requests = lab.zendesk.requests.map(({ path }) => path);
    lab.zendesk.forgetRequests();
    const second = await compare(lab, '5%:42');
    expect(first.result.remote).toEqual(second.result.remote);
    expect(second.result.remote?.objects).toBeLessThan(second.result.counts.objects);
    expect(requests.slice(-lab.zendesk.requests.length)).toEqual(lab.zendesk.requests.map(({ path }) => path));
    expect(first.lines.join('\n')).toContain('--remote=5%:42');
  });

  test.each(someOf(['truncated', 'omitted', 'hashed'], 2))('with addresses that are %s', async (ip) => {
    const key = { ZENDRIFT_HASH_KEY: 'a key of some length' };
    const lab = await openLab({ config: `privacy: { ip: ${ip} }\n` });
    await lab.run({ environment: key });
    lab.wait(600);
    lab.zendesk.account.as(jane, { ip: '203.0.113.7' }).update('macro', fullRefund, { description: 'One' });
    lab.wait(60);
    await lab.run({ environment: key });
    const { faults, result } = await verifyAt(
      lab.checkout,
      { remote: 'true', 'hash-key': key.ZENDRIFT_HASH_KEY },
      lab.zendesk,
    );
    expect(faults).toEqual([]);
    expect(result.remote?.entries).toBe(1);
  });

  test('entries of what is not tracked are counted', async () => {
    const lab = await openSettled();
    const { account } = lab.zendesk;
    const personal = { type: 'User', id: jane };
    account
      .as(jane)
      .create('macro', { title: 'Mine', actions: [{ field: 'status', value: 'open' }], restriction: personal });
    await runLater(lab);
    lab.wait(7200);
    await lab.run({ inputs: { sweep: 'true' } });
    const { exitCode, result } = await compare(lab);
    expect([exitCode, result.faults]).toEqual([0, []]);
    expect(result.remote).toMatchObject({ untracked: 1 });
  });
});

describe('what the next run will record', () => {
  test('is told apart: an edit, a creation, a deletion, a new order', async () => {
    const lab = await openSettled();
    const { account } = lab.zendesk;
    account.as(jane).update('trigger', notifyRequester, { active: false });
    account.as(jane).create('macro', { title: 'New', actions: [{ field: 'status', value: 'open' }] });
    account.as(jane).remove('view', unassigned);
    account.as(jane).reorder('trigger', [...notificationTriggers].reverse());
    const { exitCode, result, lines } = await compare(lab);
    expect([exitCode, result.faults]).toEqual([0, []]);
    expect(result.remote?.lagging).toEqual(
      expect.arrayContaining([
        `trigger/${notifyRequester} was changed`,
        expect.stringMatching(/^macro\/\d+ was created$/),
        `view/${unassigned} was deleted`,
        'the order of triggers was changed',
      ]),
    );
    expect(lines.join('\n')).toContain('which is fine: ');
  });

  test('an entry that came late waits for the next sweep', async () => {
    const lab = await openWatched();
    lab.zendesk.account.as(jane).update('macro', invoiceCopy, { description: 'Late' }, { entryLag: 3600 });
    lab.wait(60);
    lab.zendesk.account.as(bob).update('macro', fullRefund, { description: 'In time' });
    await runLater(lab);
    lab.wait(3600);
    const { exitCode, result } = await compare(lab);
    expect([exitCode, result.faults]).toEqual([0, []]);
    expect(result.remote?.lagging).toEqual([
      `macro/${invoiceCopy} was changed`,
      expect.stringMatching(/^audit entry \d+ came late$/),
    ]);
  });

  test('an object whose entries wait', async () => {
    const lab = await openSettled();
    lab.zendesk.account.as(jane).update('trigger', autoReply, { active: false });
    lab.zendesk.account.as(jane).update('macro', fullRefund, { description: 'Can be read' });
    lab.wait(60);
    const stop = lab.zendesk.onRequest(({ path }) => (/\/triggers/.test(path) ? { status: 500, body: {} } : undefined));
    await lab.run();
    stop();
    expect(lab.state()?.pending).toHaveLength(1);
    const { exitCode, result } = await compare(lab);
    expect([exitCode, result.faults]).toEqual([0, []]);
  });
});

describe('what is a fault', () => {
  test('an object that is another than the recorded one, with nothing newer', async () => {
    const lab = await openSettled();
    lab.zendesk.account.overwrite('macro', invoiceCopy, { title: 'Silently', raw_title: 'Silently' });
    const { exitCode, faults } = await compare(lab);
    expect(exitCode).toBe(3);
    const path = `snapshots/acme/macros/${invoiceCopy}.json`;
    expect(faults).toMatchObject([{ code: 'remote', path, commit: lab.git('log', '--format=%H', '--', path) }]);
  });

  test('an object that is gone without a trace, and one that history never had', async () => {
    const lab = await openSettled();
    const { account } = lab.zendesk;
    account.as(jane).remove('macro', invoiceCopy, { audit: false });
    const old = { audit: false, at: '2026-11-01T00:00:00Z' };
    const { id } = account
      .as(jane)
      .create('macro', { title: 'Hidden', actions: [{ field: 'status', value: 'open' }] }, old);
    const { exitCode, faults } = await compare(lab);
    expect(exitCode).toBe(3);
    expect(faults).toMatchObject([
      { path: `snapshots/acme/macros/${id}.json`, message: 'exists in Zendesk, but not in the history' },
      { path: `snapshots/acme/macros/${invoiceCopy}.json`, message: expect.stringContaining('is deleted in Zendesk') },
    ]);
  });

  test('another order, with nothing newer', async () => {
    const lab = await openSettled();
    const rules = lab.zendesk.account.remote().trigger;
    const place = (id: number) => rules.find((rule) => rule.id === id)?.position ?? 0;
    lab.zendesk.account.overwrite('trigger', autoReply, { position: place(closeSpam) });
    lab.zendesk.account.overwrite('trigger', closeSpam, { position: place(autoReply) });
    const { faults } = await compare(lab);
    expect(faults).toMatchObject([{ code: 'remote', path: 'snapshots/acme/triggers/order.json' }]);
  });

  test('an entry of the log that history does not have', async () => {
    const lab = await openSettled();
    lab.zendesk.account.log({
      action: 'update',
      actor_id: jane,
      actor_name: 'Jane Doe',
      source_id: invoiceCopy,
      source_type: 'macro',
      created_at: '2026-11-20T08:05:00Z',
    });
    const { exitCode, faults } = await compare(lab);
    expect(exitCode).toBe(3);
    expect(faults).toMatchObject([
      {
        code: 'remote',
        path: `snapshots/acme/macros/${invoiceCopy}.json`,
        message: expect.stringContaining('is not in history'),
      },
    ]);
  });

  test.each<[string, (raw: string) => string]>(
    someOf(
      [
        ['id', (raw) => raw.replace(/^(Audit-Id: \d+)\d$/m, '$1x').replace(/^(Audit-Id: \d+)x$/m, '$10')],
        [
          'actor',
          (raw) => raw.replace(/^Audit-Actor-Id: 1002$/m, 'Audit-Actor-Id: 1003').replace('user-1002@', 'user-1003@'),
        ],
        ['address', (raw) => raw.replace('2001:db8:1:2::7', '2001:db8:1:2::8')],
        ['action', (raw) => raw.replace(/^Audit-Action: update$/m, 'Audit-Action: create')],
        [
          'time',
          (raw) => {
            const time = /^Audit-Time: (.*)$/m.exec(raw)?.[1] ?? '';
            const seconds = Date.parse(time) / 1000;
            const earlier = `${new Date((seconds - 30) * 1000).toISOString().slice(0, 19)}Z`;
            return raw
              .replace(`Audit-Time: ${time}`, `Audit-Time: ${earlier}`)
              .replace(/^(author .*> )\d+/m, `$1${seconds - 30}`);
          },
        ],
      ],
      2,
    ),
  )('an %s in history that is not that of the log, however well the rest was made to fit', async (_, edit) => {
    const lab = await openSettled({ remote: 'none' });
    const commit = rewrite(lab.checkout, tipOf(lab.checkout), edit);
    git(lab.checkout, 'update-ref', '-d', 'refs/zendrift/acme');
    expect((await verifyAt(lab.checkout)).faults).toEqual([]);
    const { exitCode, faults } = await compare(lab);
    expect(exitCode).toBe(3);
    expect(faults).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'remote', commit })]));
  });
});

test('an entry that the log has under another object', async () => {
  const lab = await openSettled();
  const { source_id: elsewhere } = lab.zendesk.account.log({
    action: 'update',
    actor_id: jane,
    actor_name: 'Jane Doe',
    source_id: 4711,
    source_type: 'ticket_field',
    created_at: lab.zendesk.clock.iso(),
  });
  const [own] = (await lab.changes()).flatMap(({ audit }) => audit);
  lab.zendesk.onRequest(({ path }, proceed) => {
    if (!path.includes('audit_logs')) return undefined;
    const answer = proceed();
    const body = JSON.stringify(answer.body).replace(
      new RegExp(`("id":${own},(?:(?!"id":).)*?"source_id":)\\d+`),
      `$1${elsewhere}`,
    );
    return { ...answer, body: JSON.parse(body) };
  });
  const { faults } = await compare(lab);
  expect(faults).toMatchObject([{ code: 'remote', message: expect.stringContaining('but the log says 4711') }]);
});

describe('what cannot be compared', () => {
  test('no log on this plan: the objects are still compared', async () => {
    const lab = await openSettled();
    const body = { error: { title: 'Forbidden', message: 'You do not have access to this page.' } };
    lab.zendesk.onRequest(({ path }) => (path.includes('audit_logs') ? { status: 403, body } : undefined));
    const { exitCode, result } = await compare(lab);
    expect([exitCode, result.faults]).toEqual([0, []]);
    expect(result.warnings).toMatchObject([{ code: 'remote', message: expect.stringContaining('not compared') }]);
  });

  test('a listing that cannot be believed is a warning, no deletion', async () => {
    const lab = await openSettled();
    lab.zendesk.onRequest(({ path }) => (path === '/api/v2/macros' ? { status: 200, body: '<html>' } : undefined));
    const { exitCode, result } = await compare(lab);
    expect([exitCode, result.faults]).toEqual([0, []]);
    expect(result.warnings).toMatchObject([
      { code: 'remote', message: expect.stringContaining('macros were not compared') },
    ]);
  });

  test('without credentials it says which are missing, and exits with 2', async () => {
    const lab = await openWatched();
    await expect(verifyAt(lab.checkout, { remote: 'true' })).rejects.toMatchObject({
      code: 'settings-invalid',
      exitCode: 2,
    });
  });

  test.each(['0%', '101%', 'some', '5'])('"%s" is no part of an account', async (remote) => {
    await expect(verifyAt('.', { remote })).rejects.toMatchObject({ code: 'settings-invalid' });
  });
});

test('a sample is a part of the items in their own order, at least one, the same for the same seed', () => {
  const items = Array.from({ length: 1000 }, (_, index) => index);
  const sample = samplePart(items, 0.05, seededRandom(7));
  expect(sample).toHaveLength(50);
  expect(sample).toEqual([...sample].sort((a, b) => a - b));
  expect(samplePart(items, 0.05, seededRandom(7))).toEqual(sample);
  expect(samplePart(items, 0.05, seededRandom(8))).not.toEqual(sample);
  expect(samplePart([1, 2, 3], 0.0001, seededRandom(1))).toHaveLength(1);
  expect(samplePart([], 0.5, seededRandom(1))).toEqual([]);
});
