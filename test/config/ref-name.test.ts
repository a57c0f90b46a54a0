import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBranchName, isRefName, isStateRef } from '#config/ref-name.ts';

const git = promisify(execFile);
const gitAccepts = (name: string): Promise<boolean> =>
  git('git', ['check-ref-format', `refs/heads/${name}`]).then(
    () => true,
    () => false,
  );

describe('a ref name', () => {
  test.each(['main', 'zendrift/acme', 'a-b_c.d', 'ünï', 'feature/x@y', 'refs-x'])('%j is a branch', (name) => {
    expect(isBranchName(name)).toBe(true);
  });

  test.each([
    '',
    '-x',
    'refs/heads/main',
    'a..b',
    'a b',
    'a~',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[b',
    'a\\b',
    '@',
    'a@{b',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.',
    'a.lock',
    'a.lock/b',
    'a\nb',
    'a\u202eb',
    'x'.repeat(201),
  ])('%j is no branch', (name) => {
    expect(isBranchName(name)).toBe(false);
  });

  test('the state may be anywhere but in a branch, a tag or what belongs to git and to servers', () => {
    const fine = ['refs/zendrift/acme', 'refs/headset/x', 'refs/x/y/z', 'refs/heads/zendrift-state/acme'];
    expect(fine.every(isStateRef)).toBe(true);
    const others = [
      'refs/heads/main',
      'refs/heads/zendrift-state',
      'refs/heads/a/b',
      'refs/tags/x',
      'refs/remotes/origin/x',
      'refs/pull/1/head',
    ];
    expect(['refs/x', 'main', 'refs/zendrift/', 'refs/a/..', ...others].filter(isStateRef)).toEqual([]);
  });

  test('git takes every name that is accepted here', async () => {
    const name = fc.string({
      unit: fc.constantFrom('a', '.', '/', '@', '{', '~', '-', ' ', 'é', '.lock', '\\'),
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(name.filter(isRefName), async (accepted) => gitAccepts(accepted)),
      { numRuns: 60 },
    );
  });
});
