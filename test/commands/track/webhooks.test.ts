import { describe, expect, test } from 'vitest';
import { opsRelay } from '#sandbox/zendesk/seed-directory.ts';
import { bob, carl, mirrorUrgent } from '../../support/acme.ts';
import { openLab } from '../../support/lab.ts';
import { restoreIn } from '../../support/restore-lab.ts';
import { verifyAt } from '../verify/support.ts';

const rules = 'kinds: rules\n';
const elsewhere = { endpoint: 'https://exfil.example/hook' };
const isListing = (request: string): boolean => request === 'GET /api/v2/webhooks';

describe('a webhook that points elsewhere', () => {
  test('is an attributed change of high risk, and its issue names the triggers that use it', async () => {
    const lab = await openLab({ config: rules, hasBaseline: true, github: true });
    const { account } = lab.zendesk;
    lab.wait(600);
    account.as(bob).update('trigger', mirrorUrgent, { active: true });
    lab.wait(600);
    await lab.run();
    lab.wait(3600);
    account.as(carl).change('webhooks', opsRelay, elsewhere);
    lab.wait(60);
    expect((await lab.run()).exitCode).toBe(0);
    const commit = (await lab.log()).at(-1);
    expect(commit?.facts).toMatchObject({
      object: `webhook/${opsRelay}`,
      attribution: 'payload',
      entries: [{ id: '', action: '', actorId: String(carl), actorName: 'Carl Gone', ip: 'unknown' }],
      verdict: { decision: 'unapproved', reason: 'no-rule-matches' },
      risk: { level: 'high', codes: ['webhook-redirected'] },
    });
    expect(commit?.record.message).toContain('- Address: "https：//ops.acme.example/zendesk"');
    expect(commit?.record.message).toContain('- Used by 1 active trigger: "Mirror urgent tickets to operations"');
    expect(commit?.record.message.match(/^(?:Audit|Attribution).*$/gm)).toEqual([
      'Audit-Time: 2026-11-20T09:20:00Z',
      'Audit-Actor: Carl Gone',
      'Audit-Actor-Id: 1004',
      'Audit-Ip: unknown',
      'Attribution: payload',
    ]);
    const issue = lab.github?.model.issues('open').find(({ title }) => title.includes('webhook'));
    expect(issue?.title).toBe('[acme] Carl Gone updated webhook "ops-relay"');
    expect(issue?.body).toContain('Used by 1 active trigger');
    expect(issue?.body).toContain('names who edited it last');
    expect(issue?.labels).toContain('risk:high');

    const baseline = (await lab.log()).find(({ facts }) => facts?.type === 'baseline')?.id ?? '';
    const restored = await restoreIn(lab, { objects: `webhook/${opsRelay}`, to: baseline, apply: 'true' });
    expect(restored.writes.map(({ method, body }) => [method, body])).toEqual([
      ['PATCH', JSON.stringify({ webhook: { endpoint: 'https://ops.acme.example/zendesk' } })],
    ]);
    lab.wait(3600);
    expect((await lab.run()).exitCode).toBe(0);
    expect(lab.state()?.episodes.has(`webhook/${opsRelay}`)).toBe(false);
    expect((await verifyAt(lab.checkout, { remote: 'true' }, lab.zendesk)).faults).toEqual([]);
  });
});

test('a deleted webhook says what it breaks, and so does the run', async () => {
  const lab = await openLab({ config: rules, hasBaseline: true });
  const { account } = lab.zendesk;
  lab.wait(600);
  account.as(bob).update('trigger', mirrorUrgent, { active: true });
  lab.wait(600);
  await lab.run();
  lab.wait(3600);
  account.as(carl).drop('webhooks', opsRelay);
  lab.wait(60);
  const outcome = await lab.run();
  const commit = (await lab.log()).at(-1);
  expect(commit?.facts).toMatchObject({ change: 'deleted', attribution: 'none', entries: [] });
  expect(commit?.facts).toMatchObject({ risk: { level: 'high', codes: ['used-object-deleted', 'deleted'] } });
  expect(commit?.record.message).toContain('This breaks 1 active trigger: "Mirror urgent tickets to operations"');
  expect(JSON.stringify(outcome.json)).toContain(
    `trigger/${mirrorUrgent} \\"Mirror urgent tickets to operations\\" names webhook/${opsRelay}, which is deleted`,
  );
});

describe('a kind that the log does not cover', () => {
  test('is listed once an hour, and costs nothing in between', async () => {
    const lab = await openLab({ config: rules, hasBaseline: true });
    lab.wait(600);
    const idle = await lab.run();
    expect(idle.requests.filter(isListing)).toEqual([]);
    lab.wait(3600);
    const hourly = await lab.run();
    expect(hourly.requests.length).toBe(idle.requests.length + 2);
    lab.wait(600);
    expect((await lab.run()).requests).toEqual(idle.requests);
  });

  test('begins with a baseline of its own where rules were tracked before, and opens nothing', async () => {
    const lab = await openLab({ hasBaseline: true, github: true });
    lab.wait(600);
    lab.commitElsewhere({ '.github/zendrift.yml': rules });
    expect((await lab.run()).exitCode).toBe(0);
    const commit = (await lab.log()).at(-1);
    expect(commit?.facts).toMatchObject({ type: 'baseline', kinds: ['webhook', 'trigger-category'] });
    expect([...lab.tree().keys()].filter((path) => path.includes('webhooks/'))).toHaveLength(2);
    expect(lab.github?.model.issues()).toEqual([]);
  });
});

test('a kind that the account does not offer is reported once and left out', async () => {
  const lab = await openLab({ config: rules });
  lab.zendesk.onRequest(({ path }) =>
    path === '/api/v2/webhooks' ? { status: 403, body: { error: 'Forbidden' } } : undefined,
  );
  const first = await lab.run();
  expect([first.exitCode, first.warnings.filter((text) => text.includes('does not offer webhooks')).length]).toEqual([
    0, 1,
  ]);
  expect(lab.state()?.absent).toEqual(['webhook']);
  lab.wait(600);
  const next = await lab.run();
  expect([next.exitCode, next.warnings, next.requests.filter(isListing)]).toEqual([0, [], []]);
});
