import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IndexRow, indexText } from '#core/names/index-text.ts';
import { noNames } from '#core/names/names.ts';
import { macro } from '#kinds/macro.ts';
import { trigger } from '#kinds/trigger.ts';
import { codePoint } from '../../support/code-point.ts';
import { names } from '../describe/builders.ts';

const row = (id: string, title: string, more: Partial<IndexRow> = {}): IndexRow => ({
  id,
  title,
  active: true,
  categoryId: null,
  ...more,
});

describe('the index of a kind', () => {
  it('lists triggers in run order, each with its file, state and category', () => {
    const rows = [row('1', 'Zebra', { categoryId: '900' }), row('2', 'Ant', { active: false, categoryId: '901' })];
    const order = [
      { category: '901', ids: ['2'] },
      { category: '900', ids: ['1'] },
    ];
    const account = names({ categories: { '900': 'Notifications | all' } });
    expect(indexText(trigger, 'acme', rows, order, account).split('\n')).toEqual([
      '# Triggers of acme',
      '',
      '2 triggers, 1 active, in run order. Written by zendrift; edits are overwritten.',
      '',
      '| title | id | active | category |',
      '| --- | --- | --- | --- |',
      '| Ant | [2](2.json) | no | 901 |',
      '| Zebra | [1](1.json) | yes | Notifications &#124; all |',
      '',
    ]);
  });

  it('lists macros by title, and one alone in the singular', () => {
    const text = indexText(macro, 'acme', [row('10', 'B'), row('9', 'B'), row('3', 'A')], [], noNames);
    expect([...text.matchAll(/\[(\d+)\]/g)].map(([, id]) => id)).toEqual(['3', '9', '10']);
    expect(indexText(macro, 'acme', [row('3', '')], [], noNames)).toContain('1 macro, 1 active');
    expect(indexText(macro, 'acme', [row('3', '')], [], noNames)).toContain('| (no title) |');
  });

  it('puts an object without a place last', () => {
    const text = indexText(trigger, 'acme', [row('1', 'A'), row('2', 'B')], [{ category: null, ids: ['2'] }], noNames);
    expect(text.indexOf('[2]')).toBeLessThan(text.indexOf('[1]'));
  });

  it('keeps one line and four cells for each object, whatever its title, in the same bytes for any listing', () => {
    const rows = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 99 }).map(String),
        title: fc.string({ unit: codePoint }),
        active: fc.boolean(),
        categoryId: fc.option(fc.string()),
      }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(rows, (list) => {
        const text = indexText(trigger, 'acme', list, [], noNames);
        const lines = text.split('\n').slice(6, -1);
        expect(lines).toHaveLength(list.length);
        for (const line of lines) expect(line.match(/\|/g)).toHaveLength(5);
        expect(indexText(trigger, 'acme', list.toReversed(), [], noNames)).toBe(text);
      }),
    );
  });
});
