import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type AccessRefusal, type Approvers, decideAccess, type Question } from '#policy/decision.ts';
import { adviseConfig } from '#policy/decision-advice.ts';

const approvers: Approvers = { permission: 'write', logins: [], outsideZendesk: [], unmapped: 'deny' };
const identities = new Map([
  ['1001', { github: 'jane-gh' }],
  ['1002', { github: 'bob-gh' }],
  ['1003', { github: null }],
  ['1101', { github: 'jane-gh' }],
]);
const jane = { id: '1001', name: 'Jane Doe' };
const bob = { id: '1002', name: 'Bob Ray' };
const eve = { id: '1009', name: 'Eve' };

const ask = (
  actors: readonly { readonly id: string; readonly name: string }[],
  over: Partial<Question> = {},
): Question => ({
  type: 'four-eyes',
  actors,
  unattributed: false,
  askedBy: [],
  ...over,
});

const decide = (
  login: string,
  question: Question,
  over: Partial<Approvers> = {},
  permission: 'none' | 'triage' | 'write' | 'admin' | 'unknown' = 'write',
) => {
  const access = decideAccess({ login, bot: login.endsWith('[bot]'), permission }, question, {
    approvers: { ...approvers, ...over },
    identities,
  });
  return access.type === 'allowed' ? access.fourEyes : access.refusal.reason;
};

describe('four eyes', () => {
  test.each<[string, string]>([
    ['bob-gh', 'yes'],
    ['BOB-GH', 'yes'],
    ['Jane-GH', 'own-change'],
    ['somebody', 'yes'],
  ])('with every actor mapped, %s gets: %s', (login, expected) => {
    expect(decide(login, ask([jane]))).toBe(expected);
  });

  test.each<[string, Partial<Approvers>, string]>([
    ['bob-gh', {}, 'yes'],
    ['auditor', {}, 'unmapped'],
    ['auditor', { outsideZendesk: ['Auditor'] }, 'yes'],
    ['auditor', { unmapped: 'allow' }, 'not-provable'],
  ])('of an actor that nobody mapped, %s with %o gets: %s', (login, over, expected) => {
    expect(decide(login, ask([eve]), over)).toBe(expected);
  });

  test('one part in it is enough to be the author, whichever of their users did it, and no setting changes that', () => {
    for (const over of [{}, { unmapped: 'allow' as const }, { outsideZendesk: ['jane-gh'] }]) {
      expect(decide('jane-gh', ask([bob, eve, { id: '1101', name: 'Jane, second user' }]), over)).toBe('own-change');
    }
  });

  test('a user that is mapped to an address alone is nobody on GitHub', () => {
    expect(decide('auditor', ask([{ id: '1003', name: 'Ann' }]))).toBe('unmapped');
  });

  test('where nobody is known to have done it, permission alone decides, and that is said', () => {
    expect(decide('auditor', ask([], { unattributed: true }))).toBe('not-provable');
    expect(decide('bob-gh', ask([jane], { unattributed: true }))).toBe('not-provable');
  });

  test('Zendesk itself is somebody whom nobody is mapped to', () => {
    const system = { id: '-1', name: 'Zendesk' };
    expect(decide('auditor', ask([system]))).toBe('unmapped');
    expect(decide('auditor', ask([system]), { unmapped: 'allow' })).toBe('not-provable');
    expect(decide('auditor', ask([system]), { outsideZendesk: ['auditor'] })).toBe('yes');
    expect(decide('bob-gh', ask([system]))).toBe('yes');
  });

  test('nobody approves what they ask for', () => {
    expect(decide('bob-gh', ask([jane], { askedBy: ['Bob-GH'] }))).toBe('asked-by-self');
  });
});

describe('permission', () => {
  test.each<['none' | 'triage' | 'write' | 'admin' | 'unknown', string]>([
    ['none', 'permission'],
    ['triage', 'permission'],
    ['write', 'not-provable'],
    ['admin', 'not-provable'],
    ['unknown', 'permission-unknown'],
  ])('%s gives: %s', (permission, expected) => {
    expect(decide('x', { type: 'permission' }, {}, permission)).toBe(expected);
  });

  test('a list of logins is needed beside the permission, not instead of it', () => {
    expect(decide('bob-gh', ask([jane]), { logins: ['ann'] }, 'admin')).toBe('not-listed');
    expect(decide('bob-gh', ask([jane]), { logins: ['Bob-GH'] }, 'triage')).toBe('permission');
    expect(decide('bob-gh', ask([jane]), { logins: ['Bob-GH'] })).toBe('yes');
  });

  test('a bot decides only where it is listed', () => {
    expect(decide('deploy[bot]', ask([jane]), {}, 'admin')).toBe('bot');
    expect(decide('deploy[bot]', ask([jane]), { logins: ['deploy[bot]'] }, 'admin')).toBe('yes');
  });
});

describe('a refusal prints configuration that would allow it', () => {
  const advise = (refusal: AccessRefusal, login: string, over: Partial<Approvers> = {}) =>
    adviseConfig(refusal, login, { ...approvers, ...over }).map(({ lines }) => parse(lines.join('\n')));

  test('and never asks to map Zendesk itself', () => {
    const actors = [{ id: '-1', name: 'Zendesk' }];
    expect(advise({ reason: 'unmapped', actors }, 'auditor')).toEqual([
      { identities: { 'ZENDESK-USER-ID': { github: 'auditor' } } },
      { approvers: { 'outside-zendesk': ['auditor'] } },
    ]);
  });

  test('for a login that is not listed', () => {
    expect(advise({ reason: 'bot' }, 'deploy[bot]', { logins: ['ann'] })).toEqual([
      { approvers: { logins: ['ann', 'deploy[bot]'] } },
    ]);
    expect(advise({ reason: 'not-listed' }, 'null')).toEqual([{ approvers: { logins: ['null'] } }]);
  });

  test('for a permission that could be enough, and none for one that could not', () => {
    expect(advise({ reason: 'permission', has: 'triage', needs: 'write' }, 'x')).toEqual([
      { approvers: { permission: 'triage' } },
    ]);
    expect(advise({ reason: 'permission', has: 'read', needs: 'write' }, 'x')).toEqual([]);
  });

  test('for people whose login is not known', () => {
    expect(advise({ reason: 'unmapped', actors: [eve] }, 'auditor', { outsideZendesk: ['x'] })).toEqual([
      { identities: { 1009: { github: 'LOGIN' } } },
      { identities: { 'ZENDESK-USER-ID': { github: 'auditor' } } },
      { approvers: { 'outside-zendesk': ['x', 'auditor'] } },
    ]);
  });

  test('and none for a change of their own', () => {
    expect(advise({ reason: 'own-change', as: jane }, 'jane-gh')).toEqual([]);
  });
});
