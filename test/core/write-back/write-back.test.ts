import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Snapshot, toSnapshot } from '#core/snapshot/snapshot.ts';
import { listReferences } from '#core/write-back/references.ts';
import { goalOf, type LiveObject, planWriteBack, type WriteBackTarget } from '#core/write-back/write-back.ts';
import type { JsonObject } from '#json.ts';
import { appInstallation } from '#kinds/app-installation.ts';
import { automation } from '#kinds/automation.ts';
import { group } from '#kinds/group.ts';
import type { Kind } from '#kinds/kind.ts';
import { macro } from '#kinds/macro.ts';
import { trigger } from '#kinds/trigger.ts';
import { view } from '#kinds/view.ts';
import { webhook } from '#kinds/webhook.ts';
import { rawMacro, rawTrigger } from '../../zendesk/builders.ts';

const snap = (kind: Kind, raw: object): Snapshot => {
  const observed = toSnapshot(kind, raw);
  if (observed.type === 'unreadable') throw new Error(observed.reason);
  return observed.snapshot;
};

const live = (snapshot: Snapshot | null, over: Partial<Extract<LiveObject, { type: 'there' }>> = {}): LiveObject =>
  snapshot === null
    ? { type: 'gone' }
    : { type: 'there', snapshot, unmasked: snapshot.value, personal: false, ...over };

const target = (over: Partial<WriteBackTarget>): WriteBackTarget => ({
  kind: trigger,
  id: '41',
  recorded: null,
  wanted: null,
  remove: false,
  ...over,
});

const now = snap(trigger, rawTrigger(41, { active: false }));
const before = snap(trigger, rawTrigger(41));

const rawView = (fields: object = {}) => ({
  id: 41,
  title: 'Open',
  active: true,
  description: null,
  position: 1,
  restriction: null,
  conditions: { all: [{ field: 'status', operator: 'is', value: 'open' }], any: [] },
  execution: {
    columns: [{ id: 'subject', title: 'Subject' }],
    group_by: null,
    group_order: 'asc',
    sort_by: 'created',
    sort_order: 'desc',
  },
  ...fields,
});

describe('what is sent', () => {
  test('is only what differs', () => {
    const plan = planWriteBack(target({ recorded: now, wanted: before }), live(now));
    expect(plan).toMatchObject({ type: 'update', goal: before, body: { sent: { active: true } } });
    expect(plan.type === 'update' && Object.keys(plan.body.sent)).toEqual(['active']);
  });

  test('has conditions and actions both with every edit: the API clears what is left out', () => {
    const renamed = snap(trigger, rawTrigger(41, { raw_title: 'Other' }));
    const edit = planWriteBack(target({ recorded: renamed, wanted: before }), live(renamed));
    expect(edit.type === 'update' && Object.keys(edit.body.sent).sort()).toEqual(['actions', 'conditions', 'title']);
    const changed = snap(trigger, rawTrigger(41, { conditions: { all: [], any: [] } }));
    const plan = planWriteBack(target({ recorded: changed, wanted: before }), live(changed));
    expect(plan.type === 'update' && Object.keys(plan.body.sent).sort()).toEqual(['actions', 'conditions']);
  });

  test('of a view is the write form, with output whole', () => {
    const wanted = snap(view, rawView());
    const recorded = snap(view, rawView({ execution: { ...rawView().execution, sort_by: 'updated' } }));
    const plan = planWriteBack(target({ kind: view, recorded, wanted }), live(recorded));
    expect(plan).toMatchObject({
      type: 'update',
      body: {
        sent: {
          output: { columns: ['subject'], group_by: null, group_order: 'asc', sort_by: 'created', sort_order: 'desc' },
        },
      },
    });
    const other = snap(view, rawView({ conditions: { all: [], any: [] } }));
    const both = planWriteBack(target({ kind: view, recorded: other, wanted }), live(other));
    expect(both).toMatchObject({
      type: 'update',
      body: { sent: { all: wanted.value['conditions'] ? [{ field: 'status' }] : [], any: [] } },
    });
  });

  test('of a new object is everything that is not empty', () => {
    const wanted = snap(automation, {
      id: 41,
      title: 'Close',
      active: true,
      conditions: { all: [], any: [] },
      actions: [],
    });
    expect(planWriteBack(target({ kind: automation, wanted }), live(null))).toMatchObject({
      type: 'create',
      body: { sent: { title: 'Close', active: true, conditions: { all: [], any: [] }, actions: [] } },
    });
    const homeless = planWriteBack(
      target({ wanted: snap(trigger, rawTrigger(41, { category_id: null })) }),
      live(null),
    );
    expect(homeless.type === 'create' && 'category_id' in homeless.body.sent).toBe(false);
  });

  test('has a restriction whenever there is one: to leave it out means everyone', () => {
    const restriction = { type: 'Group', ids: [1] };
    const [recorded, wanted] = [false, true].map((active) => snap(view, rawView({ active, restriction })));
    if (!recorded || !wanted) throw new Error('no states');
    const plan = planWriteBack(target({ kind: view, recorded, wanted }), live(recorded));
    expect(plan).toMatchObject({ body: { sent: { active: true, restriction } } });
  });

  test('removes a restriction with null', () => {
    const recorded = snap(macro, rawMacro(41, { restriction: { type: 'Group', ids: [1] } }));
    const plan = planWriteBack(target({ kind: macro, recorded, wanted: snap(macro, rawMacro(41)) }), live(recorded));
    expect(plan).toMatchObject({ type: 'update', body: { sent: { restriction: null } } });
  });
});

