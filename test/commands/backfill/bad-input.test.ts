import { expect, test } from 'vitest';
import type { JsonObject } from '#sandbox/zendesk/json.ts';
import type { Revision } from '#sandbox/zendesk/revisions.ts';
import { type BackfillOutcome, backfillIn, openPastLab } from '../../support/backfill-lab.ts';
import { openLab } from '../../support/lab.ts';
import { verifyAt } from '../verify/support.ts';

type Distort = (held: readonly Revision[]) => readonly JsonObject[];

/** Each has four revisions, newest first: created by Ann, then renamed by Jane, switched by Bob and renamed by Jane. */
const triggers = {
  shuffled: 28835714733331,
  doubled: 360000000041,
  unreadable: 28835714731111,
  timeless: 28835714737428,
  nameless: 28835714737488,
  ancient: 28835714737508,
  gone: 28835714738008,
  endless: 28835714738028,
} as const;

const at = (one: Revision, day: string): boolean => one.created_at.includes(`-04-${day}T`);

const distortions: Partial<Record<keyof typeof triggers, Distort>> = {
  shuffled: ([a, b, c, d]) => [c, a, d, b].flatMap((one) => one ?? []),
  doubled: (held) => held.flatMap((one) => [one, { ...one }]),
  unreadable: (held) => held.map((one) => (at(one, '02') ? { ...one, snapshot: { title: 5 } } : one)),
  timeless: (held) => held.map((one) => (at(one, '02') ? { ...one, created_at: 'soon' } : one)),
  nameless: (held) =>
    held.map((one) =>
      at(one, '01') ? { ...one, author_id: 4711 } : at(one, '02') ? { ...one, author_id: null } : one,
    ),
  ancient: (held) => held.map((one, index) => (index === 3 ? { ...one, created_at: '2009-01-05T10:00:00Z' } : one)),
};

/** What is looked at afterwards. */
interface BadPast {
  readonly done: BackfillOutcome;
  /** Author, time, message and files of each commit behind the merge, oldest first. */
  readonly commits: readonly string[];
  readonly faults: readonly unknown[];
  /** Of the last commit, and of the baseline. */
  readonly trees: readonly [string, string];
}

async function readBadPast(): Promise<BadPast> {
  const lab = await openLab({ zendesk: { sourceTypes: 'specific', revisionPageMax: 2 } });
  const { account } = lab.zendesk;
  for (const [minute, id] of Object.values(triggers).entries()) {
    const time = (day: string) => ({ at: `2026-04-${day}T09:0${minute}:00Z` });
    account.as(1001).update('trigger', id, { title: 'First' }, time('01'));
    account.as(1002).update('trigger', id, { active: account.rules.get('trigger', id)?.active !== true }, time('02'));
    account.as(1001).update('trigger', id, { title: 'Second' }, time('03'));
  }
  for (const [name, id] of Object.entries(triggers)) {
    const distort = Object.entries(distortions).find(([other]) => other === name)?.[1];
    if (distort) account.revisions.distort(id, distort);
  }
  const [newest] = account.revisions.list(triggers.endless);
  const again = { trigger_revisions: [newest ?? {}], before_url: 'x', before_cursor: 'same', count: 1 };
  lab.zendesk.onRequest(({ path }) => {
    if (path.includes(`${triggers.gone}/revisions`)) return { status: 404, body: { error: 'RecordNotFound' } };
    return path.includes(`${triggers.endless}/revisions`) ? { status: 200, body: again } : undefined;
  });
  await lab.run();
  lab.wait(3600);
  const done = await backfillIn(lab);
  const log = ['log', '--reverse', '--name-only', '--format=%x00%an %aI%n%B', 'main^2', '--not', 'main^1'];
  const commits = lab
    .git(...log)
    .split('\0')
    .map((text) => text.trim());
  const treeOf = (commit: string): string => lab.git('rev-parse', `${commit}^{tree}`);
  return {
    ...{ done, commits: commits.filter((text) => text !== '') },
    faults: (await verifyAt(lab.checkout)).faults,
    trees: [treeOf('main^2'), treeOf(done.result.baseline)],
  };
}

let read: Promise<BadPast> | null = null;
/** One account with everything wrong with it, backfilled once for all tests. */
const bad = (): Promise<BadPast> => {
  read ??= readBadPast();
  return read;
};

/** What is said of one trigger, oldest first. */
const pastOf = async (name: keyof typeof triggers): Promise<readonly string[]> =>
  (await bad()).commits.filter((text) => text.includes(`Zendesk-Object: trigger/${triggers[name]}\n`));

