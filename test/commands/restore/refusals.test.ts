import { describe, expect, test } from 'vitest';
import { trackerId } from '#sandbox/zendesk/user.ts';
import {
  autoReply,
  bob,
  closeSpam,
  escalateVip,
  eve,
  jane,
  myIdeas,
  notificationTriggers,
  notifyRequester,
  partialRefund,
  routingCategory,
  routingTriggers,
} from '../../support/acme.ts';
import { type Lab, type LabOptions, openLab } from '../../support/lab.ts';
import { isWrite, type RestoreOptions, restoreIn } from '../../support/restore-lab.ts';

async function based(options: LabOptions = {}): Promise<{ readonly lab: Lab; readonly base: string }> {
  const lab = await openLab({ ...options, hasBaseline: true });
  const base = lab.tips().branch;
  lab.wait(60);
  return { lab, base };
}

const track = async (lab: Lab) => {
  lab.wait(60);
  const run = await lab.run();
  lab.wait(60);
  return run;
};

const as = (lab: Lab, who = jane) => lab.zendesk.account.as(who);

describe('nothing is written', () => {
  test('over a change that is not recorded yet; what changed is said', async () => {
    const { lab, base } = await based();
    as(lab).update('trigger', escalateVip, { active: false });
    await track(lab);
    as(lab, bob).update('trigger', escalateVip, { title: 'Mine now' });
    const tips = lab.tips();
    const refused = await restoreIn(lab, { to: base, apply: 'true' });
    expect(refused.writes).toEqual([]);
    expect(refused.exitCode).toBe(2);
    expect(refused.json.objects).toMatchObject([{ outcome: 'refused', action: null }]);
    expect(refused.lines.join('\n')).toContain('Mine now');
    expect(lab.tips()).toEqual(tips);
  });

  test('by a role that may not see every object: what it does not see would be created a second time', async () => {
    const { lab, base } = await based({ zendesk: { auditReaders: [trackerId] } });
    lab.zendesk.account.addUser({ id: trackerId, name: 'Config Tracker', role: 'agent' });
    as(lab).update('trigger', escalateVip, { active: false });
    await track(lab);
    await expect(restoreIn(lab, { to: base, apply: 'true' })).rejects.toMatchObject({ code: 'zendesk-role' });
    const plan = await restoreIn(lab, { to: base });
    expect(plan.json).toMatchObject({
      objects: [{ outcome: 'planned' }],
      warnings: [
        {
          code: 'role-limited',
          message: expect.stringContaining('restricted to other groups or agents may be invisible'),
        },
      ],
    });
  });

  test('of an object that vanished since', async () => {
    const { lab, base } = await based();
    as(lab).update('trigger', escalateVip, { active: false });
    await track(lab);
    as(lab, bob).remove('trigger', escalateVip);
    const refused = await restoreIn(lab, { to: base, apply: 'true' });
    expect(refused.writes).toEqual([]);
    expect(refused.json.objects).toMatchObject([{ outcome: 'refused' }]);
  });

  test('where someone edits between the announcement and the write', async () => {
    const { lab, base } = await based();
    as(lab).update('trigger', escalateVip, { active: false });
    await track(lab);
    let looks = 0;
    const path = `/api/v2/triggers/${escalateVip}`;
    lab.zendesk.onRequest((request) => {
      if (request.method === 'GET' && request.path === path) looks += 1;
      // The plan's look, the writer's first look, then the look right before the write.
      if (request.path === path && looks === 3) as(lab, bob).update('trigger', escalateVip, { title: 'Mine now' });
      return undefined;
    });
    const refused = await restoreIn(lab, { to: base, apply: 'true' });
    expect(refused.writes).toEqual([]);
    expect(refused.json.objects).toMatchObject([{ outcome: 'refused' }]);
    const run = await track(lab);
    expect(run.exitCode).toBe(0);
    expect(lab.state()?.episodes.size).toBe(1);
  });

  test('without the writing credentials, which only --apply needs', async () => {
    const { lab, base } = await based();
    as(lab).update('trigger', escalateVip, { active: false });
    await track(lab);
    const none: RestoreOptions = { environment: { ZENDESK_WRITE_CLIENT_ID: '', ZENDESK_WRITE_CLIENT_SECRET: '' } };
    expect((await restoreIn(lab, { to: base }, none)).json.objects).toMatchObject([{ outcome: 'planned' }]);
    await expect(restoreIn(lab, { to: base, apply: 'true' }, none)).rejects.toThrow('ZENDESK_WRITE_CLIENT_ID');
    expect(lab.zendesk.requests.filter(isWrite)).toEqual([]);
  });

  test('in a dry run, whatever --apply says', async () => {
    const { lab, base } = await based();
    as(lab).update('trigger', escalateVip, { active: false });
    await track(lab);
    const tips = lab.tips();
    const dry = await restoreIn(lab, { to: base, apply: 'true', 'dry-run': 'true' });
    expect(dry.writes).toEqual([]);
    expect(dry.json.applied).toBe(false);
    expect(lab.tips()).toEqual(tips);
  });

  test('of a macro whose attachments would have to come back', async () => {
    const { lab, base } = await based();
    lab.zendesk.account.as(jane).attach(partialRefund, 'price-list.txt');
    await track(lab);
    const refused = await restoreIn(lab, { to: base, apply: 'true' });
    expect(refused.json.objects).toMatchObject([{ object: `macro/${partialRefund}`, outcome: 'refused' }]);
    expect(refused.lines.join('\n')).toContain('attachments');
    expect(refused.writes).toEqual([]);
  });

  test('of a personal view', async () => {
    const { lab, base } = await based({
      config: 'include-personal: true\n',
      zendesk: { personalViewsOf: [eve] },
    });
    as(lab, eve).update('view', myIdeas, { title: 'Better ideas' });
    await track(lab);
    const refused = await restoreIn(lab, { to: base, apply: 'true' });
    expect(refused.json.objects).toMatchObject([{ object: `view/${myIdeas}`, outcome: 'refused' }]);
    expect(refused.lines.join('\n')).toContain('personal object');
  });

  test('of a state that history does not hold', async () => {
    const { lab } = await based();
    const forged = lab.commitElsewhere({ [`snapshots/acme/triggers/${escalateVip}.json`]: '{}\n' });
    await track(lab);
    const harmless = await restoreIn(lab, { to: forged, apply: 'true' });
    expect(harmless.json.objects).toEqual([]);
    await expect(restoreIn(lab, { to: '0123456789' })).rejects.toThrow('is not a commit of branch main');
    await expect(restoreIn(lab, { to: lab.git('rev-list', '--max-parents=0', 'main') })).rejects.toThrow('baseline');
  });

  test.each([
    [{ to: '0123456789' }, 'settings-invalid', /Name the baseline or a later commit/],
    [{ to: '' }, 'settings-invalid', /list the commits/],
    [{ to: 'BASE', objects: 'trigger/999' }, 'object-unknown', /^Name an object by its kind \(trigger,/],
    [{ to: 'BASE', objects: 'rule/999' }, 'object-unknown', /^Name an object by its kind \(trigger,/],
  ] as const)('says what to do about %j', async ({ to, ...inputs }, code, hint) => {
    const { lab, base } = await based();
    await expect(restoreIn(lab, { ...inputs, to: to.replace('BASE', base) })).rejects.toMatchObject({
      code,
      hint: expect.stringMatching(hint),
    });
  });
});

describe('redaction', () => {
  const config = 'redact: [{ field: notification_webhook }]\n';
  const environment = { ZENDRIFT_HASH_KEY: 'a key of some length' };
  const webhook = (body: string) => ({ field: 'notification_webhook', value: ['01HVK3T9QK5Z0', body] });

  test('a masked field is refused, and said', async () => {
    const { lab, base } = await based({ config, environment });
    as(lab).update('trigger', escalateVip, { actions: [webhook('{"a": 1}')] });
    await track(lab);
    const second = lab.tips().branch;
    as(lab).update('trigger', escalateVip, { actions: [webhook('{"a": 2}')] });
    await track(lab);
    const refused = await restoreIn(lab, { to: second, apply: 'true' }, { environment });
    expect(refused.writes).toEqual([]);
    expect(refused.json.objects).toMatchObject([{ outcome: 'refused' }]);
    expect(refused.lines.join('\n')).toContain('masked value of actions');
    expect(base).not.toBe(second);
  });

  test('a secret that did not change is in nobody’s way, and is sent back as it is', async () => {
    const { lab } = await based({ config, environment });
    as(lab).update('trigger', escalateVip, { actions: [webhook('{"key": "s3cret"}')] });
    await track(lab);
    const second = lab.tips().branch;
    as(lab).update('trigger', escalateVip, { conditions: { all: [], any: [] }, title: 'Other' });
    await track(lab);
    const done = await restoreIn(lab, { to: second, apply: 'true' }, { environment });
    expect(done.json.objects).toMatchObject([{ outcome: 'restored' }]);
    expect(lab.zendesk.account.rules.get('trigger', escalateVip)?.['actions']).toEqual([webhook('{"key": "s3cret"}')]);
    expect(JSON.stringify(done.json) + done.lines.join()).not.toContain('s3cret');
    await track(lab);
    expect((await lab.log()).at(-1)?.facts).toMatchObject({ verdict: { reason: 'revert' } });
  });
});

describe('credentials', () => {
  test('the reading ones never send a write, and the writing ones are asked for their own scope', async () => {
    const { lab, base } = await based();
    as(lab).update('trigger', escalateVip, { active: false });
    as(lab).remove('macro', partialRefund);
    as(lab).reorder('trigger', [...notificationTriggers].reverse());
    await track(lab);
    lab.zendesk.forgetRequests();
    const tokens = new Map<string, string>();
    lab.zendesk.onRequest((request, proceed) => {
      if (request.path !== '/oauth/tokens') return undefined;
      const answer = proceed();
      const issued = JSON.stringify(answer.body);
      const token = /"access_token":"([^"]+)"/.exec(issued)?.[1] ?? '';
      tokens.set(`Bearer ${token}`, JSON.parse(request.body).scope);
      return answer;
    });
    const done = await restoreIn(lab, { to: base, apply: 'true' });
    expect(done.json.objects.map(({ outcome }) => outcome)).toEqual(['restored', 'restored', 'restored']);
    expect([...tokens.values()].sort()).toEqual(['read', 'read write']);
    const scopes = new Set(done.writes.map(({ headers }) => tokens.get(headers['authorization'] ?? '')));
    expect([...scopes]).toEqual(['read write']);
  });
});