describe('what should not be there', () => {
  test('is deactivated, and deleted only when that is asked for', () => {
    expect(planWriteBack(target({ recorded: before }), live(before))).toMatchObject({
      type: 'deactivate',
      body: { sent: { active: false } },
    });
    expect(planWriteBack(target({ recorded: before, remove: true }), live(before))).toEqual({ type: 'delete' });
    expect(goalOf(target({ recorded: before }))).toEqual(now);
  });

  test('is left alone when it is inactive or gone already', () => {
    expect(planWriteBack(target({ recorded: now }), live(now)).type).toBe('nothing');
    expect(planWriteBack(target({ recorded: before }), live(now)).type).toBe('nothing');
    expect(planWriteBack(target({ recorded: before, remove: true }), live(null)).type).toBe('nothing');
    expect(planWriteBack(target({}), live(null)).type).toBe('nothing');
  });
});

describe('a refusal', () => {
  const reasonOf = (over: Partial<WriteBackTarget>, seen: LiveObject) => {
    const plan = planWriteBack(target(over), seen);
    return plan.type === 'refused' ? plan.refusal : plan.type;
  };

  test('meets every live state that is neither the recorded one nor the wished one', () => {
    const other = snap(trigger, rawTrigger(41, { raw_title: 'Other' }));
    expect(reasonOf({ recorded: now, wanted: before }, live(other))).toEqual({
      reason: 'moved-on',
      recorded: now,
      live: other,
    });
    expect(reasonOf({ recorded: now, wanted: before }, live(null))).toMatchObject({ reason: 'moved-on', live: null });
    expect(reasonOf({ wanted: before }, live(other))).toMatchObject({ reason: 'moved-on', recorded: null });
    expect(reasonOf({ recorded: before, wanted: before }, live(now))).toMatchObject({ reason: 'moved-on' });
  });

  test('meets an unreadable object', () => {
    expect(reasonOf({ recorded: now, wanted: before }, { type: 'unreadable', reason: '503' })).toEqual({
      reason: 'unreadable',
      detail: '503',
    });
  });

  test('meets a mask that would have to be written, and no other', () => {
    const mask = '[redacted 0123456789abcdef]';
    const masked = (fields: object) =>
      snap(trigger, rawTrigger(41, { actions: [{ field: 'notification_webhook', value: ['1', mask] }], ...fields }));
    const changed = snap(trigger, rawTrigger(41, { actions: [] }));
    expect(reasonOf({ recorded: changed, wanted: masked({}) }, live(changed))).toEqual({
      reason: 'redacted',
      fields: ['actions'],
    });
    expect(reasonOf({ wanted: masked({}) }, live(null))).toMatchObject({ reason: 'redacted' });
    const inactive = masked({ active: false });
    expect(reasonOf({ recorded: inactive, wanted: masked({}) }, live(inactive))).toBe('update');
  });

  test('meets what the API cannot set', () => {
    const recorded = snap(macro, rawMacro(41));
    const wanted = snap(macro, rawMacro(41, { attachments: [7] }));
    expect(reasonOf({ kind: macro, recorded, wanted }, live(recorded))).toEqual({
      reason: 'not-writable',
      fields: ['attachments'],
    });
    expect(reasonOf({ kind: macro, wanted }, live(null))).toMatchObject({ reason: 'not-writable' });
    expect(
      reasonOf(
        {
          kind: macro,
          recorded: wanted,
          wanted: { ...wanted, ...snap(macro, rawMacro(41, { attachments: [7], title: 'T' })) },
        },
        live(wanted),
      ),
    ).toBe('update');
  });

  test('meets a state of before a field was tracked', () => {
    const { description: _gone, ...value } = before.value;
    expect(reasonOf({ recorded: now, wanted: { ...before, value, text: 'older' } }, live(now))).toEqual({
      reason: 'incomplete',
      fields: ['description'],
    });
  });

  test('meets what belongs to one agent', () => {
    const restriction = { type: 'User', id: 7 };
    const recorded = snap(macro, rawMacro(41));
    const own = snap(macro, rawMacro(41, { restriction }));
    expect(reasonOf({ kind: macro, recorded, wanted: own }, live(recorded))).toEqual({ reason: 'personal' });
    expect(reasonOf({ kind: macro, recorded: own, wanted: recorded }, live(own, { personal: true }))).toEqual({
      reason: 'personal',
    });
  });
});

