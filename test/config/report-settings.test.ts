import { describe, expect, test } from 'vitest';
import type { InputValues } from '#config/inputs.ts';
import { parseReportSettings } from '#config/report-settings.ts';
import { ZendriftError } from '#errors.ts';

const problemsOf = (given: InputValues, surface: 'command-line' | 'action' = 'command-line'): string => {
  try {
    parseReportSettings(given, 'UTC', surface);
  } catch (error) {
    if (error instanceof ZendriftError && error.code === 'settings-invalid' && error.exitCode === 2)
      return error.message;
    throw error;
  }
  return '';
};

test('a day is a day of the zone that is given, else of the configuration', () => {
  expect(parseReportSettings({ from: '2026-11-20', to: '2026-11-20' }, 'Europe/Berlin')).toMatchObject({
    from: { type: 'time', time: '2026-11-19T23:00:00Z' },
    to: '2026-11-20T22:59:59Z',
    timezone: 'Europe/Berlin',
  });
  expect(parseReportSettings({ since: '2026-11-20', timezone: 'america/new_york' }, 'Europe/Berlin')).toMatchObject({
    from: { type: 'time', time: '2026-11-20T05:00:00Z' },
    to: null,
    timezone: 'America/New_York',
  });
  expect(parseReportSettings({ from: '1d12h' }, 'UTC').from).toEqual({ type: 'before', seconds: 129_600 });
});

test('an incident is looked at from two hours before it, or as long before as was asked for', () => {
  expect(parseReportSettings({ around: '2026-11-20T14:00Z' }, 'UTC').around).toEqual({
    time: '2026-11-20T14:00:00Z',
    seconds: 7200,
  });
  expect(parseReportSettings({ around: '2026-11-20T14:00', window: '30m' }, 'Europe/Berlin').around).toEqual({
    time: '2026-11-20T13:00:00Z',
    seconds: 1800,
  });
});

test('filters are lists; of a file, any source type is a kind', () => {
  expect(
    parseReportSettings({ actor: '1001,-1,unknown,1001', kind: 'macro', risk: 'high', object: 'macro/1' }, 'UTC')
      .filters,
  ).toEqual({
    actors: ['1001', '-1', 'unknown'],
    kinds: ['macro'],
    verdicts: [],
    risks: ['high'],
    objects: ['macro/1'],
  });
  expect(parseReportSettings({ kind: 'apitoken', input: 'log.csv' }, 'UTC').filters.kinds).toEqual(['apitoken']);
});

describe('what cannot be meant is refused, with its name and its value', () => {
  test.each<[InputValues, string]>([
    [{ timezone: 'Europe/Berlinn' }, '--timezone must be a time zone such as Europe/Berlin, not "Europe/Berlinn"'],
    [{ from: 'yesterday' }, '--from must be a day'],
    [{ since: 'yesterday' }, '--since must be a day'],
    [{ to: '2026-02-30' }, '--to must be a day'],
    [{ to: 'abcdef1' }, '--to must be a day'],
    [{ from: '2026-11-21', to: '2026-11-20' }, '--from (2026-11-21T00:00:00Z) is after --to (2026-11-20T23:59:59Z)'],
    [{ from: '7d', since: '7d' }, "--from and --since can't be combined"],
    [{ around: '2026-11-20', from: '7d' }, "--around and --from can't be combined"],
    [{ window: '2h' }, '--window needs --around'],
    [{ around: '2026-11-20', window: 'long' }, '--window must be a duration'],
    [{ actor: 'jane' }, '--actor must be a Zendesk user id'],
    [{ kind: 'triger' }, '--kind must be one of trigger, automation, macro, view'],
    [{ verdict: 'yes' }, '--verdict must be approved'],
    [{ risk: 'severe' }, '--risk must be low, medium or high, not "severe"'],
    [{ object: 'trigger' }, '--object must be KIND/ID, such as trigger/360000000041, not "trigger"'],
    [{ format: 'pdf' }, '--format must be one of html, markdown, json, csv, not "pdf"'],
  ])('%j', (given, problem) => {
    expect(problemsOf(given)).toContain(problem);
  });

  test('all at once, and in the Action by the names of its inputs', () => {
    expect(problemsOf({ risk: 'severe', format: 'pdf' }, 'action')).toMatch(/: risk must be .*; format must be /);
  });
});
