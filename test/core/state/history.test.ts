import { describe, expect, it } from 'vitest';
import type { CommitFacts } from '#core/commit/commit-facts.ts';
import { renderCommitMessage } from '#core/commit/commit-message.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { applyPaths, type OwnCommit, toEvents, toOwnCommit } from '#core/state/history.ts';
import { aBaseline, aChange, aDecision, anEntry, blob } from '../../support/facts.ts';

const bot = { name: 'zendrift[bot]', email: 'zendrift@users.noreply.github.com' };
const path = 'snapshots/acme/triggers/28835714737428.json';

const record = (facts: CommitFacts, over: Partial<CommitRecord> = {}): CommitRecord => ({
  id: blob('1'),
  parents: [blob('0')],
  authorName: 'Jane Doe',
  authorEmail: 'jane@example.com',
  authorTime: 0,
  committerName: bot.name,
  committerEmail: bot.email,
  committerTime: 0,
  message: renderCommitMessage({ subject: { type: 'plain', text: 'Subject' }, facts }),
  paths: [{ path, before: blob('a'), after: blob('b') }],
  ...over,
});

const own = (facts: CommitFacts, over: Partial<CommitRecord> = {}): OwnCommit | null =>
  toOwnCommit(record(facts, over), 'acme', [bot]);

function eventsOf(facts: CommitFacts, over: Partial<CommitRecord> = {}, recorded: Record<string, string> = {}) {
  const commit = own(facts, over);
  return commit ? toEvents(commit, new Map(Object.entries(recorded))) : [];
}

describe('a commit counts', () => {
  it('with our committer, a whole block, one parent or none, and our paths alone', () => {
    expect(own(aChange())).not.toBeNull();
    expect(own(aChange(), { parents: [] })).not.toBeNull();
    expect(own(aChange(), { paths: [] })).not.toBeNull();
  });

  it.each<[string, Partial<CommitRecord>]>([
    ['another committer name', { committerName: 'zendrift' }],
    ['another committer address', { committerEmail: 'zendrift@example.com' }],
    ['two parents', { parents: [blob('0'), blob('2')] }],
    ['a path outside', { paths: [{ path: 'README.md', before: null, after: blob('b') }] }],
    [
      'a path of a longer account name',
      { paths: [{ path: 'snapshots/acme2/x.json', before: null, after: blob('b') }] },
    ],
    ['no block', { message: 'Subject\n' }],
    ['a block that is not last', { message: `${record(aChange()).message}\nMore\n` }],
  ])('not with %s', (_name, over) => {
    expect(own(aChange(), over)).toBeNull();
  });

  it('as one of names only where it changes files for people alone', () => {
    const names: CommitFacts = { type: 'names', account: 'acme', watermark: '2026-11-22T22:45:04Z' };
    const paths = (...files: readonly string[]) => ({
      paths: files.map((file) => ({ path: `snapshots/acme/${file}`, before: null, after: blob('b') })),
    });
    const own3 = paths('names.json', 'other-fields.json', 'sla-policies/README.md');
    expect(eventsOf(names, own3)).toEqual([{ type: 'watermark', time: '2026-11-22T22:45:04Z' }]);
    for (const other of ['triggers/1.json', 'triggers/order.json', 'README.md', 'triggers/a/README.md'])
      expect(own(names, paths('names.json', other))).toBeNull();
  });

  it('not for another account', () => {
    expect(toOwnCommit(record(aChange()), 'globex', [bot])).toBeNull();
  });
});

describe('a commit says', () => {
  it('what changed, between the blobs of its path', () => {
    expect(eventsOf(aChange())).toMatchObject([
      {
        type: 'change',
        object: 'trigger/28835714737428',
        explains: null,
        change: { before: blob('a'), after: blob('b'), type: 'updated', entries: [{ id: anEntry().id }] },
      },
    ]);
  });

  it('that nothing changed, of what is recorded', () => {
    const verdict = { decision: 'approved', reason: 'no-visible-change', policy: 'none' } as const;
    const [event] = eventsOf(aChange({ change: 'none', verdict }), { paths: [] }, { [path]: blob('c') });
    expect(event).toMatchObject({ change: { before: blob('c'), after: blob('c'), transient: false } });
  });

  it('that an entry without a visible effect was judged by the rules: then a decision alone ends it', () => {
    const facts = aChange({ change: 'none', otherFields: ['brand_id', 'restriction'] });
    const [event] = eventsOf(facts, { paths: [] }, { [path]: blob('c') });
    expect(event).toMatchObject({ change: { transient: true, otherFields: ['brand_id', 'restriction'] } });
    // Whether a setting changed could not be told.
    const unsure = eventsOf(aChange({ change: 'none' }), { paths: [] }, { [path]: blob('c') });
    expect(unsure).toMatchObject([{ change: { transient: true } }]);
  });

  it('that an object was different for a while where several entries had no effect, but not late ones', () => {
    const entries = [anEntry(), anEntry({ id: '2' })];
    const change = { change: 'none', entries, attribution: 'collapsed' } as const;
    expect(eventsOf(aChange(change), { paths: [] })).toMatchObject([{ change: { transient: true } }]);
    const late = eventsOf(aChange({ ...change, explains: blob('9') }), { paths: [] });
    expect(late).toMatchObject([{ explains: blob('9'), change: { transient: false } }]);
  });

  it('which object each entry of a reorder is about', () => {
    const [event] = eventsOf(
      aChange({ object: 'trigger/order', change: 'reordered', entries: [anEntry({ object: 'trigger/41' })] }),
    );
    expect(event).toMatchObject({ change: { moved: ['41'], entries: [{ sourceId: '41', sourceType: 'trigger' }] } });
  });

  it('baselines, decisions and the watermark of its push', () => {
    expect(eventsOf(aBaseline({ watermark: '2026-11-20T09:00:00Z' })).map(({ type }) => type)).toEqual([
      'baseline',
      'watermark',
    ]);
    expect(eventsOf(aDecision(), { paths: [] }).map(({ type }) => type)).toEqual(['decision']);
  });
});

it('recorded files follow the commits', () => {
  const recorded = new Map([['snapshots/acme/old.json', blob('a')]]);
  const paths = [
    { path: 'snapshots/acme/old.json', before: blob('a'), after: null },
    { path, before: null, after: blob('b') },
  ];
  applyPaths(recorded, record(aChange(), { paths }));
  expect([...recorded]).toEqual([[path, blob('b')]]);
});