const subjects = (past: readonly string[]): readonly string[] =>
  past.map((text) => text.split('\n')[1]?.replace(/ trigger.*/, '') ?? '');

test('whatever is wrong with revisions, the past is whole and ends with the tree of the baseline', async () => {
  const { done, faults, trees } = await bad();
  expect(trees[0]).toBe(trees[1]);
  expect(faults).toEqual([]);
  expect(done.result.unreadable).toBe(2);
});

test.each(['shuffled', 'doubled'] as const)(
  'revisions that are sent %s are told once and in their order',
  async (name) => {
    const past = await pastOf(name);
    expect(subjects(past)).toEqual(['Create', 'Rename', expect.stringMatching(/^(?:Deactivate|Activate)$/), 'Rename']);
    for (const text of past) expect(text).toContain('Attribution: exact');
  },
);

test('a revision that cannot be read is counted, its entry is told, and the next one says what it may hold', async () => {
  const past = await pastOf('unreadable');
  expect(subjects(past)).toEqual(['Create', 'Rename', 'Update', expect.any(String)]);
  expect(past[2]).toContain('Attribution: unobserved');
  expect(past[3]).toContain('The revision before this one could not be read');
});

test('an item without a time is counted, and its entry is told without a state', async () => {
  const past = await pastOf('timeless');
  expect(past[2]).toContain('Attribution: unobserved');
});

test('revisions of a user who was deleted keep their number, and without one nobody is named', async () => {
  const past = await pastOf('nameless');
  // The entries of both name other people: they stay edits without a state.
  expect(past).toHaveLength(6);
  const [renamed, nobody] = past.filter((text) => text.includes('Attribution: revision'));
  expect(renamed).toMatch(/^Zendesk user 4711 2026-04-01T09:04:00\+00:00/);
  expect(renamed).toMatch(/Audit-Actor-Id: 4711\nAudit-Ip: unknown\nAttribution: revision\nVerdict: none/);
  expect(nobody).toMatch(/^Unknown \(no audit entry\) 2026-04-02/);
  expect(nobody).not.toContain('Audit-Actor');
});

test('a revision from before the account was opened comes first, at its own time', async () => {
  const [first] = (await bad()).commits;
  expect(first).toMatch(/^Ann Admin 2009-01-05T10:00:00\+00:00\nCreate trigger/);
});

test('triggers whose revisions cannot be had are named, and appear as the baseline found them', async () => {
  const { done, commits } = await bad();
  expect(done.result.incomplete).toEqual([
    { object: `trigger/${triggers.gone}`, reason: 'Zendesk gives no revisions of it' },
    { object: `trigger/${triggers.endless}`, reason: 'a page repeats an earlier one' },
  ]);
  const file = `snapshots/acme/triggers/${triggers.gone}.json`;
  expect(subjects(commits.filter((text) => text.includes(file)))).toEqual(['Record what no revision shows']);
});

const noAccess = { status: 403, body: '{"error":"You do not have access to this page."}' };

test('without access to the log it stops, unless the configuration does without it', async () => {
  const lab = await openPastLab({ config: 'audit: optional\n' });
  lab.zendesk.onRequest(({ path }) => (path.includes('/audit_logs') ? noAccess : undefined));
  const done = await backfillIn(lab);
  expect(done.warnings.join()).toContain('The history has the authors and times of revisions alone.');
  expect(done.result).toMatchObject({ revisions: 12, matched: 0, entries: 0 });
  expect(lab.git('log', '-1', '--format=%an', '--grep=^Deactivate', 'main^2')).toBe('Zendesk user 1002');

  const strict = await openPastLab();
  strict.zendesk.onRequest(({ path }) => (path.includes('/audit_logs') ? noAccess : undefined));
  await expect(backfillIn(strict)).rejects.toMatchObject({ code: 'zendesk-plan' });
  expect(strict.git('log', '--format=%s', 'main')).not.toContain('Join');
});

test('secrets and addresses are masked in the past as they are today', async () => {
  const variables = { ZENDRIFT_HASH_KEY: 'a key that is long enough' };
  const lab = await openPastLab({
    config: 'redact: [{ field: title }]\nprivacy: { ip: truncated }\n',
    environment: variables,
  });
  await backfillIn(lab, { environment: variables });
  const text = lab.git('log', '-p', '--format=%B', 'main^2', '--not', 'main^1', '--', 'snapshots/acme/triggers');
  expect(text).toContain('Audit-Ip: 203.0.113.0/24');
  expect(text).not.toContain('"title": "Tell requester"');
  expect(text).toMatch(/"title": "\[redacted [0-9a-f]{16}\]"/);
});
