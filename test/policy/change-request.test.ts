import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChangeRequest } from '#core/state/request-fold.ts';
import { parseRequestForm } from '#policy/change-request.ts';
import { judge } from '#policy/judge.ts';
import type { RequestContext } from '#policy/judge-requests.ts';
import { blob } from '../support/facts.ts';
import { anyText } from '../support/hostile.ts';
import { requestForm } from '../support/request-form.ts';
import { change, entry, policyOf } from './build.ts';

const webUrl = 'https://github.com/acme/zendesk-config';

const problemsOf = (over: Readonly<Record<string, string>>): readonly string[] => {
  const parsed = parseRequestForm(requestForm(over), webUrl);
  return parsed.type === 'unusable' ? parsed.problems : [];
};

describe('the form of a request', () => {
  test('is read as it was filled in', () => {
    const parsed = parseRequestForm(
      requestForm({
        Objects: '- trigger/360000000041\r\nmacro/new\n\n28835714740028\nClose spam',
        Who: '1001, 1002;1001',
        Uses: 'any number of times inside the window',
        'Expected snapshot': '```json\n{ "title": "x", "id": 360000000041 }\n```',
      }),
      webUrl,
    );
    expect(parsed).toEqual({
      type: 'form',
      form: {
        wanted: [
          { type: 'object', object: 'trigger/360000000041' },
          { type: 'object', object: 'macro/new' },
          { type: 'id', id: '28835714740028' },
          { type: 'title', title: 'Close spam' },
        ],
        actors: ['1001', '1002'],
        from: '2026-11-20T08:00:00Z',
        to: '2026-11-20T17:00:00Z',
        uses: 'many',
        expected: { type: 'snapshot', id: '360000000041', text: '{ "title": "x", "id": 360000000041 }' },
      },
    });
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['no object', { Objects: '_No response_' }, /"Objects"/],
    ['someone who is no id', { Who: 'jane' }, /"Who"/],
    ['a time without an offset', { From: '2026-11-20T08:00' }, /"From"/],
    ['a day that does not exist', { From: '2026-02-30T08:00Z' }, /"From"/],
    ['an end before its begin', { To: '2026-11-20T07:00Z' }, /later/],
    ['a window of a year', { To: '2027-11-20T07:00Z' }, /31 days/],
    ['a snapshot that is none', { 'Expected snapshot': '```json\n[]\n```' }, /snapshot/],
    ['another pull request', { 'Expected snapshot': 'https://github.com/acme/other/pull/5' }, /of this repository/],
    ['a number that is none', { 'Expected snapshot': '#5 and #6' }, /pull request/],
    ['a heading twice', { Plan: 'Nothing\n\n### Who\n\n1001, 998877' }, /twice/],
  ])('with %s is not usable, and says why', (_name, over, expected) => {
    expect(problemsOf(over).join('\n')).toMatch(expected);
  });

  test.each<[string, number | null]>([
    ['#5', 5],
    ['```json\n#5\n```', 5],
    ['```json\n https://github.com/Acme/zendesk-config/pull/17/files?w=1#diff \n```', 17],
    [`${webUrl}/pull/5`, 5],
    ['```json\n\n```', null],
    ['```json\n_No response_\n```', null],
  ])('takes %j as the pull request %j', (text, number) => {
    const parsed = parseRequestForm(requestForm({ 'Expected snapshot': text }), webUrl);
    const expected = number === null ? null : { type: 'pull-request', number };
    expect(parsed).toMatchObject({ type: 'form', form: { expected } });
  });

  test.each([
    '#0',
    '#05',
    '5',
    '#5x',
    '#1234567890',
    `${webUrl}/pull/0`,
    `${webUrl}/pull/5x`,
    `${webUrl}/pulls/5`,
    `${webUrl}.evil/pull/5`,
    'http://github.com/acme/zendesk-config/pull/5',
    '[x](https://github.com/acme/zendesk-config/pull/5)',
  ])('takes %j as nothing', (text) => {
    expect(problemsOf({ 'Expected snapshot': text })).toHaveLength(1);
  });

  test('never throws, and its problems never repeat what was typed', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (a, b, c) => {
        for (const over of [{ Objects: a, Who: b }, { From: a, To: b, Plan: c }, { 'Expected snapshot': a }]) {
          for (const problem of problemsOf(over)) expect(problem).toMatch(/^[\x20-\x7e]{1,120}$/);
        }
        parseRequestForm(`${a}\n${b}`, webUrl);
      }),
    );
  });
});

