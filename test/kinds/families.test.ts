import { expect, test } from 'vitest';
import { groupEntries, groupKeyOf } from '#core/entry/changed-objects.ts';
import { familyOf, kindOfSource, kindsOfSource, sourcesFor } from '#kinds/registry.ts';
import { trigger } from '#kinds/trigger.ts';
import { entry } from '../policy/build.ts';

const names = (kinds: readonly { readonly name: string }[]) => kinds.map(({ name }) => name);

test('kinds that the log calls by one word are a family, and share their ids with no other kind', () => {
  expect(names(familyOf(trigger))).toEqual(['trigger', 'automation', 'macro', 'view']);
  expect(names(kindsOfSource('custom_field/field'))).toEqual(['user-field', 'organization-field']);
  expect([kindOfSource('rule'), kindOfSource('trigger')?.name, kindOfSource('nonsense')]).toEqual([
    null,
    'trigger',
    null,
  ]);
});

test('entries of one id are of one object only inside a family', () => {
  const [a, b, c] = ['rule', 'macro', 'group'].map((sourceType, index) =>
    entry({ id: String(index + 1), sourceType, sourceId: '7' }),
  );
  const groups = groupEntries([a, b, c].flatMap((one) => one ?? []));
  expect(groups.map(({ key, entries, source }) => [key, entries.length, source?.name])).toEqual([
    ['trigger/7', 2, 'macro'],
    ['group/7', 1, 'group'],
  ]);
  expect(groupKeyOf({ sourceType: 'user_setting', sourceId: '7' })).toBe('user_setting/7');
});

test('the log is asked for rules, and for what else is tracked', () => {
  const four = ['rule', 'trigger', 'automation', 'macro', 'view'];
  expect(sourcesFor([])).toEqual(four);
  expect(sourcesFor(['trigger', 'webhook'])).toEqual(four);
  expect(sourcesFor(['group', 'user-field'])).toEqual(expect.arrayContaining([...four, 'group', 'custom_field/field']));
});
