import { expect, test } from 'vitest';
import { openProgressLine } from '#commands/audit/show-progress.ts';

function open(from: string | null) {
  const said: string[] = [];
  let now = 0;
  const show = openProgressLine(
    {
      clock: { now: () => now, sleep: async () => {} },
      progress: { stage: (text) => void said.push(text), warn: () => {}, detail: () => {} },
    },
    { from, to: '2026-01-11T00:00:00Z' },
  );
  const after = (seconds: number, count: number, time: string) => {
    now = seconds * 1000;
    show(count, time);
  };
  return { said, after };
}

test('a long export says every five seconds how fast it is and how long it will take', () => {
  const { said, after } = open('2026-01-01T00:00:00Z');
  after(1, 100, '2026-01-01T12:00:00Z');
  after(5, 500, '2026-01-02T00:00:00Z');
  after(7, 700, '2026-01-02T00:00:00Z');
  after(20, 4_000, '2026-01-06T00:00:00Z');
  expect(said).toEqual([
    'Reading the audit log from 2026-01-01T00:00:00Z to 2026-01-11T00:00:00Z',
    'Read 500 audit entries up to 2026-01-02T00:00:00Z, 100 per second, about 45 s left',
    'Read 4000 audit entries up to 2026-01-06T00:00:00Z, 200 per second, about 20 s left',
  ]);
});

test('of the whole log the first entry that is read is the start, and minutes are reported as minutes', () => {
  const { said, after } = open(null);
  after(0, 1, '2026-01-01T00:00:00Z');
  after(60, 600, '2026-01-02T00:00:00Z');
  expect(said.at(-1)).toBe('Read 600 audit entries up to 2026-01-02T00:00:00Z, 10 per second, about 9 min left');
});
