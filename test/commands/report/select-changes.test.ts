import { expect, test } from 'vitest';
import { countPeople } from '#commands/report/count.ts';
import { findUnexpected } from '#commands/report/find-unexpected.ts';
import { type Selectable, selectChanges } from '#commands/report/select-changes.ts';
import { aChange } from '../../support/report-sample.ts';

const all = { actors: [], kinds: [], verdicts: [], risks: [], objects: [] };
const range = { from: '2026-11-20T12:00:00Z', to: '2026-11-20T14:00:00Z' };
const at = (clock: string): string => `2026-11-20T${clock}:00Z`;
const made = (name: string, ...times: readonly string[]): Selectable & { readonly name: string } => ({
  name,
  time: times.at(-1) ?? '',
  times,
  object: `trigger/${name}`,
  kind: 'trigger',
  actorIds: ['1001'],
  verdict: 'unapproved',
  risk: 'high',
});

test('before an incident, one of its entries in the window is enough', () => {
  const changes = [
    made('a', at('12:30')),
    made('b', at('13:30'), at('15:00')),
    made('c', at('13:00')),
    made('d', at('14:01')),
  ];
  const names = (isAround: boolean) => selectChanges(changes, range, all, isAround).map(({ name }) => name);
  expect(names(true)).toEqual(['b', 'c', 'a']);
  expect(names(false)).toEqual(['c', 'a']);
});

test('of changes of one second, the later in history is the newer', () => {
  const changes = [made('a', at('13:00')), made('b', at('13:00'))];
  expect(selectChanges(changes, range, all, false).map(({ name }) => name)).toEqual(['b', 'a']);
});

test('a change without an entry is by nobody known', () => {
  const changes = [{ ...made('a', at('13:00')), actorIds: [] }, made('b', at('13:00'))];
  const by = (actors: readonly string[]) =>
    selectChanges(changes, range, { ...all, actors }, false).map(({ name }) => name);
  expect(by(['unknown'])).toEqual(['a']);
  expect(by(['1001'])).toEqual(['b']);
  expect(by(['1001', 'unknown'])).toEqual(['b', 'a']);
});

test('a change of several people counts for them together, once', () => {
  const people = ['1001', '1002'].map((id) => ({ id, name: `P${id}`, login: null, ip: null }));
  const both = aChange('x', { people, actor_id: '1001; 1002', actor_name: 'P1001; P1002' });
  const alone = aChange('x', { people: people.slice(0, 1), actor_name: 'P1001' });
  expect(countPeople([both, alone, both]).map(({ id, name, changes }) => [id, name, changes])).toEqual([
    ['1001; 1002', 'P1001; P1002', 2],
    ['1001', 'P1001', 1],
  ]);
});

test('who should not change configuration is known by rules, reviewers and the people that are named', () => {
  const of = (id: string, over: Parameters<typeof aChange>[1]) =>
    aChange('x', { decision: null, people: [{ id, name: id, login: null, ip: null }], ...over });
  const changes = [
    of('1', { reason: 'rule-denies' }),
    of('2', { decision: 'rejected' }),
    of('2', { decision: 'reverted' }),
    of('3', {}),
    of('4', { reason: 'revert' }),
    of('-1', {}),
  ];
  const rules = [{ name: 'team', decide: 'approved' as const, actors: ['1'] }];
  const found = (logins: ReadonlyMap<string, string | null>, list = rules) =>
    findUnexpected(changes, { policy: { rules: list }, logins }).map(({ id, changes: count, reasons }) => [
      id,
      count,
      ...reasons,
    ]);
  expect(found(new Map([['2', 'two']]))).toEqual([
    ['2', 2, 'rejected'],
    ['1', 1, 'rule-denies'],
    ['3', 1, 'not-listed'],
  ]);
  expect(found(new Map(), [])).toEqual([
    ['2', 2, 'rejected'],
    ['1', 1, 'rule-denies'],
  ]);
});
