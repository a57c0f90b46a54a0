import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeFacts, CommitFacts } from '#core/commit/commit-facts.ts';
import { parseFacts, printFacts } from '#core/commit/parse-facts.ts';
import { parseTrailers } from '#core/commit/trailer-block.ts';
import { clip } from '#text.ts';
import { aBaseline, aChange, aDecision, anEntry, anyFacts, blob } from '../../support/facts.ts';

const read = (block: string) => {
  const trailers = parseTrailers(`Subject\n\n${block}`);
  return trailers === null ? null : parseFacts(trailers);
};

const withoutPeople = ({ coAuthors: _, ...facts }: ChangeFacts) => facts;
const comparable = (facts: CommitFacts | null) => (facts?.type === 'change' ? withoutPeople(facts) : facts);

/** What is lost by design: texts are cut at 300 code points, and an IP that is the word "none" is none. */
const expected = (facts: CommitFacts): CommitFacts => {
  if (facts.type === 'decision' && facts.reason !== undefined) return { ...facts, reason: clip(facts.reason, 300) };
  if (facts.type !== 'change') return facts;
  const { rule, ...verdict } = facts.verdict;
  return {
    ...facts,
    entries: facts.entries.map((entry) => ({
      ...entry,
      action: clip(entry.action, 300),
      actorName: clip(entry.actorName, 300),
      ip: entry.ip === null || entry.ip === 'none' ? null : clip(entry.ip, 300),
    })),
    verdict: { ...verdict, ...(rule !== undefined && { rule: clip(rule, 300) }) },
  };
};

