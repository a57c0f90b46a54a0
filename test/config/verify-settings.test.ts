import { describe, expect, test } from 'vitest';
import { parseExpected, parseRemoteSample } from '#config/verify-settings.ts';

const sample = (text: string | null) => {
  const problems: string[] = [];
  return { sample: parseRemoteSample(text, (name) => void problems.push(name)), problems: problems.length };
};

describe('how much of the account is compared', () => {
  test.each([
    [null, null],
    ['false', null],
    ['true', { part: 1, seed: null }],
    ['100%', { part: 1, seed: null }],
    ['5%', { part: 0.05, seed: null }],
    ['0.5%', { part: 0.005, seed: null }],
    ['5%:42', { part: 0.05, seed: 42 }],
  ])('%j', (text, expected) => expect(sample(text)).toEqual({ sample: expected, problems: 0 }));

  test.each(['5', '0%', '100.1%', '-5%', '5%:x', 'all', '1e1%'])('%j is a problem', (text) =>
    expect(sample(text)).toEqual({ sample: null, problems: 1 }),
  );
});

test('an expected commit is at least seven hex digits, in lower case', () => {
  const problems: string[] = [];
  const refuse = (name: string) => void problems.push(name);
  expect(parseExpected('ABCDEF0', refuse)).toBe('abcdef0');
  expect(parseExpected(null, refuse)).toBeNull();
  expect(problems).toEqual([]);
  for (const text of ['abcdef', 'HEAD~1', `${'a'.repeat(65)}`]) expect(parseExpected(text, refuse)).toBeNull();
  expect(problems).toHaveLength(3);
});
