import { expect, test } from 'vitest';
import { toResultOutput } from '#entry/result-json.ts';
import type { Ending } from '#entry/run-command.ts';

const ending = (json: unknown): Ending => ({
  type: 'outcome',
  outcome: { exitCode: 0, lines: [], json, summary: '', outputs: {}, annotations: [] },
});

test('a result that fits is one line of JSON, as it is', () => {
  const result = { version: 1, commits: [{ subject: 'a\u2028b\u202ec\n' }] };
  const text = toResultOutput(ending(result));
  expect(text).not.toMatch(/[\n\u2028\u202e]/);
  expect(JSON.parse(text)).toEqual(result);
});

test('a result that does not fit loses the ends of its longest lists, and says so', () => {
  const commits = Array.from({ length: 20_000 }, (_, number) => ({ id: String(number), subject: 'Update trigger' }));
  const text = toResultOutput(ending({ version: 1, account: 'acme', commits, warnings: ['one'] }));
  expect(text.length).toBeLessThan(450_001);
  const result = JSON.parse(text);
  expect(result).toMatchObject({ version: 1, account: 'acme', warnings: ['one'] });
  expect(result.commits[0]).toEqual(commits[0]);
  expect(result.commits.length).toBeGreaterThan(1000);
  expect(result.cut).toContain('--json');
});

test('a result that cannot be cut to fit is only its version and a note', () => {
  expect(JSON.parse(toResultOutput(ending({ version: 1, text: 'x'.repeat(500) }), 400))).toMatchObject({
    version: 1,
    cut: expect.stringContaining('Lists are cut'),
  });
});

test('a failure is a result with a version, too', () => {
  const failure = { code: 'push-refused', message: 'no', hint: 'do', exitCode: 2, stack: 'secret place' } as const;
  expect(JSON.parse(toResultOutput({ type: 'failure', failure }))).toEqual({
    version: 1,
    error: { code: 'push-refused', message: 'no', hint: 'do' },
    exitCode: 2,
  });
});