describe('the facts of a commit', () => {
  it('read back exactly, whatever Zendesk put into them', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(comparable(read(printFacts(facts)))).toEqual(comparable(expected(facts)));
      }),
    );
  });

  it('stand in the order of the contract', () => {
    const block = printFacts(
      aChange({
        entries: [
          anEntry(),
          anEntry({ id: '2', actorName: 'Bob Ray', actorId: '1002', ip: null, object: 'trigger/7' }),
        ],
        attribution: 'collapsed',
        verdict: { decision: 'unapproved', reason: 'rule-covers-some', rule: 'macro-window', policy: blob('5') },
        risk: { level: 'high', codes: ['webhook-added'] },
        explains: blob('a'),
        coAuthors: [{ name: 'Jane Doe', email: 'zendesk-user-1001@acme.zendesk.invalid' }],
        watermark: '2026-11-22T22:45:04Z',
      }),
    );
    expect(block).toBe(`Zendesk-Account: acme
Zendesk-Object: trigger/28835714737428
Zendesk-Change: updated
Zendesk-Observed: 2026-11-22T22:45:04Z
Zendesk-Explains: ${blob('a')}
Audit-Id: 28835703787924
Audit-Action: update
Audit-Time: 2026-11-22T22:41:13Z
Audit-Actor: Jane Doe
Audit-Actor-Id: 1001
Audit-Ip: 203.0.113.7
Audit-Id: 2
Audit-Action: update
Audit-Time: 2026-11-22T22:41:13Z
Audit-Actor: Bob Ray
Audit-Actor-Id: 1002
Audit-Ip: none
Audit-Object: trigger/7
Attribution: collapsed
Verdict: unapproved
Verdict-Reason: rule-covers-some
Verdict-Rule: macro-window
Verdict-Policy: ${blob('5')}
Risk: high webhook-added
Zendesk-Watermark: 2026-11-22T22:45:04Z
Co-authored-by: Jane Doe <zendesk-user-1001@acme.zendesk.invalid>
`);
  });

  it('print a decision as the examples show it', () => {
    expect(printFacts(aDecision())).toBe(`Zendesk-Account: acme
Zendesk-Object: trigger/28835714737428
Decision: approved
Decision-By: @admin-ann
Decision-By-Id: 583231
Decision-Issue: 211
Decision-Comment: 2481923
Decision-Change: 28835703787924
Decision-Before: 3f9c2e1d9b0a7c4e5f60718293a4b5c6d7e8f901
Decision-After: a77d01bc3e5f708192a3b4c5d6e7f8091a2b3c4d
Decision-Four-Eyes: yes
Decision-Config: 5f1c9ab0c7f7e2d3b9a4410f3c1d7a55e0b6d2aa
`);
  });

  it('name each co-author once, under an address that is one', () => {
    const jane = { name: 'Jane', email: 'jane@acme.example' };
    const people = [jane, jane, { name: '<>', email: 'a@b> <c@d' }];
    expect(
      printFacts(aChange({ coAuthors: people }))
        .split('\n')
        .slice(-3),
    ).toEqual([
      'Co-authored-by: Jane <jane@acme.example>',
      'Co-authored-by: Unknown <unattributed@acme.zendesk.invalid>',
      '',
    ]);
  });

  it.each(['2026-02-30T00:00:00Z', '2026-11-20T24:00:00Z', '2026-13-01T00:00:00Z', '2026-11-20T08:60:00Z'])(
    'are void with the time %s, which no calendar has',
    (time) => {
      const right = '2026-11-20T08:10:00Z';
      const terms = { actors: ['1001'], objects: ['trigger/41'], from: right, to: right, uses: 'once' } as const;
      const blocks = [
        aChange({ observed: right }),
        aChange({ entries: [anEntry({ time: right })] }),
        aChange({ watermark: right }),
        aBaseline({ time: right }),
        aDecision({ until: right }),
        aDecision({ decision: 'reverting', writer: '1', time: right }),
        aDecision({ object: 'request/7', request: { ...terms, expected: new Map() } }),
      ].map((facts) => printFacts(facts));
      expect(blocks.map(read)).not.toContain(null);
      expect(blocks.map((block) => read(block.replaceAll(right, time))).filter((facts) => facts !== null)).toEqual([]);
    },
  );

  it('are void with any line missing, doubled, moved or added', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(), fc.nat(), (facts, at, to) => {
        const lines = printFacts(facts).trimEnd().split('\n');
        const from = at % lines.length;
        const line = lines[from] ?? '';
        const rest = lines.toSpliced(from, 1);
        const block = (some: readonly string[]) => `${some.join('\n')}\n`;
        expect(read(block(lines.toSpliced(from, 0, 'Signed-off-by: Eve')))).toBeNull();
        // A repeated person or entry is caught too: co-authors stand once each, and entries are told apart by their id.
        if (!line.startsWith('Audit-')) expect(read(block(lines.toSpliced(from, 0, line)))).toBeNull();
        const moved = rest.toSpliced(to % lines.length, 0, line);
        const key = (text: string) => text.slice(0, text.indexOf(':'));
        const order = (some: readonly string[]) => some.map(key).join();
        if (order(moved) !== order(lines)) expect(read(block(moved))).toBeNull();
        if (
          /^(?:Zendesk-(?:Account|Object|Change|Observed|Baseline|Kinds|Repair|Moved|Expired)|Config-(?:Before|After|Commit)|Audit-(?!Object)|Attribution|Verdict(?!-Rule)|Decision(?!-(?:Reason|Until|Writer|New-Id|Time|Run)))/.test(
            line,
          )
        )
          expect(line.startsWith('Zendesk-Repair') ? null : read(block(rest))).toBeNull();
      }),
    );
  });

  it.each([
    ['an entry id that is none', aChange({ entries: [anEntry({ id: '12x' })] })],
    ['a time with fractions', aChange({ observed: '2026-11-22T22:45:04.000Z' })],
    ['entries without attribution', aChange({ attribution: 'none' })],
    ['an account that is a path', aBaseline({ account: '../x' })],
    ['a login that is none', aDecision({ by: 'a b' })],
  ])('are never written with %s', (_, facts) => {
    expect(() => printFacts(facts)).toThrow(/cannot be written/);
  });
});
