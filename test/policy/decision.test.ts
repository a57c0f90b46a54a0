import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  type AccessRefusal,
  type Approvers,
  actorsOf,
  decideAccess,
  type Question,
  refusedApprovers,
} from '#policy/decision.ts';
import { adviseConfig } from '#policy/decision-advice.ts';
import { toPeople } from '#policy/people.ts';

const approvers: Approvers & Named = { permission: 'write', logins: [], outsideZendesk: [], unmapped: 'deny' };

interface Named {
  readonly logins: readonly string[];
  readonly outsideZendesk: readonly string[];
}

/** Login in lower case → GitHub user id. Whoever renames a login keeps the id. */
const accounts = new Map([
  ['jane-gh', '34'],
  ['bob-gh', '35'],
  ['ann', '36'],
  ['auditor', '37'],
  ['deploy[bot]', '38'],
]);
const identities = new Map([
  ['1001', { github: 'jane-gh', githubId: null }],
  ['1002', { github: 'bob-gh', githubId: null }],
  ['1003', { github: null, githubId: null }],
  ['1101', { github: 'jane-gh', githubId: null }],
  ['1007', { github: 'nobody-anymore', githubId: null }],
  ['1008', { github: 'carl-gh', githubId: '77' }],
]);
const idOf = (login: string): string => accounts.get(login.toLowerCase()) ?? '99';
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
  over: Partial<Approvers & Named> = {},
  permission: 'none' | 'triage' | 'write' | 'admin' | 'unknown' = 'write',
  id = idOf(login),
) => {
  const all = { ...approvers, ...over };
  const people = toPeople({ identities, approvers: all }, accounts);
  const commenter = { login, id, bot: login.endsWith('[bot]'), permission };
  const access = decideAccess(commenter, question, { approvers: all, people });
  return access.type === 'allowed' ? access.fourEyes : access.refusal.reason;
};

test('the logins that an issue lists are exactly those that are refused as authors', () => {
  const login = fc.constantFrom('jane-gh', 'JANE-gh', 'bob-gh', 'auditor', 'admin-ann');
  const ids = fc.constantFrom('1001', '1002', '1003', '1101', '-1');
  const made = fc.array(
    fc.array(
      ids.map((id) => ({ actorId: id, actorName: `Name ${id}` })),
      { maxLength: 3 },
    ),
  );
  const mapped = fc.dictionary(ids, fc.record({ github: fc.option(login) }));
  fc.assert(
    fc.property(login, made, mapped, fc.boolean(), (commenter, changes, map, outside) => {
      const known = new Map(Object.entries(map));
      const actors = actorsOf(changes.map((entries) => ({ entries })));
      const all = { ...approvers, unmapped: 'allow' as const, outsideZendesk: outside ? [commenter] : [] };
      const mapped = new Map([...known].map(([user, { github }]) => [user, { github, githubId: null }]));
      const people = toPeople({ identities: mapped, approvers: all }, accounts);
      const asked = { login: commenter, id: idOf(commenter), bot: false, permission: 'admin' as const };
      const access = decideAccess(asked, ask(actors), { approvers: all, people });
      const listed = refusedApprovers(actors, known).map((one) => one.toLowerCase());
      expect(access.type === 'refused').toBe(listed.includes(commenter.toLowerCase()));
    }),
  );
});

describe('four eyes', () => {
  test.each<[string, string]>([
    ['bob-gh', 'yes'],
    ['BOB-GH', 'yes'],
    ['Jane-GH', 'own-change'],
    ['someone', 'yes'],
  ])('with every actor mapped, %s gets: %s', (login, expected) => {
    expect(decide(login, ask([jane]))).toBe(expected);
  });

  test.each<[string, Partial<Approvers & Named>, string]>([
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

  test('Zendesk itself is someone whom nobody is mapped to', () => {
    const system = { id: '-1', name: 'Zendesk' };
    expect(decide('auditor', ask([system]))).toBe('unmapped');
    expect(decide('auditor', ask([system]), { unmapped: 'allow' })).toBe('not-provable');
    expect(decide('auditor', ask([system]), { outsideZendesk: ['auditor'] })).toBe('yes');
    expect(decide('bob-gh', ask([system]))).toBe('yes');
  });

  test('nobody approves what they ask for', () => {
    expect(decide('bob-gh', ask([jane], { askedBy: [idOf('bob-gh')] }))).toBe('asked-by-self');
  });
});

describe('people are accounts', () => {
  const write = 'write' as const;

  test('a renamed login is the same person, whatever it is called now', () => {
    expect(decide('jane-2025', ask([jane]), {}, write, '34')).toBe('own-change');
    expect(decide('bob-2025', ask([eve]), {}, write, '35')).toBe('yes');
    expect(decide('ann-2025', ask([jane]), { logins: ['ann'] }, write, '36')).toBe('yes');
  });

  test('someone who takes an old login is someone else', () => {
    expect(decide('jane-gh', ask([jane]), {}, write, '666')).toBe('yes');
    expect(decide('bob-gh', ask([eve]), {}, write, '666')).toBe('unmapped');
    expect(decide('ann', ask([jane]), { logins: ['ann'] }, write, '666')).toBe('not-listed');
    expect(decide('auditor', ask([eve]), { outsideZendesk: ['auditor'] }, write, '666')).toBe('unmapped');
  });

  test('a login that was never resolved is unmapped, and refuses whoever has it', () => {
    const gone = { id: '1007', name: 'Gone' };
    expect(decide('bob-gh', ask([gone]))).toBe('yes');
    expect(decide('auditor', ask([gone]))).toBe('unmapped');
    expect(decide('Nobody-Anymore', ask([gone]))).toBe('own-change');
  });

  test('an id in the configuration wins over the login', () => {
    expect(decide('carl-now', ask([{ id: '1008', name: 'Carl' }]), {}, write, '77')).toBe('own-change');
    expect(decide('carl-gh', ask([{ id: '1008', name: 'Carl' }]), {}, write, '78')).toBe('yes');
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
  const advise = (refusal: AccessRefusal, login: string, over: Partial<Named> = {}) =>
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