test('any two states of a trigger: carried out, the plan leads to the goal and then to nothing', () => {
  const condition = fc.record({ field: fc.string(), operator: fc.string(), value: fc.string() });
  const state = fc.record({
    title: fc.string(),
    active: fc.boolean(),
    description: fc.option(fc.string()),
    category_id: fc.constantFrom('900', '901'),
    conditions: fc.record({ all: fc.array(condition, { maxLength: 2 }), any: fc.array(condition, { maxLength: 2 }) }),
    actions: fc.array(fc.record({ field: fc.string(), value: fc.string() }), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(state, state, (from, to) => {
      const [recorded, wanted] = [from, to].map((fields) =>
        snap(trigger, { ...rawTrigger(41), ...fields, raw_title: fields.title }),
      );
      if (!recorded || !wanted) throw new Error('no states');
      const plan = planWriteBack(target({ recorded, wanted }), live(recorded));
      if (plan.type === 'nothing') return recorded.text === wanted.text;
      if (plan.type !== 'update') return false;
      const { sent } = plan.body;
      const clears: JsonObject =
        'actions' in sent || 'conditions' in sent ? { actions: [], conditions: { all: [], any: [] } } : {};
      const after = snap(trigger, { ...recorded.value, ...clears, ...sent });
      return after.text === wanted.text && planWriteBack(target({ recorded, wanted }), live(after)).type === 'nothing';
    }),
  );
});

describe('references', () => {
  const naming = (value: unknown) => snap(trigger, rawTrigger(50, { actions: [{ field: 'x', value }] }));

  test('are values that are the id exactly, as a number or as a text, wherever they stand', () => {
    const found = listReferences([naming('41'), naming(41), naming(['1', '41']), naming({ deep: [41] })], '41');
    expect(found).toHaveLength(4);
  });

  test('are not parts of other ids, and not the object itself', () => {
    expect(listReferences([naming('410'), naming('x 41'), naming(141), before], '41')).toEqual([]);
  });
});

describe('a kind that the API writes only in part', () => {
  const hook = (endpoint: string, more: object = {}) =>
    snap(webhook, { id: '41', name: 'relay', status: 'active', endpoint, ...more });
  const [here, there] = [hook('https://a.test'), hook('https://b.test')];
  const plan = (kind: Kind, over: Partial<WriteBackTarget>, present: Snapshot | null) =>
    planWriteBack(target({ kind, ...over }), live(present));

  test('is written back as far as it goes', () => {
    expect(plan(webhook, { recorded: there, wanted: here }, there)).toMatchObject({
      ...{ type: 'update', body: { sent: { endpoint: 'https://a.test' } } },
    });
    const off = plan(webhook, { recorded: there, wanted: null }, there);
    expect(off).toMatchObject({ type: 'deactivate', body: { sent: { status: 'inactive' } } });
  });

  test('says before anything is written what it cannot do', () => {
    const secured = hook('https://a.test', { authentication: { type: 'basic_auth', add_position: 'header' } });
    expect(plan(webhook, { recorded: here, wanted: secured }, here)).toMatchObject({
      refusal: { reason: 'not-writable', fields: ['authentication'] },
    });
    expect(plan(webhook, { recorded: null, wanted: here }, null)).toMatchObject({ refusal: { reason: 'no-create' } });
    const [old, now] = ['Old', 'New'].map((name) => snap(group, { id: 41, name }));
    expect(plan(group, { recorded: now ?? null, wanted: null }, now ?? null)).toMatchObject({
      refusal: { reason: 'no-switch', kind: 'group' },
    });
    expect(plan(group, { recorded: now ?? null, wanted: old ?? null }, now ?? null)).toMatchObject({ type: 'update' });
    const [off, on] = [false, true].map((enabled) => snap(appInstallation, { id: 41, enabled }));
    expect(plan(appInstallation, { recorded: off ?? null, wanted: on ?? null }, off ?? null)).toMatchObject({
      refusal: { reason: 'read-only', kind: 'app-installation' },
    });
  });
});
