import { describe, expect, test } from 'vitest';
import { openLint } from '#core/lint/lint-objects.ts';
import { noNames } from '#core/names/names.ts';
import { objectKey } from '#core/object-key.ts';
import { toRecordedObject } from '#core/references/recorded-object.ts';
import type { JsonObject } from '#json.ts';

type Condition = readonly [string, string, string | null];
const toConditions = (list: readonly Condition[]) =>
  list.map(([field, operator, value]) => ({ field, operator, value }));

function lintAll(objects: readonly (readonly [string, JsonObject])[], names = noNames) {
  const look = openLint(names);
  return objects.flatMap(([kind, value], index) => {
    const recorded = toRecordedObject(objectKey(kind, String(index + 1)), JSON.stringify(value));
    return recorded === null ? [] : look(recorded);
  });
}

const trigger = (all: readonly Condition[], any: readonly Condition[] = [], rest: JsonObject = {}): JsonObject => ({
  ...{ title: 'T', active: true, actions: [{ field: 'status', value: 'open' }], ...rest },
  conditions: { all: toConditions(all), any: toConditions(any) },
});
const codesOf = (...args: Parameters<typeof lintAll>) => lintAll(...args).map(({ code, level }) => `${level} ${code}`);

describe('conditions', () => {
  test.each<[string, readonly Condition[]]>([
    [
      'two values of one field',
      [
        ['group_id', 'is', '1'],
        ['group_id', 'is', '2'],
      ],
    ],
    [
      'is and is not',
      [
        ['brand_id', 'is_not', '1'],
        ['brand_id', 'is', '1'],
      ],
    ],
    [
      'no status is left',
      [
        ['status', 'less_than', 'open'],
        ['status', 'greater_than', 'new'],
      ],
    ],
    [
      'a tag that must not be there',
      [
        ['current_tags', 'includes', 'a'],
        ['current_tags', 'not_includes', 'a b'],
      ],
    ],
    ['none of no words', [['current_tags', 'includes', '']]],
  ])('never match: %s', (_, all) => {
    expect(codesOf([['trigger', trigger(all)]])).toEqual(['error never-matches']);
    expect(codesOf([['trigger', trigger(all, [], { active: false })]])).toEqual([]);
  });

  test.each<[string, readonly Condition[]]>([
    [
      'stand-ins may be the same user',
      [
        ['assignee_id', 'is', 'current_user'],
        ['assignee_id', 'is', '7'],
      ],
    ],
    [
      'stand-ins may be the same group',
      [
        ['group_id', 'is', 'current_groups'],
        ['group_id', 'is', '7'],
      ],
    ],
    [
      'another tag may be there',
      [
        ['current_tags', 'includes', 'a c'],
        ['current_tags', 'not_includes', 'a b'],
      ],
    ],
    [
      'a status is left',
      [
        ['status', 'less_than', 'solved'],
        ['status', 'is_not', 'new'],
      ],
    ],
    [
      'a role has parts',
      [
        ['role', 'is', 'agent'],
        ['role', 'is', '7'],
      ],
    ],
  ])('may match: %s', (_, all) => {
    expect(lintAll([['trigger', trigger(all)]])).toEqual([]);
  });

  test('of any: one is dead, or all of them are', () => {
    const [open, closed, vip]: Condition[] = [
      ['status', 'is', 'open'],
      ['status', 'is', 'closed'],
      ['current_tags', 'includes', 'vip'],
    ];
    if (!open || !closed || !vip) throw new Error('unreachable');
    expect(codesOf([['view', trigger([open], [closed, vip])]])).toEqual(['warning dead-condition']);
    expect(codesOf([['view', trigger([open], [closed])]])).toEqual(['error never-matches']);
  });

  test('are missing', () => {
    expect(codesOf([['trigger', trigger([])]])).toEqual(['warning no-conditions']);
    expect(codesOf([['macro', { title: 'M', active: true, actions: [] }]])).toEqual([]);
  });
});

test('the later one of two equal rules names the first', () => {
  const rule = trigger([['status', 'is', 'open']]);
  expect(
    lintAll([
      ['trigger', rule],
      ['automation', rule],
      ['trigger', { ...rule, title: 'Copy' }],
    ]),
  ).toEqual([{ code: 'duplicate-rule', level: 'warning', object: 'trigger/3', message: 'does the same as trigger/1' }]);
});

test('an id without a name is unknown only where its list was read', () => {
  const rule = trigger([['group_id', 'is', '9']]);
  expect(codesOf([['trigger', rule]])).toEqual([]);
  expect(codesOf([['trigger', rule]], { ...noNames, groups: { 8: 'Sales' } })).toEqual(['info unknown-reference']);
  expect(codesOf([['trigger', rule]], { ...noNames, groups: { 9: 'Sales' } })).toEqual([]);
});

const macro = (text: string): JsonObject => ({
  title: 'M',
  active: true,
  actions: [{ field: 'comment_value', value: text }],
});

test.each([
  ['{{ticket.titel}}', ['warning unknown-placeholder']],
  ['{{ticket.title}} {{ticket.requester.first_name}} {{ticket.something_new}} {{ticket.ticket_field_12}}', []],
  ['write to jane@acme.example', ['info personal-data']],
  ['call +49 30 1234567', ['info personal-data']],
  ['pay to DE89 3704 0044 0532 0130 00', ['info personal-data']],
  ['order 2026-11-22 1234567890, DE89 3704 0044 0532 0130 01, @acme', []],
])('the text %s', (text, codes) => {
  const found = lintAll([['macro', macro(text)]]);
  expect(found.map(({ code, level }) => `${level} ${code}`)).toEqual(codes);
  if (codes[0] === 'info personal-data')
    expect(found[0]?.message).toMatch(/^actions\[0\] \(comment_value\) holds an? [\w -]+$/);
});
