import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toSnapshot } from '#core/snapshot/snapshot.ts';
import { canonicalText, isObject, parseExact } from '#json.ts';
import { kinds } from '#kinds/registry.ts';

/**
 * A case is a file in `cases/<plural>/`: `about` says what it shows, `given` are answers of the API that must all end as
 * the one `snapshot`, or all as `unreadable` with a reason that starts so. `writes` is the body that writes it back.
 */
const folder = resolve(import.meta.dirname, 'cases');

const field = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined);

describe.each(kinds)('$plural', (kind) => {
  const files = readdirSync(resolve(folder, kind.plural));

  test('have cases of what is kept and of what is not', () => {
    const texts = files.map((file) => readFileSync(resolve(folder, kind.plural, file), 'utf8'));
    expect(texts.some((text) => text.includes('"snapshot":'))).toBe(true);
    expect(texts.some((text) => text.includes('"writes":'))).toBe(kind.toWrite !== null);
  });

  test.each(files)('%s', (file) => {
    const content = parseExact(readFileSync(resolve(folder, kind.plural, file), 'utf8'));
    const given = field(content, 'given');
    if (!Array.isArray(given) || given.length === 0) throw new Error('a case needs "given"');
    const expected = field(content, 'snapshot');
    for (const raw of given) {
      const observed = toSnapshot(kind, raw);
      if (observed.type === 'unreadable') {
        expect(observed.reason).toMatch(new RegExp(`^${field(content, 'unreadable')}`));
        continue;
      }
      expect(observed.snapshot.value).toEqual(expected);
      expect(parseExact(observed.snapshot.text)).toEqual(expected);
      expect(observed.snapshot.text).toBe(canonicalText(observed.snapshot.value));
      expect(observed.personal).toBe(field(content, 'personal') === true);
      const writes = field(content, 'writes');
      if (writes !== undefined) expect(kind.toWrite?.(observed.snapshot.value)).toEqual(writes);
    }
  });
});

test('every folder of cases belongs to a kind', () => {
  expect(readdirSync(folder).sort()).toEqual(kinds.map((kind) => kind.plural).sort());
});
