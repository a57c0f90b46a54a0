import { expect, test } from 'vitest';
import { parseExport } from '#config/export-settings.ts';

const none = { from: null, to: null, format: null, output: null };

test('without anything it is the last 30 days until now', () => {
  const problems: string[] = [];
  expect(parseExport(none, problems)).toEqual({
    from: { type: 'before', seconds: 30 * 86_400 },
    to: null,
    format: null,
    output: null,
  });
  expect(problems).toEqual([]);
});

test('a day begins at its first second and ends with its last', () => {
  expect(parseExport({ ...none, from: '2026-11-20', to: '2026-11-20' }, [])).toMatchObject({
    from: { type: 'time', time: '2026-11-20T00:00:00Z' },
    to: '2026-11-20T23:59:59Z',
  });
  expect(parseExport({ ...none, from: '1d12h' }, []).from).toEqual({ type: 'before', seconds: 129_600 });
});

test.each([
  [{ from: 'yesterday' }, 'from must be a day'],
  [{ from: '2026-02-30' }, 'from must be a day'],
  [{ from: '0d' }, 'from must be a day'],
  [{ to: '2026-11-20 10:00' }, 'to must be a day'],
  [{ from: '2026-11-21', to: '2026-11-20' }, 'from must not be after to'],
  [{ format: 'xlsx' }, 'format must be one of csv'],
])('%j is a problem', (given, problem) => {
  const problems: string[] = [];
  parseExport({ ...none, ...given }, problems);
  expect(problems.join()).toContain(problem);
});

test('what names a commit is left to restore', () => {
  const problems: string[] = [];
  expect(parseExport({ ...none, to: 'abcdef1234' }, problems).to).toBeNull();
  expect(problems).toEqual([]);
});
