import { expect, test } from 'vitest';
import { ZendriftError } from '#errors.ts';

test('an error without a value that its message names does not compile', () => {
  const whole = new ZendriftError('config-unreadable', { file: 'a.yml', reason: 'no such file' });
  expect(whole.message).toContain('a.yml');
  expect(whole.message).toContain('no such file');
  // @ts-expect-error: what could not be read is missing.
  expect(new ZendriftError('config-unreadable', { reason: 'no such file' }).code).toBe('config-unreadable');
  // @ts-expect-error: each of several codes needs its own values.
  expect(new ZendriftError(whole.exitCode === 2 ? 'stopped' : 'deadline', { during: 'a push' }).code).toBe('stopped');
});

test('a value that a message can do without may be left out', () => {
  const known = { object: 'trigger/1', account: 'acme', hint: 'Look again.' };
  expect(new ZendriftError('object-unknown', known).message).toBe('trigger/1 is not in the history of acme.');
  expect(new ZendriftError('object-unknown', { ...known, reason: 'gone' }).message).toContain('acme: gone');
});
