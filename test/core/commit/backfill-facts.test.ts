import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BackfilledFacts, BackfillFacts, CommitFacts } from '#core/commit/commit-facts.ts';
import { parseFacts, printFacts } from '#core/commit/parse-facts.ts';
import { parseTrailers } from '#core/commit/trailer-block.ts';
import { anyText } from '../../support/hostile.ts';
import { seed } from '../../support/seed.ts';

const read = (block: string): CommitFacts | null => {
  const trailers = parseTrailers(`.\n\n${block}`);
  return trailers === null ? null : parseFacts(trailers);
};

const base = { type: 'backfilled', account: 'acme', object: 'trigger/41', observed: '2026-04-01T09:00:00Z' } as const;
const time = '2026-04-01T09:00:01Z';
const actor = { id: '1001', name: 'Jane Doe' };
const exact: BackfilledFacts = {
  ...{ ...base, change: 'updated', revision: '77', attribution: 'exact' },
  edit: { id: '9', action: 'update', time, actor, ip: null },
};

test.each<[string, BackfilledFacts | BackfillFacts]>([
  ['an edit with its entry', exact],
  [
    'an edit of a revision alone',
    { ...exact, attribution: 'revision', edit: { id: null, action: null, time, actor, ip: null } },
  ],
  [
    'a revision that names nobody',
    { ...exact, attribution: 'revision', edit: { id: null, action: null, time, actor: null, ip: null } },
  ],
  [
    'an entry alone',
    {
      ...{ ...base, object: 'macro/5', change: 'none', attribution: 'unobserved' },
      edit: { id: '9', action: 'destroy', time, actor, ip: '203.0.113.7' },
    },
  ],
  [
    'the merge',
    {
      ...{ type: 'backfill', account: 'acme', step: 'joined', baseline: 'a'.repeat(40), from: null },
      ...{ until: time, entries: true, commits: 12, watermark: time },
    },
  ],
])('%s is read back as it was written', (_name, facts) => {
  expect(read(printFacts(facts))).toEqual(facts);
});

test('any name, action and address is read back', () => {
  fc.assert(
    fc.property(anyText, anyText, (name, action) => {
      const facts: BackfilledFacts = { ...exact, edit: { ...exact.edit, action, actor: { id: '1001', name } } };
      const block = printFacts(facts);
      expect(printFacts(read(block) ?? exact)).toBe(block);
    }),
    { seed },
  );
});

test.each<[string, (block: string) => string]>([
  ['a watermark', (block) => block.replace('Zendesk-Object', `Zendesk-Watermark: ${time}\nZendesk-Object`)],
  ['no entry, though it says exact', (block) => block.replace(/Audit-Id: .*\nAudit-Action: .*\n/, '')],
  ['no revision, though it says exact', (block) => block.replace(/Zendesk-Revision: .*\n/, '')],
  ['a verdict', (block) => block.replace('Verdict: none', 'Verdict: approved')],
  ['another reason', (block) => block.replace('before-baseline', 'default')],
  ['a risk', (block) => `${block}Risk: low\n`],
  ['an actor without an id', (block) => block.replace(/Audit-Actor-Id: .*\n/, '')],
])('a backfilled block with %s counts for nothing', (_name, change) => {
  const block = printFacts(exact);
  expect(change(block)).not.toBe(block);
  expect(read(change(block))).toBeNull();
});
