import { describe, expect, test } from 'vitest';
import { reportFile } from '#commands/report/report-file.ts';
import type { ReportRun } from '#commands/report/report-run.ts';
import type { InputValues } from '#config/inputs.ts';
import { parseReportSettings } from '#config/report-settings.ts';

const head =
  'created_at,actor_name,actor_id,action,source_type,source_label,source_id,change_description,ip_address,id,action_label,url';
const row = (time: string, id: number, over: Readonly<Record<string, string>> = {}) => {
  const cells: Readonly<Record<string, string>> = {
    created_at: time,
    actor_name: 'Jane Doe',
    actor_id: '1001',
    action: 'update',
    source_type: 'rule',
    source_label: 'Notify requester',
    source_id: '41',
    change_description: '"Title: a ""b"", c"',
    ip_address: '203.0.113.7',
    id: `${id}`,
    action_label: 'Updated',
    url: '',
    ...over,
  };
  return head
    .split(',')
    .map((name) => cells[name] ?? '')
    .join(',');
};

const read = (lines: readonly string[], given: InputValues = {}) => {
  const run: ReportRun = {
    account: 'acme',
    committers: [],
    source: { type: 'file', file: 'log.csv', lines: () => toAsync(lines) },
    policy: { rules: [{ name: 'team', decide: 'approved', actors: ['1001'] }], timezone: 'UTC', hours: null },
    logins: new Map(),
    webUrl: null,
    adminUrl: 'https://acme.zendesk.com',
    settings: parseReportSettings({ input: 'log.csv', ...given }, 'UTC'),
    target: { format: 'json', destination: { type: 'nowhere' }, deliver: async () => {} },
    clock: { now: () => Date.parse('2026-12-01T00:00:00Z'), sleep: async () => {} },
    progress: { stage: () => {}, detail: () => {}, warn: () => {} },
  };
  return reportFile(run, { type: 'file', file: 'log.csv', lines: () => toAsync(lines) });
};

async function* toAsync(lines: readonly string[]): AsyncIterable<string> {
  yield* lines;
}

const week = [
  head,
  row('2026-11-18T10:00:00Z', 1),
  row('2026-11-20T13:10:00Z', 2, { actor_name: 'Eve', actor_id: '1005', action: 'destroy' }),
  row('2026-11-20T13:50:00Z', 3, { source_type: 'user', source_id: '7', source_label: "'=cmd()" }),
  row('2026-11-20T13:50:00Z', 3),
  row('2026-11-20T23:30:00Z', 4, { action: 'login', ip_address: '198.51.100.4' }),
];

