import { expect, test } from 'vitest';
import { backfillIn, notifyRequester, openPastLab } from '../../support/backfill-lab.ts';
import { comparableState } from '../../support/comparable-state.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { verifyAt } from '../verify/support.ts';

const path = `snapshots/acme/triggers/${notifyRequester}.json`;
const format = '--format=%an <%ae> %aI%n%B%x00';

/** Commits behind the merge that change one file, oldest first, as people read them. */
const pastOf = (lab: Lab, file: string): readonly string[] =>
  lab
    .git('log', '--reverse', format, 'main^2', '--not', 'main^1', '--', file)
    .split('\0')
    .map((text) => text.trim())
    .filter((text) => text !== '');

test('revisions and their entries become commits of their authors, joined by one merge that changes nothing', async () => {
  const lab = await openPastLab({ github: true });
  const before = lab.tips();
  const state = comparableState(lab.state());
  const done = await backfillIn(lab, { inputs: { entries: 'true' } });
  expect(done.result).toMatchObject({ outcome: 'joined', revisions: 12, matched: 12, unreadable: 0, incomplete: [] });

  const [created, renamed, deactivated] = pastOf(lab, path);
  expect(created).toContain('Create trigger "Notify requester" (360000000041)');
  expect(renamed?.split('\n')[0]).toBe('Jane Doe <zendesk-user-1001@acme.zendesk.invalid> 2026-04-01T09:00:00+00:00');
  expect(deactivated).toMatchInlineSnapshot(`
    "Bob Ray <zendesk-user-1002@acme.zendesk.invalid> 2026-04-02T09:00:00+00:00
    Deactivate trigger "Tell requester" (360000000041)

    - Deactivated: it no longer runs
    Log says: "Active changed"
    Carried over from the baseline, as revisions lack it: category, position

    Zendesk-Account: acme
    Zendesk-Object: trigger/360000000041
    Zendesk-Change: updated
    Zendesk-Observed: 2026-04-02T09:00:00Z
    Zendesk-Revision: 28835714000220
    Audit-Id: 28835703800748
    Audit-Action: update
    Audit-Time: 2026-04-02T09:00:00Z
    Audit-Actor: Bob Ray
    Audit-Actor-Id: 1002
    Audit-Ip: 198.51.100.4
    Attribution: exact
    Verdict: none
    Verdict-Reason: before-baseline"
  `);

  const merge = lab.git('rev-parse', 'main');
  expect(done.result.merge).toBe(merge);
  expect(lab.git('rev-parse', 'main^1')).toBe(before.branch);
  expect(lab.git('rev-parse', 'main^2')).toBe(done.result.tip);
  expect(lab.git('rev-parse', 'main^{tree}')).toBe(lab.git('rev-parse', 'main^1^{tree}'));
  expect(lab.git('rev-parse', 'main^2^{tree}')).toBe(lab.git('rev-parse', `${done.result.baseline}^{tree}`));
  expect(lab.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\nrefs/zendrift/acme');

  const after = comparableState(lab.state());
  expect(after).toEqual({ ...state, folded: merge });
  expect(lab.github?.model.issues()).toEqual([]);
  expect((await verifyAt(lab.checkout)).result).toMatchObject({
    faults: [],
    counts: { backfilled: done.result.commits },
  });
});

test('a view of one agent stays out of it; what the log shows as deleted is in it', async () => {
  const lab = await openLab({ zendesk: { sourceTypes: 'specific' } });
  const jane = lab.zendesk.account.as(1001);
  const { id } = jane.create('macro', { title: 'Old', actions: [] }, { at: '2026-04-01T09:00:00Z' });
  jane.remove('macro', id, { at: '2026-04-02T09:00:00Z' });
  await lab.run();
  await backfillIn(lab, { inputs: { entries: 'true' } });
  const subjects = lab.git('log', '--format=%s', 'main^2', '--not', 'main^1').split('\n');
  expect(subjects).toContain(`Delete macro "Old" (${id})`);
  const personal = lab.zendesk.account.rules
    .list('view')
    .filter((view) => !lab.tree().has(`snapshots/acme/views/${view.id}.json`));
  expect(personal.length).toBeGreaterThan(0);
  for (const view of personal) expect(subjects.join('\n')).not.toContain(String(view.id));
});

test('a second backfill finds the first one and changes nothing, and the next run has nothing to do', async () => {
  const lab = await openPastLab();
  const first = await backfillIn(lab);
  const tips = lab.tips();
  const again = await backfillIn(lab, { inputs: { entries: 'true' } });
  expect(again.result).toMatchObject({ outcome: 'present', merge: first.result.merge });
  const run = await lab.run({ inputs: { sweep: 'true' } });
  expect(run.warnings).toEqual([]);
  expect(lab.tips().branch).toBe(tips.branch);
});

test('without --entries, edits of kinds without revisions are left out; those of a deleted trigger are told', async () => {
  const lab = await openPastLab();
  const done = await backfillIn(lab);
  expect(done.result.entries).toBe(2);
  const subjects = lab.git('log', '--reverse', '--format=%s%n%(trailers:key=Attribution)', 'main^2', '-20');
  expect(subjects).toContain('Delete trigger "Short-lived" (28835714800020)\nAttribution: unobserved');
  expect(subjects).not.toContain('macro');
});

test('a dry run counts what it would add and writes nothing', async () => {
  const lab = await openPastLab();
  const refs = lab.git('for-each-ref');
  const done = await backfillIn(lab, { inputs: { 'dry-run': 'true' } });
  expect(done.lines[0]).toBe('Would add 15 commits of acme before 2026-11-20T08:00:00Z.');
  expect(lab.git('for-each-ref')).toBe(refs);
});

test('--from begins with the states of that time, and the commits after it show what changed since', async () => {
  const lab = await openPastLab();
  const done = await backfillIn(lab, { inputs: { from: '2026-04-02' } });
  expect(done.result).toMatchObject({ from: '2026-04-02T00:00:00Z', revisions: 3 });
  const past = pastOf(lab, path);
  expect(past.map((text) => text.split('\n')[1])).toEqual([
    'Record the states of 2026-04-02T00:00:00Z',
    'Deactivate trigger "Tell requester" (360000000041)',
    'Activate trigger "Tell requester" (360000000041)',
    'Rename trigger "Notify requester" (360000000041)',
  ]);
  expect((await verifyAt(lab.checkout)).faults).toEqual([]);
});

test('a start after the baseline asks for nothing', async () => {
  const lab = await openPastLab();
  await expect(backfillIn(lab, { inputs: { from: '2026-11-21' } })).rejects.toMatchObject({ code: 'backfill-from' });
});

test('an account that remembers nothing gets no commit', async () => {
  const lab = await openPastLab({ seeded: false, past: false });
  const tips = lab.tips();
  expect((await backfillIn(lab)).result).toMatchObject({ outcome: 'nothing', merge: null });
  expect(lab.tips()).toEqual(tips);
});

test('a baseline that is the first commit has its past on a root of its own', async () => {
  const lab = await openPastLab({ empty: true, remote: 'none' });
  const done = await backfillIn(lab);
  expect(lab.git('rev-list', '--max-parents=0', 'main').split('\n')).toHaveLength(2);
  expect(lab.git('rev-parse', 'main^2^{tree}')).toBe(lab.git('rev-parse', `${done.result.baseline}^{tree}`));
  expect((await verifyAt(lab.checkout)).faults).toEqual([]);
});