const aRequest = (over: Partial<ChangeRequest> = {}): ChangeRequest => ({
  issue: '123',
  actors: ['1001'],
  objects: ['trigger/1', 'macro/new'],
  from: '2026-11-20T08:00:00Z',
  to: '2026-11-20T10:00:00Z',
  expected: new Map(),
  uses: 'once',
  used: [],
  ...over,
});

const within = (request: ChangeRequest, over: Partial<RequestContext> = {}): RequestContext => ({
  requests: [request],
  created: false,
  after: blob('a'),
  otherFields: [],
  explains: null,
  ...over,
});

describe('an approved request', () => {
  const inTime = entry({ actorId: '1001', time: '2026-11-20T08:00:00Z' });
  const mine = change({ object: 'trigger/1', entries: [inTime] });

  test('approves what fits, after the rules', () => {
    expect(judge(policyOf([]), mine, within(aRequest()))).toMatchObject({
      decision: 'approved',
      reason: 'change-request',
      rule: '#123',
    });
  });

  test.each<[string, Partial<ChangeRequest>, Partial<RequestContext>, string]>([
    ['someone else', { actors: ['1002'] }, {}, 'actors'],
    ['the last moment', { to: '2026-11-20T08:00:00Z' }, {}, 'window'],
    ['a moment too early', { from: '2026-11-20T08:00:01Z' }, {}, 'window'],
    ['another object', { objects: ['trigger/2'] }, {}, 'objects'],
    ['another content', { expected: new Map([['trigger/1', blob('b')]]) }, {}, 'content'],
    [
      'a setting outside the content',
      { expected: new Map([['trigger/1', blob('a')]]) },
      { otherFields: ['x'] },
      'content',
    ],
    ['what is not there any more', { expected: new Map([['trigger/1', blob('b')]]) }, { after: null }, 'content'],
    ['a second use', { used: [{ commit: blob('1'), object: 'trigger/1' }] }, {}, 'uses'],
  ])('does not cover %s, and the verdict names the clause', (_name, request, context, clause) => {
    const verdict = judge(policyOf([]), mine, within(aRequest(request), context));
    expect(verdict.decision).toBe('unapproved');
    expect(verdict.failed.filter(({ rule }) => rule === '#123').map((failed) => failed.clause)).toEqual([clause]);
  });

  test('that is about other objects and other people is not mentioned', () => {
    const verdict = judge(policyOf([]), mine, within(aRequest({ actors: ['7'], objects: ['view/9'] })));
    expect(verdict.failed).toEqual([]);
  });

  test('covers a new object where it says so, and only a new one', () => {
    const made = change({ object: 'macro/7', entries: [inTime] });
    expect(judge(policyOf([]), made, within(aRequest(), { created: true })).reason).toBe('change-request');
    expect(judge(policyOf([]), made, within(aRequest())).decision).toBe('unapproved');
  });

  test('covers every entry or none', () => {
    const other = entry({ id: '2', actorId: '1002', time: '2026-11-20T08:30:00Z' });
    const both = change({ object: 'trigger/1', entries: [inTime, other] });
    expect(judge(policyOf([]), both, within(aRequest())).decision).toBe('unapproved');
    expect(judge(policyOf([]), both, within(aRequest({ actors: ['1001', '1002'] }))).reason).toBe('change-request');
  });

  test('never overrules a rule that says unapproved', () => {
    const rules = [{ name: 'never', objects: ['trigger/1'], decide: 'unapproved' as const }];
    expect(judge(policyOf(rules), mine, within(aRequest())).reason).toBe('rule-denies');
  });

  test('for any number of uses stays open, and a late entry belongs to its own use', () => {
    const used = [{ commit: blob('1'), object: 'trigger/1' as const }];
    expect(judge(policyOf([]), mine, within(aRequest({ uses: 'many', used }))).decision).toBe('approved');
    expect(judge(policyOf([]), mine, within(aRequest({ used }), { explains: blob('1') })).decision).toBe('approved');
  });
});
