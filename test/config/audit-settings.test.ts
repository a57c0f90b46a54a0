import { expect, test } from 'vitest';
import { parseAuditSettings } from '#config/audit-settings.ts';
import type { InputValues } from '#config/inputs.ts';

const parse = (values: InputValues) => parseAuditSettings(values);

test('without anything it is the whole log until now, to standard output', () => {
  expect(parse({})).toEqual({
    filters: { actions: [], actors: [], sourceTypes: [], sourceIds: [], ips: [] },
    from: null,
    to: null,
    timezone: 'UTC',
    format: null,
    target: { type: 'export', file: null },
  });
});

test.each([
  [{ from: 'yesterday' }, '--from must be a day'],
  [{ since: '2026-13-01' }, '--since must be a day'],
  [{ from: '7d', since: '7d' }, "--from and --since can't be combined"],
  [{ to: 'abcdef1234' }, '--to must be a day'],
  [{ from: '2026-11-22', to: '2026-11-21' }, '--from (2026-11-22T00:00:00Z) is after --to'],
  [{ timezone: 'Berlin' }, '--timezone must be a time zone such as Europe/Berlin, not "Berlin"'],
  [{ format: 'xlsx' }, '--format must be one of csv, jsonl, json, ocsf'],
  [{ actor: '1001,jane' }, '--actor must be a Zendesk user id, or -1 for Zendesk itself, not "jane"'],
  [{ ip: '203.0.113.0/33' }, '--ip must be an IP address, or a range'],
  [{ 'source-id': '../1' }, '--source-id must be the id of an object'],
  [{ action: 'up date!' }, '--action must be an action such as update, not "date!"'],
  [{ output: 'a.csv', incremental: 'b.csv' }, "--output and --incremental can't be combined"],
  [{ verify: 'a.csv', 'mail-csv': 'true' }, "--verify and --mail-csv can't be combined"],
  [{ incremental: 'a.json', format: 'json' }, "--incremental can't append to a JSON document"],
  [{ incremental: 'a.csv', to: '2026-11-21' }, '--incremental always reads up to now'],
  [{ 'mail-csv': 'true', ip: '10.0.0.0/8' }, "can't filter by an address range (10.0.0.0/8)"],
  [{ 'mail-csv': 'true', format: 'jsonl' }, '--mail-csv always sends CSV'],
])('%j is a problem', (values, problem) => {
  expect(() => parse(values)).toThrow(problem);
});

test('a period that is in order only in the zone that was given is in order', () => {
  expect(parse({ timezone: 'Europe/Berlin', from: '2026-11-22', to: '2026-11-21T23:30Z' })).toMatchObject({
    from: { type: 'time', time: '2026-11-21T23:00:00Z' },
    to: '2026-11-21T23:30:00Z',
  });
});