describe('an export of zendrift audit', () => {
  test('is reported whole, each entry once, without verdicts', async () => {
    const result = await read(week);
    expect(result).toMatchObject({
      input: 'log.csv',
      from: '2026-11-18T10:00:00Z',
      to: '2026-11-20T23:30:00Z',
      head: null,
    });
    expect(result.totals).toMatchObject({ changes: 4, people: 2, deleted: 1, approved: 0, unapproved: 0, open: 0 });
    expect(result.changes.map(({ change, kind, verdict }) => [change, kind, verdict])).toEqual([
      ['login', 'rule', null],
      ['updated', 'user', null],
      ['deleted', 'rule', null],
      ['updated', 'rule', null],
    ]);
    expect(result.changes[1]).toMatchObject({
      object: 'user/7',
      title: '=cmd()',
      actor_id: '1001',
      ip: '203.0.113.7',
      words: 'Title: a "b", c',
    });
    expect(result.unexpected).toEqual([{ id: '1005', name: 'Eve', changes: 1, reasons: ['not-listed'] }]);
    expect(result.firstSeen).toEqual([]);
  });

  test('days are those of the reader, and who is new is known where the file reaches further back', async () => {
    const result = await read(week, { from: '2026-11-19', timezone: 'Europe/Berlin' });
    expect(result.days.map(({ day, changes }) => [day, changes])).toEqual([
      ['2026-11-20', 2],
      ['2026-11-21', 1],
    ]);
    expect(result.firstSeen.map(({ type, id }) => [type, id])).toEqual([
      ['person', '1005'],
      ['address', '1001'],
    ]);
  });

  test('what was done just before an incident stands nearest first; filters hold', async () => {
    const around = { around: '2026-11-20T14:00Z', window: '1h' };
    const timesOf = async (given: InputValues) =>
      (await read(week, given)).changes.map(({ time }) => time.slice(11, 16));
    expect(await timesOf(around)).toEqual(['13:50', '13:10']);
    expect(await timesOf({ ...around, actor: '1005' })).toEqual(['13:10']);
    expect(await timesOf({ ...around, window: '5m' })).toEqual([]);
    expect(await timesOf({ kind: 'user' })).toEqual(['13:50']);
    expect(await timesOf({ object: 'rule/41' })).toEqual(['23:30', '13:10', '10:00']);
  });

  test('as JSON Lines or one JSON document it is the same', async () => {
    const entry = {
      id: 9,
      created_at: '2026-11-18T10:00:00Z',
      actor_id: 1001,
      actor_name: 'Jane Doe',
      action: 'update',
    };
    const more = { source_type: 'rule', source_id: 360000000041, source_label: 'A', change_description: 'x\ny' };
    const lines = [JSON.stringify({ ...entry, ...more })];
    const expected = { object: 'rule/360000000041', actor_id: '1001', words: 'x; y', auditIds: ['9'] };
    expect((await read(lines)).changes[0]).toMatchObject(expected);
    const document = JSON.stringify({ audit_logs: [{ ...entry, ...more }] }, null, 2).split('\n');
    expect((await read(document)).changes[0]).toMatchObject(expected);
  });
});

test('the CSV that Zendesk e-mails has other columns, in UTC, and no ids', async () => {
  const result = await read([
    '\ufeffTime,Actor,IP address,Item,Activity type,Activity',
    '2026-11-20 13:10:00 UTC,Jane Doe,203.0.113.7,Notify requester,Updated,"Title: a',
    'b"',
    '2026-11-20 14:10:00 +0100,Jane Doe,203.0.113.7,Notify requester,Deleted,',
  ]);
  expect(result.changes.map(({ time, change, title, words }) => [time, change, title, words])).toEqual([
    ['2026-11-20T13:10:00Z', 'deleted', 'Notify requester', ''],
    ['2026-11-20T13:10:00Z', 'updated', 'Notify requester', 'Title: a; b'],
  ]);
  expect(result.people).toMatchObject([{ id: null, name: 'Jane Doe', changes: 2 }]);
});

describe('a file that is no audit log, or not all of one, is refused', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['empty', [], /it is empty/],
    [
      'foreign',
      ['name,price', 'apple,1'],
      /it has no columns created_at, actor_name, action \(its columns: name, price\)/,
    ],
    ['cut in a row', [head, row('2026-11-18T10:00:00Z', 1).slice(0, 60)], /line 2 has \d+ of 12 columns/],
    ['cut in a cell', [head, '2026-11-18T10:00:00Z,"Jane'], /ends inside a quoted cell/],
    ['without a time', [head, row('last week', 1)], /line 2 has no time that can be read: "last week"/],
    ['cut JSON Lines', ['{"id":1,"created_at":"2026-11-18T10:00:00Z"}', '{"id":2,'], /line 2 is no whole audit entry/],
    ['cut JSON', ['{"audit_logs":[', '{"id":1'], /cut off/],
    ['OCSF', ['{"class_uid":3004}'], /it is OCSF/],
    ['only a head', [head], /it has no entries/],
  ])('%s', async (_, lines, message) => {
    await expect(read(lines)).rejects.toMatchObject({
      code: 'export-unusable',
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });
});
