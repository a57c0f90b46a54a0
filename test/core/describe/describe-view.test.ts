import { describe, expect, it } from 'vitest';
import { describeChange } from '#core/describe/describe-change.ts';
import type { JsonObject } from '#json.ts';
import { view } from '#kinds/view.ts';
import { condition, names, plainLines, snapshot } from './builders.ts';

const account = names({ ticketFields: { '360': 'Region' } });
const shown = (execution: JsonObject): JsonObject => ({ execution });
const edit = (before: JsonObject, after: JsonObject) =>
  plainLines(describeChange(view, snapshot(view, before), snapshot(view, after), account));

describe('a view', () => {
  it('says columns by their titles', () => {
    expect(edit(shown({ columns: ['status', 'subject'] }), shown({ columns: ['subject', 360, 'nice_id'] }))).toEqual([
      'Column added: "Region"',
      'Column added: ID',
      'Column removed: Status',
    ]);
    expect(
      edit(shown({ columns: ['status', 'subject', 'group'] }), shown({ columns: ['group', 'status', 'subject'] })),
    ).toEqual(['Column moved from 3rd to 1st: Group']);
  });

  it('says grouping and sorting', () => {
    expect(
      edit(
        shown({ sort_by: 'nice_id', sort_order: 'desc' }),
        shown({ group_by: 'status', group_order: 'asc', sort_by: 'nice_id', sort_order: 'asc' }),
      ),
    ).toEqual([
      'It is grouped by Status, ascending (was not grouped)',
      'It is sorted by ID, ascending (was sorted by ID, descending)',
    ]);
  });

  it('says that it shows every ticket now', () => {
    const open = { conditions: { all: [condition('status', 'is', 'open')], any: [] } };
    expect(edit(open, {}).at(-1)).toBe('Now shows every ticket: no condition is left');
  });
});
