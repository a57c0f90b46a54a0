import { expect, test } from 'vitest';
import { type ComparedAccount, compareAccounts } from '#core/compare/compare-accounts.ts';
import { type Names, noNames } from '#core/names/names.ts';
import { objectKey } from '#core/object-key.ts';
import { toRecordedObject } from '#core/references/recorded-object.ts';
import type { JsonObject } from '#json.ts';

const account = (values: readonly JsonObject[], names: Partial<Names> = {}): ComparedAccount => ({
  objects: values.flatMap(
    (value) => toRecordedObject(objectKey('trigger', String(value['id'])), JSON.stringify(value)) ?? [],
  ),
  names: { ...noNames, ...names },
});
const rule = (id: number, title: string, group: string, tag = 'vip'): JsonObject => ({
  ...{ id, title, active: true, actions: [{ field: 'current_tags', value: tag }] },
  conditions: { all: [{ field: 'group_id', operator: 'is', value: group }], any: [] },
});

test('ids are compared by what they name', () => {
  const a = account([rule(1, 'Route', '1001')], { groups: { 1001: 'Sales' } });
  expect(compareAccounts(a, account([rule(9, 'Route', '2002')], { groups: { 2002: 'Sales' } }))).toEqual({
    ...{ same: 1, different: [], only: { a: [], b: [] } },
  });
  expect(compareAccounts(a, account([rule(9, 'route', '2002')], { groups: { 2002: 'Legal' } })).different).toEqual([
    {
      ...{ a: 'trigger/1', b: 'trigger/9', title: 'Route' },
      changes: ['conditions.all[0].value: "groups:Sales" → "groups:Legal"', 'title: "Route" → "route"'],
    },
  ]);
});

test('objects of one name are matched by content, then in their order; the rest is on one side', () => {
  const a = account([rule(1, 'Same', '1', 'a'), rule(2, 'Same', '1', 'b'), rule(3, 'Old name', '1', 'c')]);
  const b = account([
    rule(7, 'Same', '1', 'b'),
    rule(8, 'New name', '1', 'c'),
    rule(9, 'Same', '1', 'x'),
    rule(10, 'Same', '1', 'y'),
  ]);
  const { same, different, only } = compareAccounts(a, b);
  expect(same).toBe(1);
  expect(different.map((one) => [one.a, one.b, one.changes])).toEqual([
    ['trigger/1', 'trigger/9', ['actions[0].value: "a" → "x"']],
    ['trigger/3', 'trigger/8', ['title: "Old name" → "New name"']],
  ]);
  expect(only).toEqual({ a: [], b: [{ object: 'trigger/10', title: 'Same' }] });
});
