import fc from 'fast-check';
import type { Attribution } from '#core/change.ts';
import type {
  BaselineFacts,
  ChangeFacts,
  CommitFacts,
  ConfigurationFacts,
  DecisionFacts,
  ExpiryFacts,
  FactEntry,
  MoveFacts,
  NamesFacts,
  RepairFacts,
} from '#core/commit/commit-facts.ts';
import type { ObjectKey } from '#core/object-key.ts';
import { verdictReasons } from '#core/verdict.ts';
import { anyText } from './hostile.ts';

/** Builders for commit facts: one ordinary example each, and arbitraries with hostile texts. */
export const blob = (digit: string): string => digit.repeat(40);

export const anEntry = (over: Partial<FactEntry> = {}): FactEntry => ({
  id: '28835703787924',
  action: 'update',
  time: '2026-11-22T22:41:13Z',
  actorName: 'Jane Doe',
  actorId: '1001',
  ip: '203.0.113.7',
  ...over,
});

export const aChange = (over: Partial<ChangeFacts> = {}): ChangeFacts => ({
  type: 'change',
  account: 'acme',
  object: 'trigger/28835714737428',
  change: 'updated',
  observed: '2026-11-22T22:45:04Z',
  entries: [anEntry()],
  attribution: 'exact',
  verdict: { decision: 'unapproved', reason: 'no-rule-matches', policy: '5f1c9ab0c7f7e2d3b9a4410f3c1d7a55e0b6d2aa' },
  coAuthors: [],
  ...over,
});

export const aDecision = (over: Partial<DecisionFacts> = {}): DecisionFacts => ({
  type: 'decision',
  account: 'acme',
  object: 'trigger/28835714737428',
  decision: 'approved',
  by: 'admin-ann',
  byId: '583231',
  issue: '211',
  comment: '2481923',
  change: '28835703787924',
  before: '3f9c2e1d9b0a7c4e5f60718293a4b5c6d7e8f901',
  after: 'a77d01bc3e5f708192a3b4c5d6e7f8091a2b3c4d',
  fourEyes: 'yes',
  config: '5f1c9ab0c7f7e2d3b9a4410f3c1d7a55e0b6d2aa',
  ...over,
});

export const aBaseline = (over: Partial<BaselineFacts> = {}): BaselineFacts => ({
  type: 'baseline',
  account: 'acme',
  time: '2026-11-20T09:00:00Z',
  kinds: ['trigger', 'macro'],
  redaction: 'none',
  format: 1,
  accounts: [],
  ...over,
});