describe('orders', () => {
  test('across categories come back in one job; other kinds by update_many', async () => {
    const { lab, base } = await based();
    const wanted = lab.canonicalRemote();
    as(lab).reorder('trigger', [...notificationTriggers].reverse());
    as(lab).reorder('trigger', [...routingTriggers].reverse());
    as(lab).moveCategory(routingCategory, 1);
    const views = lab.zendesk.account.rules.list('view').filter((view) => view['restriction'] === null);
    as(lab).reorder('view', views.map(({ id }) => id).reverse());
    await track(lab);
    const done = await restoreIn(lab, { to: base, apply: 'true' });
    expect(done.json.objects.map(({ object, outcome }) => [object, outcome])).toEqual([
      ['trigger/order', 'restored'],
      ['view/order', 'restored'],
    ]);
    expect(done.writes.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/v2/trigger_categories/jobs',
      'PUT /api/v2/views/update_many',
    ]);
    expect(lab.canonicalRemote()).toEqual(wanted);
    await track(lab);
    const log = await lab.log();
    expect(log.slice(-2).map(({ facts }) => facts)).toMatchObject([
      { object: 'trigger/order', verdict: { decision: 'approved', reason: 'revert' } },
      { object: 'view/order', verdict: { decision: 'approved', reason: 'revert' } },
    ]);
    expect(lab.state()?.episodes.size).toBe(0);
  });

  test('wait for a trigger that stands in another category', async () => {
    const { lab, base } = await based();
    as(lab).update('trigger', autoReply, { category_id: routingCategory });
    await track(lab);
    const order = await restoreIn(lab, { objects: 'trigger/order', to: base, apply: 'true' });
    expect(order.lines.join('\n')).toContain(`trigger/${autoReply}`);
    expect(order.writes).toEqual([]);
    const both = await restoreIn(lab, { to: base, apply: 'true' });
    expect(both.json.objects.map(({ object, outcome }) => [object, outcome])).toEqual([
      [`trigger/${autoReply}`, 'restored'],
      ['trigger/order', 'refused'],
    ]);
    await track(lab);
    const rest = await restoreIn(lab, { to: base, apply: 'true' });
    expect(rest.json.objects).toMatchObject([{ object: 'trigger/order', outcome: 'restored' }]);
  });
});

