import { expect, test } from 'vitest';
import { toJson } from '#commands/audit/render-entries.ts';
import { judgeLog, type LogLine, lastTime, mergeLines, readLine } from '#core/entry/log-file.ts';
import { toLogEntry } from '../../support/audit-world.ts';
import { hostileTexts } from '../../support/hostile.ts';

const line = (id: string, second: number, label = 'A rule'): LogLine => {
  const time = `2026-11-20T08:00:${String(second).padStart(2, '0')}Z`;
  return { time, id, text: `${toJson(toLogEntry({ id, created_at: time, source_label: label }))}\n` };
};
const join = (...lines: readonly LogLine[]) => lines.map(({ text }) => text).join('');

test('a line is read back whatever the account wrote into it', () => {
  const forged = '","id":99,"action_label":null,"url":null}';
  for (const text of [...hostileTexts, forged]) {
    const entry = toLogEntry({
      id: '7',
      created_at: '2026-11-20T08:00:00Z',
      source_label: text,
      url: text,
      action_label: text,
    });
    expect(readLine(`${toJson(entry)}\n`), text).toEqual({ time: '2026-11-20T08:00:00Z', id: '7' });
    expect(judgeLog('2026-11', `${toJson(entry)}\n`), text).toBeNull();
  }
});

test('what is there already is not added, what comes late is put in its place', () => {
  const [a, b, c, d] = [line('9', 1), line('10', 1), line('12', 3), line('11', 2)];
  const file = mergeLines('', [a, b, c]).text;
  expect(file).toBe(join(a, b, c));
  expect(mergeLines(file, [a, b, c]).text).toBe(file);
  expect(mergeLines(file, [{ ...c, text: 'another mask\n' }]).text).toBe(file);
  expect(mergeLines(file, [d, c]).text).toBe(join(a, b, d, c));
  expect(mergeLines(join(b, c), [a, b]).text).toBe(join(a, b, c));
  expect(lastTime(file)).toBe(c.time);
  expect(lastTime('')).toBeNull();
});

test('a file is judged', () => {
  const [a, b] = [line('1', 1), line('2', 2)];
  expect(judgeLog('2026-11', join(a, b))).toBeNull();
  expect(judgeLog('2026-12', join(a))).toMatch(/another month/);
  expect(judgeLog('2026-11', join(a, a))).toMatch(/twice/);
  expect(judgeLog('2026-11', join(b, a))).toMatch(/place/);
  expect(judgeLog('2026-11', 'nonsense\n')).toMatch(/no audit entry/);
  expect(judgeLog('2026-11', a.text.trimEnd())).toMatch(/newline/);
});
