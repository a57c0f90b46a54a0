import { describe, expect, test } from 'vitest';
import { closeSolved, escalateVip, jane, partialRefund, refundsView } from '../../support/acme.ts';
import { type Lab, type LabOptions, openLab } from '../../support/lab.ts';
import { restoreIn } from '../../support/restore-lab.ts';
import { someOf } from '../../support/soak.ts';

/** A lab with its baseline, and the commit of it. */
async function based(options: LabOptions = {}): Promise<{ readonly lab: Lab; readonly base: string }> {
  const lab = await openLab({ ...options, hasBaseline: true });
  return { lab, base: lab.tips().branch };
}

const later = async (lab: Lab) => {
  lab.wait(60);
  return lab.run();
};

const edits = [
  {
    object: `trigger/${escalateVip}`,
    kind: 'trigger',
    id: escalateVip,
    body: { conditions: { all: [], any: [] }, active: false },
  },
  { object: `automation/${closeSolved}`, kind: 'automation', id: closeSolved, body: { title: 'Renamed' } },
  {
    object: `macro/${partialRefund}`,
    kind: 'macro',
    id: partialRefund,
    body: { actions: [{ field: 'status', value: 'open' }] },
  },
  {
    object: `view/${refundsView}`,
    kind: 'view',
    id: refundsView,
    body: {
      output: { columns: ['subject'], sort_by: 'created' },
      all: [{ field: 'status', operator: 'is', value: 'open' }],
    },
  },
] as const;

// Each kind has its own way to be written; which fields go into a body is tested kind by kind without a run.
describe.each(someOf(edits, 2))('a changed $kind', ({ object, kind, id, body }) => {
  test('is planned by default and written with --apply; the next run knows the write as its own', async () => {
    const { lab, base } = await based();
    const before = lab.canonicalRemote();
    lab.wait(60);
    lab.zendesk.account.as(jane).update(kind, id, body);
    await later(lab);
    expect(lab.state()?.episodes.size).toBe(1);

    const plan = await restoreIn(lab, { objects: object, to: base });
    expect(plan.writes).toEqual([]);
    expect(plan.json.objects).toMatchObject([{ object, outcome: 'planned', action: 'update' }]);

    lab.wait(60);
    const done = await restoreIn(lab, { objects: object, to: base.slice(0, 9), apply: 'true' });
    expect(done.json.objects).toMatchObject([{ object, outcome: 'restored' }]);
    expect(done.writes.map(({ method }) => method)).toEqual(['PUT']);
    expect(lab.canonicalRemote()).toEqual(before);
    expect(lab.state()?.episodes.size).toBe(0);

    await later(lab);
    const log = await lab.log();
    const change = log.at(-1);
    expect(change?.facts).toMatchObject({
      type: 'change',
      object,
      verdict: { decision: 'approved', reason: 'revert' },
    });
    expect(log.slice(-3, -1).map(({ facts }) => facts?.type === 'decision' && facts.decision)).toEqual([
      'reverting',
      'reverted',
    ]);
    expect(lab.state()?.episodes.size).toBe(0);
    expect(lab.tree()).toEqual(before);
  });

  test('that is deleted is created again under a new id, and not a second time', async () => {
    const { lab, base } = await based();
    const before = lab.canonicalRemote();
    lab.wait(60);
    lab.zendesk.account.as(jane).remove(kind, id);
    await later(lab);
    lab.wait(60);
    const done = await restoreIn(lab, { objects: object, to: base, apply: 'true' });
    const [restored] = done.json.objects;
    expect(restored).toMatchObject({ outcome: 'restored', action: 'create' });
    await later(lab);
    const log = await lab.log();
    expect(log.at(-1)?.facts).toMatchObject({
      object: restored?.createdAs,
      change: 'created',
      verdict: { decision: 'approved', reason: 'revert' },
    });
    expect(lab.state()?.episodes.size).toBe(0);
    expect(lab.canonicalRemote().size).toBe(before.size);
    const again = await restoreIn(lab, { objects: object, to: base, apply: 'true' });
    expect(again.writes).toEqual([]);
  });

  test('that was created since is deactivated', async () => {
    const { lab, base } = await based();
    const raw = lab.zendesk.account.remote()[kind].find((rule) => rule.id === id);
    lab.wait(60);
    const { id: made } = lab.zendesk.account.as(jane).create(kind, {
      ...raw,
      title: 'New',
      raw_title: 'New',
      ...(kind === 'view' ? { all: [{ field: 'status', operator: 'is', value: 'open' }] } : {}),
    });
    await later(lab);
    lab.wait(60);
    const done = await restoreIn(lab, { actor: String(jane), to: base, apply: 'true' });
    expect(done.json.objects[0]).toMatchObject({
      object: `${kind}/${made}`,
      outcome: 'restored',
      action: 'deactivate',
      body: { active: false },
    });
    await later(lab);
    expect((await lab.log()).at(-1)?.facts).toMatchObject({ object: `${kind}/${made}`, verdict: { reason: 'revert' } });
    expect(lab.state()?.episodes.size).toBe(0);
  });
});
