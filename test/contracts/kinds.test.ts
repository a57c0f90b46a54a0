import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { kindOfSource, kinds } from '#kinds/registry.ts';
import { readTable } from './registry.ts';
import { root } from './source-files.ts';

/** The four steps of docs/adding-a-kind.md: none can be forgotten. */
const own = ['kind.ts', 'left-out.ts', 'object-id.ts', 'registry.ts', 'shape.ts'];
const files = readdirSync(join(root, 'src/kinds')).filter((name) => !own.includes(name));
const rows = readTable('docs/reference.md', '## Kinds');

const orders: Readonly<Record<Kind['order'], string>> = {
  category: 'in each category',
  plain: 'one for all',
  none: 'none',
};

test('every file of src/kinds declares a kind that stands in the registry', async () => {
  const declared = await Promise.all(
    files.map(async (name) => {
      const loaded: unknown = await import(join(root, 'src/kinds', name));
      const kind = isObject(loaded)
        ? Object.values(loaded).find((value) => isObject(value) && 'plural' in value)
        : null;
      return kind;
    }),
  );
  expect(declared.filter((kind) => !kinds.some((known) => known === kind))).toEqual([]);
  expect(declared.length).toBe(kinds.length);
});

describe.each(kinds)('$name', (kind) => {
  test('is declared in a file of its own name', () => {
    expect(files).toContain(`${kind.name}.ts`);
  });

  test('has a folder of cases', () => {
    const folder = join(root, 'test/kinds/cases', kind.plural);
    expect(existsSync(folder) && readdirSync(folder).length > 0, `${folder} has no case`).toBe(true);
  });

  test('has a row in the reference with its path, its fields and its order', () => {
    expect(rows.find(([name]) => name === `\`${kind.name}\``)).toEqual([
      `\`${kind.name}\``,
      `\`${kind.plural}/<id>.json\``,
      Object.keys(kind.fields)
        .map((field) => `\`${field}\``)
        .join(' '),
      orders[kind.order],
      expect.any(String),
    ]);
  });
});

test('the reference has no row of a kind that does not exist', () => {
  expect(rows.map(([name]) => name)).toEqual(kinds.map(({ name }) => `\`${name}\``));
});

test('names, folders and log sources are each one kind’s alone', () => {
  for (const values of [
    kinds.map(({ name }) => name),
    kinds.map(({ plural }) => plural),
    kinds.flatMap(({ auditSources }) => auditSources.filter((source) => kindOfSource(source) !== null)),
  ]) {
    expect(new Set(values).size).toBe(values.length);
  }
});