const time = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}Z`);
const digits = fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String);
const sha = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 });
const object = fc.constantFrom<ObjectKey>('trigger/1', 'macro/28835714740028', 'view/order', 'rule/9');
const account = fc.constantFrom('acme', 'a', 'acme-eu2');
const reasons = [...verdictReasons];

const entry: fc.Arbitrary<FactEntry> = fc.record(
  {
    id: digits,
    action: anyText,
    time,
    actorName: anyText,
    actorId: fc.oneof(digits, fc.constant('-1')),
    ip: fc.option(anyText),
    object,
  },
  { requiredKeys: ['id', 'action', 'time', 'actorName', 'actorId', 'ip'] },
);

const change: fc.Arbitrary<ChangeFacts> = fc
  .record(
    {
      type: fc.constant<'change'>('change'),
      account,
      object,
      change: fc.constantFrom('created', 'updated', 'deleted', 'reordered', 'none'),
      observed: time,
      explains: sha,
      otherFields: fc.subarray(['brand_id', 'restriction', 'X-1'], { minLength: 1 }),
      entries: fc.array(entry, { maxLength: 4 }),
      verdict: fc.record(
        {
          decision: fc.constantFrom('approved', 'unapproved'),
          reason: fc.constantFrom(...reasons),
          rule: fc.oneof(anyText, fc.constant('#12')),
          policy: fc.oneof(sha, fc.constant('none')),
        },
        { requiredKeys: ['decision', 'reason', 'policy'] },
      ),
      risk: fc.record({
        level: fc.constantFrom('low', 'medium', 'high'),
        codes: fc.subarray(['webhook-added', 'no-conditions', 'first-ip']),
      }),
      coAuthors: fc.array(
        fc.record({
          name: anyText,
          email: fc.oneof(anyText, fc.constant('41898282+bot[bot]@users.noreply.github.com')),
        }),
        { maxLength: 3 },
      ),
      watermark: time,
    },
    { requiredKeys: ['type', 'account', 'object', 'change', 'observed', 'entries', 'verdict', 'coAuthors'] },
  )
  .chain((facts) =>
    fc
      .constantFrom<Attribution>(...(facts.entries.length === 0 ? noAttribution : attributions))
      .map((attribution) => ({ ...facts, attribution })),
  );

const noAttribution: readonly Attribution[] = ['none'];
const attributions: readonly Attribution[] = ['exact', 'revision', 'collapsed', 'partial'];

const branch = fc.constantFrom('main', 'zendrift', 'team/data-2', 'fixes-#1-@org');
const accounts = fc.array(
  fc.record({ login: fc.constantFrom('jane-gh', 'bot[bot]', 'x_acme'), id: fc.nat().map(String) }),
  {
    maxLength: 3,
  },
);

const configuration: fc.Arbitrary<ConfigurationFacts> = fc.record(
  {
    type: fc.constant<'configuration'>('configuration'),
    account,
    before: fc.option(sha),
    after: fc.option(sha),
    commit: fc.option(sha),
    accounts,
    watermark: time,
  },
  { requiredKeys: ['type', 'account', 'before', 'after', 'commit', 'accounts'] },
);

const move: fc.Arbitrary<MoveFacts> = fc.record(
  { type: fc.constant<'move'>('move'), account, from: branch, to: branch, watermark: time },
  { requiredKeys: ['type', 'account', 'from', 'to'] },
);

const baseline: fc.Arbitrary<BaselineFacts> = fc.record(
  {
    type: fc.constant<'baseline'>('baseline'),
    account,
    time,
    kinds: fc.subarray(['trigger', 'automation', 'macro', 'view'], { minLength: 1 }),
    personal: fc.constant<true>(true),
    redaction: sha,
    format: fc.nat(),
    branch,
    config: fc.oneof(sha, fc.constant('none')),
    accounts,
    watermark: time,
  },
  { requiredKeys: ['type', 'account', 'time', 'kinds', 'accounts'] },
);

const decision: fc.Arbitrary<DecisionFacts> = fc.record(
  {
    type: fc.constant<'decision'>('decision'),
    account,
    object,
    decision: fc.constantFrom('approving', 'approved', 'rejected', 'reverting', 'reverted'),
    by: fc.constantFrom('admin-ann', 'jane_acme', 'github-actions[bot]'),
    byId: digits,
    issue: fc.nat().map(String),
    comment: digits,
    change: fc.oneof(
      sha,
      fc.array(digits, { minLength: 1, maxLength: 50 }).map((ids) => ids.join(',')),
    ),
    before: fc.option(sha),
    after: fc.option(sha),
    fourEyes: fc.constantFrom('yes', 'not-provable'),
    config: sha,
    reason: anyText,
    until: time,
    writer: digits,
    run: fc.constantFrom('actions-8839201-1', '9f86d081884c-4711'),
    newId: fc.constantFrom('1', '28835714740029', 'abc'),
    time,
    watermark: time,
  },
  {
    requiredKeys: [
      ...(['type', 'account', 'object', 'decision', 'by', 'byId', 'issue'] as const),
      ...(['comment', 'change', 'before', 'after', 'fourEyes', 'config'] as const),
    ],
  },
);

const expiry: fc.Arbitrary<ExpiryFacts> = fc.record(
  { type: fc.constant<'expiry'>('expiry'), account, object, approval: sha, time, watermark: time },
  { requiredKeys: ['type', 'account', 'object', 'approval', 'time'] },
);

const repair: fc.Arbitrary<RepairFacts> = fc.record(
  { type: fc.constant<'repair'>('repair'), account, files: fc.nat(), watermark: time },
  { requiredKeys: ['type', 'account', 'files'] },
);

const namesFacts: fc.Arbitrary<NamesFacts> = fc.record(
  { type: fc.constant<'names'>('names'), account, watermark: time },
  { requiredKeys: ['type', 'account'] },
);

/** Facts of any kind, hostile wherever Zendesk or a reviewer has the word. */
export const anyFacts: fc.Arbitrary<CommitFacts> = fc.oneof(
  { weight: 4, arbitrary: change },
  baseline,
  { weight: 2, arbitrary: decision },
  expiry,
  repair,
  configuration,
  move,
  namesFacts,
);
