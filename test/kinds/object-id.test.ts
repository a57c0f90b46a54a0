import { expect, test } from 'vitest';
import { isPathSafeId } from '#kinds/object-id.ts';

test.each(['360000000041', '01HZX4M5Q7ABCDEFGHJKMNPQRS', 'my_field-key', '_', 'a'.repeat(64)])('%s is an id', (id) => {
  expect(isPathSafeId(id)).toBe(true);
});

test.each(['', '-4', '.', '..', 'a/b', 'a.json', 'a b', 'a\n', 'é', 'order', 'ORDER', 'ReadMe', 'a'.repeat(65)])(
  '%j never becomes part of a path',
  (id) => expect(isPathSafeId(id)).toBe(false),
);
