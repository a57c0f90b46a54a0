import { describe, expect, test } from 'vitest';
import { accountLabel, hasLabel, toLabelName } from '#render/issue/labels.ts';

describe('the label of an account', () => {
  test('is its name, as long as GitHub takes it', () => {
    expect(accountLabel('acme')).toBe('account:acme');
    expect(accountLabel('a'.repeat(42))).toBe(`account:${'a'.repeat(42)}`);
  });

  test('is cut to 50 characters with a hash that tells long names apart', () => {
    const names = ['a', 'b'].map((end) => accountLabel(`${'x'.repeat(61)}${end}`));
    expect(names.map((name) => name.length)).toEqual([50, 50]);
    expect(new Set(names).size).toBe(2);
    // Issues are found by it in every later version.
    expect(names[0]).toBe(`account:${'x'.repeat(33)}-e9c006ad`);
  });

  test('is never cut within a character', () => {
    expect(toLabelName('🌈'.repeat(50))).toBe('🌈'.repeat(50));
    expect(Array.from(toLabelName('🌈'.repeat(51)))).toHaveLength(50);
  });
});

test('a label is the same label in any case, as GitHub sees it', () => {
  expect(hasLabel(['bug', 'Config-Drift'], 'config-drift')).toBe(true);
  expect(hasLabel(['config-drift-old'], 'config-drift')).toBe(false);
});
