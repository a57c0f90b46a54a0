import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeChange } from '#core/describe/describe-change.ts';
import { noNames } from '#core/names/names.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { canonicalText, type JsonObject } from '#json.ts';
import { businessRules, kinds } from '#kinds/registry.ts';
import { parsed } from './builders.ts';

const others = kinds.filter(({ name }) => !businessRules.includes(name));
const state = (kind: string, value: JsonObject): Snapshot => ({
  object: `${kind}/7`,
  value,
  text: canonicalText(value),
});
const item = fc.record({ id: fc.integer({ min: 1, max: 4 }), name: fc.constantFrom('High', 'Low', '@org/team') });
const value = fc.oneof(fc.constantFrom(null, true, false, 'open', 'fixes #1'), fc.array(item, { maxLength: 4 }));

describe('what changed in a kind that is no business rule', () => {
  test.each(others)('is never left unsaid: $name', (kind) => {
    const fields = fc.record(Object.fromEntries(Object.keys(kind.fields).map((field) => [field, value])));
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        const { lines } = describeChange(kind, state(kind.name, before), state(kind.name, after), noNames);
        expect(lines.length > 0).toBe(canonicalText(before) !== canonicalText(after));
      }),
      { numRuns: 30 },
    );
  });

  test('names an item that comes, goes, changes or moves, and not all behind it', () => {
    const field = kinds.find(({ name }) => name === 'ticket-field');
    if (field === undefined) return;
    const option = (id: number, name: string) => ({ id, name, value: name.toLowerCase() });
    const change = (before: readonly JsonObject[], after: readonly JsonObject[]) =>
      describeChange(
        field,
        state('ticket-field', { custom_field_options: [...before] }),
        state('ticket-field', { custom_field_options: [...after] }),
        noNames,
      ).lines.map(({ words }) => parsed(words));
    const [low, high, top] = [option(1, 'Low'), option(2, 'High'), option(3, 'Top')];
    expect(change([low, high], [top, low, high])).toEqual(['Option added: "Top"']);
    expect(change([low, high], [high])).toEqual(['Option removed: "Low"']);
    expect(change([low, high], [high, low])).toEqual(['Option: in another order']);
    expect(change([low], [{ ...low, name: 'Lowest' }])).toEqual(['Option "Low"."name": "Low" → "Lowest"']);
  });
});
