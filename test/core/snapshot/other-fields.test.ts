import { describe, expect, it } from 'vitest';
import { compareOtherFields, listOtherFields, otherFieldsText, parseOtherFields } from '#core/snapshot/other-fields.ts';
import { redactObserved } from '#core/snapshot/redact.ts';
import { toSnapshot } from '#core/snapshot/snapshot.ts';
import { parseExact } from '#json.ts';
import { macro } from '#kinds/macro.ts';
import { trigger } from '#kinds/trigger.ts';
import { view } from '#kinds/view.ts';

const ones = 'aaaa111111111111';

describe('the fields of an object outside its snapshot', () => {
  it('are those that are settings: no copy, time, place, counter or side-load', () => {
    const raw = {
      ...{ id: 1, title: 'T', raw_title: 'T', url: 'u', created_at: 't', updated_at: 't', position: 3, default: false },
      ...{ all: [1], any: [1], usage_1h: 4, usage_30d: 9, permissions: { can_edit: true }, watchable: true },
      ...{ app_installation: { id: 1 }, categories: ['A'] },
    };
    for (const kind of [trigger, macro, view]) expect(listOtherFields(kind, raw)).toEqual({});
    expect(Object.keys(listOtherFields(trigger, { ...raw, brand_id: 7, restriction: { type: 'Group' } }))).toEqual([
      'brand_id',
      'restriction',
    ]);
    // A field of one kind's snapshot is a setting outside that of another.
    expect(Object.keys(listOtherFields(view, { category_id: 5 }))).toEqual(['category_id']);
  });

  it('that are empty are none, so that a field which comes everywhere is no edit', () => {
    for (const empty of [null, undefined, false, '', [], {}])
      expect(listOtherFields(trigger, { x: empty })).toEqual({});
    for (const value of [0, true, 'a', [null], { a: null }])
      expect(Object.keys(listOtherFields(trigger, { x: value }))).toEqual(['x']);
  });

  it('are the same whatever the sequence of keys, and no two values alike', () => {
    const text = (value: string) => listOtherFields(trigger, parseExact(`{"x": ${value}}`))['x'];
    expect(text('{"a": 1, "b": [2]}')).toBe(text('{"b":[2],"a":1}'));
    const values = ['1', '"1"', '[1]', '9007199254740993', '9007199254740995', '[[9007199254740993]]', 'true'];
    expect(new Set(values.map(text)).size).toBe(values.length);
  });

  it('are reported by their raw text, which dynamic content does not change', () => {
    expect(listOtherFields(trigger, { note: 'Hallo', raw_note: '{{dc.a}}' })).toEqual(
      listOtherFields(trigger, { note: 'Bonjour', raw_note: '{{dc.a}}' }),
    );
  });

  it('are left out where their name could not stand in a trailer', () => {
    expect(listOtherFields(trigger, { 'a b': 1, 'x\n': 1, ['y'.repeat(65)]: 1 })).toEqual({});
  });
});

describe('fingerprints', () => {
  it('are kept under the key of the masks, and never as they were', () => {
    const object = toSnapshot(trigger, { id: 1, title: 'T', active: true, conditions: {}, actions: [] });
    if (object.type === 'unreadable') throw new Error(object.reason);
    const others = { brand_id: '111111111111' };
    const sealed = (key: string) =>
      redactObserved({ ...object, others }, 'trigger', {
        fields: [],
        keyedHash: (text) => `${key}${Buffer.from(text).toString('hex')}`.slice(0, 64).padEnd(64, '0'),
      });
    const [a, b] = [sealed('aaaa'), sealed('bbbb')];
    expect(a).toMatchObject({ others: { brand_id: expect.stringMatching(/^aaaa.{12}$/) } });
    expect(a).not.toEqual(b);
    expect(redactObserved({ ...object, others }, 'trigger', { fields: [], keyedHash: null })).toMatchObject({ others });
  });

  it('compare under one key alone; what came or went is an edit under any', () => {
    const recorded = new Map([['trigger/1' as const, { a: ones, b: ones, c: ones, d: ones }]]);
    const now = { a: ones, b: 'aaaa222222222222', c: 'bbbb333333333333', e: 'bbbb444444444444' };
    expect(compareOtherFields(recorded, 'trigger/1', now)).toEqual({ now, changed: ['b', 'd', 'e'], unsure: ['c'] });
    expect(compareOtherFields(new Map(), 'trigger/2', { a: ones })).toMatchObject({ changed: ['a'] });
    expect(compareOtherFields(null, 'trigger/1', { a: ones })).toMatchObject({ changed: [], unsure: ['a'] });
    expect(compareOtherFields(null, 'trigger/1', {})).toMatchObject({ changed: [], unsure: [] });
  });

  it('are read back, without objects that have none and without what is no fingerprint', () => {
    const text = otherFieldsText(
      new Map([
        ['trigger/2', { b: ones, a: ones }],
        ['macro/1', {}],
      ]),
    );
    expect(text).toBe(`{\n  "trigger/2": {\n    "a": "${ones}",\n    "b": "${ones}"\n  }\n}\n`);
    expect([...(parseOtherFields(text) ?? [])]).toEqual([['trigger/2', { a: ones, b: ones }]]);
    expect(parseOtherFields(null)).toBeNull();
    for (const damaged of ['', '[]', '{"x": 1}', '{"trigger/1": {"a": "zz", "b c": "111111111111"}}'])
      expect([...(parseOtherFields(damaged) ?? [])].flatMap(([, fields]) => Object.keys(fields))).toEqual([]);
  });
});