describe('selection', () => {
  test('by actor and by time; an order is not dragged along', async () => {
    const { lab, base } = await based();
    as(lab).update('trigger', escalateVip, { active: false });
    await track(lab);
    const since = new Date(lab.zendesk.clock.now()).toISOString().slice(0, 19);
    as(lab, bob).update('trigger', notifyRequester, { active: false });
    as(lab).update('trigger', closeSpam, { title: 'Later' });
    await track(lab);
    const objects = async (inputs: Parameters<typeof restoreIn>[1]) =>
      (await restoreIn(lab, { to: base, ...inputs })).json.objects.map(({ object }) => object);
    expect(await objects({ actor: String(bob) })).toEqual([`trigger/${notifyRequester}`]);
    expect(await objects({ since: `${since}Z` })).toEqual(
      [`trigger/${closeSpam}`, `trigger/${notifyRequester}`].sort(),
    );
    expect(await objects({ since: `${since}Z`, actor: String(jane) })).toEqual([`trigger/${closeSpam}`]);
    expect(await objects({})).toHaveLength(3);
    await expect(objects({ objects: 'trigger/1' })).rejects.toThrow('trigger/1 is not in the history of acme');
    await expect(objects({ objects: 'nonsense/1' })).rejects.toThrow('unknown kind "nonsense"');
    await expect(restoreIn(lab, {})).rejects.toThrow('--to');
  });
});
