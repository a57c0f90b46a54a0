import { expect, test } from 'vitest';
import { parseExport } from '#config/export-settings.ts';

const openReporter = () => {
  const problems: string[] = [];
  const nameOf = (name: string): string => `--${name}`;
  return { problems, nameOf, refuse: (name: string, wanted: string) => void problems.push(`--${name}: ${wanted}`) };
};

const none = { from: null, to: null, format: null, output: null };

test('without anything it is the last 30 days until now', () => {
  const reporter = openReporter();
  expect(parseExport(none, reporter)).toEqual({
    from: { type: 'before', seconds: 30 * 86_400 },
    to: null,
    format: null,
    output: null,
  });
  expect(reporter.problems).toEqual([]);
});

test('a day begins at its first second and ends with its last', () => {
  expect(parseExport({ ...none, from: '2026-11-20', to: '2026-11-20' }, openReporter())).toMatchObject({
    from: { type: 'time', time: '2026-11-20T00:00:00Z' },
    to: '2026-11-20T23:59:59Z',
  });
  expect(parseExport({ ...none, from: '1d12h' }, openReporter()).from).toEqual({ type: 'before', seconds: 129_600 });
});

test.each([
  [{ from: 'yesterday' }, '--from: a day'],
  [{ from: '2026-02-30' }, '--from: a day'],
  [{ from: '0d' }, '--from: a day'],
  [{ to: '2026-11-20 10:00' }, '--to: a day'],
  [{ from: '2026-11-21', to: '2026-11-20' }, '--from 2026-11-21 is after --to 2026-11-20'],
  [{ format: 'xlsx' }, '--format: one of csv'],
])('%j is a problem', (given, problem) => {
  const reporter = openReporter();
  parseExport({ ...none, ...given }, reporter);
  expect(reporter.problems.join()).toContain(problem);
});

test('what names a commit is left to restore', () => {
  const reporter = openReporter();
  expect(parseExport({ ...none, to: 'abcdef1234' }, reporter).to).toBeNull();
  expect(reporter.problems).toEqual([]);
});
