import { expect, test } from 'vitest';
import { type Approvable, type ApprovalRules, judgeApproval } from '#policy/approval.ts';
import { toPeople } from '#policy/people.ts';

const accounts = new Map(Object.entries({ 'jane-gh': '34', ann: '36', bob: '35', owner: '40' }));
const people = toPeople(
  {
    identities: new Map([['1001', { github: 'jane-gh', githubId: null }]]),
    approvers: { logins: [], outsideZendesk: [] },
    owners: [{ logins: ['owner'], approve: 'no' }],
  },
  accounts,
);
const [owners = null] = people.owners;
const reviewer = (by: string) => ({ by, byId: accounts.get(by) ?? '' });

const change = (over: Partial<Approvable> = {}): Approvable => ({
  ...{ isHighRisk: false, actors: [{ id: '1001', name: 'Jane Doe' }], approvals: [], rejections: [], owners },
  ...over,
});

const needs = (over: Partial<ApprovalRules> = {}): ApprovalRules => ({
  ...{ reason: 'optional', highRisk: { approvals: 1, reason: 'optional' } },
  ...over,
});

/** `1/2`, or why not. */
function judge(
  by: string,
  reason: string,
  of: Approvable,
  approvers: ApprovalRules,
  permission: 'write' | 'admin' = 'write',
) {
  const judged = judgeApproval({ id: accounts.get(by) ?? '', permission }, reason, of, { approvers, people });
  return judged.type === 'counts' ? `${judged.nth}/${judged.needed}` : judged.refusal.reason;
}

const two = needs({ highRisk: { approvals: 2, reason: 'optional' } });
const high = { isHighRisk: true };
const rejected = { rejections: [reviewer('bob')] };

test.each<[string, string, string, Approvable, ApprovalRules, string]>([
  ['nothing is required', 'ann', '', change(), needs(), '1/1'],
  ['a reason is', 'ann', ' ... ', change(), needs({ reason: 'required' }), 'no-reason'],
  ['a reason is given', 'ann', 'fine', change(), needs({ reason: 'required' }), '1/1'],
  ['only high risk needs one', 'ann', '', change(), needs({ highRisk: { approvals: 1, reason: 'required' } }), '1/1'],
  [
    'high risk needs one',
    'ann',
    '',
    change(high),
    needs({ highRisk: { approvals: 1, reason: 'required' } }),
    'no-reason',
  ],
  ['low risk needs one person', 'ann', '', change(), two, '1/1'],
  ['high risk needs two', 'ann', '', change(high), two, '1/2'],
  ['the second comes', 'bob', '', change({ ...high, approvals: [reviewer('ann')] }), two, '2/2'],
  ['the first comes again', 'ann', '', change({ ...high, approvals: [reviewer('ann')] }), two, 'approved-before'],
  [
    'an actor approved before it was known',
    'bob',
    '',
    change({ ...high, approvals: [reviewer('jane-gh')] }),
    two,
    '1/2',
  ],
  ['someone else rejected it', 'ann', 'fine', change(rejected), needs(), 'rejected'],
  ['the same person rejected it', 'bob', 'fine', change(rejected), needs(), '1/1'],
  ['they give no reason', 'bob', '', change(rejected), needs(), 'no-reason'],
  ['an owner lifts it', 'owner', 'fine', change(rejected), needs(), '1/1'],
  [
    'each of two rejected it',
    'bob',
    'fine',
    change({ rejections: [reviewer('ann'), reviewer('bob')] }),
    needs(),
    'rejected',
  ],
])('where %s', (_what, by, reason, of, rules, expected) => {
  expect(judge(by, reason, of, rules)).toBe(expected);
});

test('an admin of the repository lifts every rejection, with a reason', () => {
  expect(judge('ann', 'talked to Bob', change(rejected), needs(), 'admin')).toBe('1/1');
  expect(judge('ann', '', change(rejected), needs(), 'admin')).toBe('no-reason');
});
