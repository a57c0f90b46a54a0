import { describe, expect, test } from 'vitest';
import {
  findMisplaced,
  findShortState,
  parseCommand,
  parseDigestWords,
  parseDriftWords,
} from '#policy/parse-command.ts';

describe('a state is named', () => {
  test.each([
    ['abc1234 fine', 'fine'],
    ['`abc1234` fine', 'fine'],
    ['``abc1234`` fine', 'fine'],
    ['`abc1234`fine', 'fine'],
    ['`abc1234`, fine', 'fine'],
    ['`abc1234 fine`', 'fine`'],
    ['abc1234: fine', 'fine'],
    ['"abc1234" fine', 'fine'],
    ['**ABC1234** fine', 'fine'],
    ['(abc1234) fine', 'fine'],
    ['<abc1234> fine', 'fine'],
    ['“abc1234”', ''],
    ['´abc1234´ fine', 'fine'],
  ])('by "%s", whatever stands around it', (rest, reason) => {
    expect(parseDriftWords('approve', rest)).toEqual({ state: 'abc1234', remove: false, reason });
    expect(parseDigestWords('approve', rest)).toMatchObject({ hash: 'abc1234', row: null });
  });

  test.each(['`none` it is gone', 'none, it is gone'])('as gone by "%s"', (rest) => {
    expect(parseDriftWords('approve', rest)).toEqual({ state: 'none', remove: false, reason: 'it is gone' });
  });

  test.each([
    '#1234567 is the ticket',
    'TICKET-1234567',
    'release-4.2',
    'abc1234-fix',
    'see abc1234',
    '`title` only',
    'fine',
    '',
    '`',
    '````',
  ])('by no word of "%s"', (rest) => {
    expect(parseDriftWords('approve', rest)).toEqual({ state: null, remove: false, reason: rest });
  });

  test('before "delete", which is meant only where it stands by itself', () => {
    expect(parseDriftWords('revert', '`abc1234` delete it')).toEqual({ state: 'abc1234', remove: true, reason: 'it' });
    expect(parseDriftWords('revert', '`abc1234` `delete` rule')).toMatchObject({ remove: false });
  });
});

test('a word with too few digits is noticed in code ticks as well', () => {
  expect(findShortState('`dead` ok', [])).toBe('dead');
  expect(findShortState('dead ok', [])).toBeNull();
  expect(findShortState('dead, ok', ['deadbeef'])).toBe('dead');
  expect(findShortState('2024 release', [])).toBe('2024');
});

test('a digest takes its hash and its row in code ticks', () => {
  expect(parseDigestWords('approve', '`abc1234` `2` fine')).toEqual({
    hash: 'abc1234',
    row: 2,
    remove: false,
    reason: 'fine',
  });
  expect(parseDigestWords('approve', '`abc1234` all')).toMatchObject({ hash: 'abc1234', row: 'all' });
  expect(parseDigestWords('approve', 'abc1234 1, 2')).toMatchObject({ hash: 'abc1234', row: null });
});

describe('a command that does not count', () => {
  const quote = ['> zendrift wrote', '> /approve abc1234 reason', ''].join('\n');

  test.each<[string, 'indented' | 'quoted']>([
    [' /approve abc1234', 'indented'],
    ['\t/approve', 'indented'],
    ['\n\n/reject no', 'indented'],
    ['\r\n    /revert', 'indented'],
    [`${quote}\n/approve abc1234`, 'quoted'],
    [`On Tue, 24 Nov 2026 at 10:00, Ann <ann@acme.example> wrote:\n\n${quote}\r\n  /approve`, 'quoted'],
    [`Am 24.11.2026 um 10:00 schrieb Ann:\n${quote}/approve`, 'quoted'],
  ])('is found in %j', (body, why) => {
    expect(findMisplaced(body)).toMatchObject({ type: 'misplaced', why });
    expect(parseCommand(body)).toBeNull();
  });

  test.each([
    '/approve abc1234',
    `/approve abc1234\n\n${quote}`,
    'Should I write this?\n/approve abc1234',
    'Of 2 things:\n/approve',
    quote,
    ' /etc/passwd',
    '`/approve`',
    `${quote}\nThanks.\n/approve`,
    '',
  ])('is not seen in %j', (body) => expect(findMisplaced(body)).toBeNull());
});

test.each([
  [
    'abc1234 until 2027-01-15 for the migration',
    { state: 'abc1234', until: '2027-01-15', reason: 'for the migration' },
  ],
  ['until 2027-01-15', { state: null, until: '2027-01-15', reason: '' }],
  ['abc1234 Until `2027-01-15`, fine', { state: 'abc1234', until: '2027-01-15', reason: 'fine' }],
  ['abc1234 until further notice', { state: 'abc1234', until: 'further', reason: 'notice' }],
  ['abc1234 until', { state: 'abc1234', until: '', reason: '' }],
  ['abc1234 fine until 2027-01-15', { state: 'abc1234', reason: 'fine until 2027-01-15' }],
  ['abc1234 untilled', { state: 'abc1234', reason: 'untilled' }],
])('/approve %s has the end date in front of its reason', (rest, expected) => {
  expect(parseDriftWords('approve', rest)).toEqual({ remove: false, ...expected });
});

test('a rejection has no end date, an approval of a digest may have one', () => {
  expect(parseDriftWords('reject', 'until 2027-01-15')).toMatchObject({ reason: 'until 2027-01-15' });
  expect(parseDigestWords('approve', 'abc1234 all until 2027-01-15 x')).toMatchObject({
    row: 'all',
    until: '2027-01-15',
  });
});
