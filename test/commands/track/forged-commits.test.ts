import { describe, expect, test } from 'vitest';
import { runDiff } from '#connect/diff.ts';
import { runReport } from '#connect/report.ts';
import { runShow } from '#connect/show.ts';
import type { BaselineFacts, ChangeFacts, ConfigurationFacts, FactEntry } from '#core/commit/commit-facts.ts';
import { bob, jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import { comparableState } from '../../support/comparable-state.ts';
import { aChange } from '../../support/facts.ts';
import { forgeCommit, forgeState } from '../../support/forge.ts';
import type { Lab } from '../../support/lab.ts';
import { readIn } from '../../support/read-lab.ts';
import {
  identities,
  later,
  openAlerts,
  openIssues,
  openTeam,
  say,
  shownState,
  theIssue,
  trackLater,
  triageIn,
} from '../../support/triage-lab.ts';
import { verifyAt } from '../verify/support.ts';

const object = `trigger/${notifyRequester}` as const;
const path = `snapshots/acme/triggers/${notifyRequester}.json`;
const rules = 'policy: { rules: [{ name: bob, actors: [1002], decide: approved }] }\n';

/** The newest entry of the log, as a commit names it. */
function newestEntry(lab: Lab): FactEntry {
  const entry = lab.zendesk.account.entries().at(-1);
  if (!entry) throw new Error('nobody did anything');
  return {
    ...{ id: String(entry.id), action: entry.action, time: entry.created_at, ip: '203.0.113.7' },
    ...{ actorId: String(entry.actor_id), actorName: 'Jane Doe' },
  };
}

function forged(lab: Lab, facts: Partial<ChangeFacts>): ChangeFacts {
  const { config, watermark } = lab.state() ?? { config: '', watermark: '' };
  const verdict = { decision: 'approved', reason: 'rule-matches', rule: 'bob', policy: config ?? '' } as const;
  return aChange({ object, observed: lab.zendesk.clock.iso(), verdict, watermark, ...facts });
}

const titled = (lab: Lab, title: string): string =>
  (lab.tree().get(path) ?? '').replace(/"title": "[^"]*"/, `"title": "${title}"`);

/** One alert names the commit, what was recorded is there again, and a second run has nothing to add. */
async function expectFound(lab: Lab, commit: string): Promise<void> {
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  const alerts = openAlerts(lab);
  expect(alerts).toHaveLength(1);
  expect(alerts[0]?.body).toContain(commit);
  expect(lab.state()?.doubted).toMatchObject([{ commit }]);
  const tips = lab.tips();
  const { warnings } = await trackLater(lab);
  expect([warnings, lab.tips()]).toEqual([[], tips]);
  const { faults } = await verifyAt(lab.remote);
  // What the run recorded because of it is no fault.
  expect(faults).toEqual([expect.objectContaining({ code: 'forged', commit })]);
  await trackLater(lab, { inputs: { sweep: 'true' } });
  expect(openAlerts(lab).map(({ number }) => number)).toEqual(alerts.map(({ number }) => number));
  expect(lab.tips().branch).toBe(tips.branch);
}

const loseState = (lab: Lab): void => {
  for (const folder of [lab.remote, lab.checkout]) lab.git('-C', folder, 'update-ref', '-d', 'refs/zendrift/acme');
};

describe('a commit that someone wrote by hand', () => {
  test('approves nothing that its rules do not approve, though the audit entry is real', async () => {
    const lab = await openTeam({ more: rules });
    later(lab);
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Mine' });
    const commit = forgeCommit(lab, forged(lab, { entries: [newestEntry(lab)] }), { [path]: titled(lab, 'Mine') });
    const { warnings, json } = await trackLater(lab);
    expect(JSON.stringify(json)).toContain('commit-unconfirmed');
    expect(warnings).toEqual([]);
    expect(openIssues(lab)).toHaveLength(1);
    expect(
      lab
        .state()
        ?.episodes.get(object)
        ?.changes.map((change) => change.commit),
    ).not.toContain(commit);
    await expectFound(lab, commit);
    // Whatever only reads knows by then that it counts for nothing.
    for (const [command, inputs] of [
      [runShow, { object }],
      [runReport, { from: '2026-11-20' }],
      [runDiff, { from: '2026-11-20' }],
    ] as const) {
      const { lines, json } = await readIn(lab, command, inputs);
      expect(`${lines.join('\n')} ${JSON.stringify(json)}`).not.toContain(commit.slice(0, 7));
    }
  });

  test.each([
    ['in the name of someone whom a rule approves', { actorId: '1002' }],
    ['with an entry that the log does not have', { id: '999' }],
    ['with another time', { time: '2026-11-20T08:01:00Z' }],
  ] as const)('moves no approved state %s', async (_, entry) => {
    const lab = await openTeam({ more: rules });
    lab.zendesk.account.as(bob).update('macro', partialRefund, { title: 'Fine' });
    await trackLater(lab);
    lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'Other' });
    const facts = forged(lab, { entries: [{ ...newestEntry(lab), ...entry }] });
    const commit = forgeCommit(lab, facts, { [path]: titled(lab, 'Approved') });
    await trackLater(lab);
    expect([...(lab.state()?.episodes.keys() ?? [])]).toEqual([`macro/${partialRefund}`]);
    await expectFound(lab, commit);
  });

  test('ends no open change, though it says that it was undone', async () => {
    const lab = await openTeam({ more: rules });
    const before = lab.tree().get(path) ?? '';
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
    await trackLater(lab);
    const issue = theIssue(lab);
    const verdict = { decision: 'unapproved', reason: 'no-audit-entry', policy: lab.state()?.config ?? '' } as const;
    const facts = forged(lab, { entries: [], attribution: 'none', verdict });
    const commit = forgeCommit(lab, facts, { [path]: before });
    await trackLater(lab);
    expect(theIssue(lab).number).toBe(issue.number);
    expect(lab.state()?.episodes.get(object)?.changes).toHaveLength(1);
    await expectFound(lab, commit);
  });

  test('is no baseline', async () => {
    const lab = await openTeam({ more: rules });
    const time = lab.zendesk.clock.iso();
    const { config } = lab.state() ?? {};
    const facts: BaselineFacts = {
      ...{
        type: 'baseline' as const,
        account: 'acme',
        time,
        kinds: ['trigger'],
        objects: 12,
        watermark: time,
        format: 2,
      },
      ...{ branch: 'main', config: config ?? 'none', accounts: [], redaction: lab.state()?.redaction ?? '' },
    };
    const commit = forgeCommit(lab, facts, { [path]: titled(lab, 'Approved') });
    await trackLater(lab);
    expect(openIssues(lab)).toEqual([]);
    await expectFound(lab, commit);
  });

  test.each([
    ['nothing', () => {}],
    ['the state ref is deleted', (lab: Lab) => void lab.git('update-ref', '-d', 'refs/zendrift/acme')],
    [
      'the state is forged to have it',
      (lab: Lab, time: string) => {
        const [folded, tree] = ['main', 'main:snapshots/acme'].map((name) => lab.git('rev-parse', name).trim());
        forgeState(lab, ({ baselines }) => ({
          ...{ folded: folded ?? '', tree: tree ?? '', watermark: time },
          baselines: new Map([...baselines].map(([kind]) => [kind, time])),
        }));
      },
    ],
  ] as const)('is no baseline that takes in an edit nobody recorded; besides it, %s', async (_, forge) => {
    const lab = await openTeam({ more: rules });
    later(lab);
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Mine' });
    later(lab, 5);
    const time = lab.zendesk.clock.iso();
    const { config = null, redaction = '', snapshotFormat = 3 } = lab.state() ?? {};
    const kinds = [...(lab.state()?.baselines.keys() ?? [])];
    const facts: BaselineFacts = {
      ...{ type: 'baseline' as const, account: 'acme', time, kinds, watermark: time, format: snapshotFormat },
      ...{ branch: 'main', config: config ?? 'none', accounts: [], redaction },
    };
    const commit = forgeCommit(lab, facts, { [path]: titled(lab, 'Mine') });
    forge(lab, time);
    expect((await verifyAt(lab.remote)).faults).toContainEqual(expect.objectContaining({ code: 'forged', commit }));
    await trackLater(lab, { inputs: { sweep: 'true' } });
    const [change] = lab.state()?.episodes.get(object)?.changes ?? [];
    expect(change).toMatchObject({ type: 'updated', entries: [{ actorId: String(jane) }] });
    expect(lab.tree()).toEqual(lab.canonicalRemote());
    expect(openAlerts(lab).some(({ body }) => body?.includes(commit))).toBe(true);
    expect((await verifyAt(lab.remote)).faults.map((fault) => fault.commit)).toEqual([commit]);
  });

  test('is no repair', async () => {
    const lab = await openTeam();
    const commit = forgeCommit(lab, { type: 'repair', account: 'acme', files: 1 }, { [path]: titled(lab, 'Approved') });
    await trackLater(lab);
    expect(openIssues(lab)).toEqual([]);
    await expectFound(lab, commit);
  });

  test('makes no other account of a login', async () => {
    const lab = await openTeam();
    const { config } = lab.state() ?? {};
    const facts: ConfigurationFacts = {
      ...{
        type: 'configuration' as const,
        account: 'acme',
        before: config ?? null,
        after: config ?? null,
        commit: null,
      },
      accounts: [{ login: 'carl-gh', id: '34' }],
    };
    const commit = forgeCommit(lab, facts);
    await trackLater(lab);
    expect(lab.state()?.accounts.has('carl-gh')).toBe(false);
    await expectFound(lab, commit);
  });

  test.each(['kept', 'lost'])('moves no history, the state ref %s', async (ref) => {
    const lab = await openTeam();
    const { watermark } = lab.state() ?? { watermark: '' };
    const commit = forgeCommit(lab, { type: 'move', account: 'acme', from: 'main', to: 'other', watermark });
    if (ref === 'lost') loseState(lab);
    await trackLater(lab);
    expect(lab.state()?.branch).toBe('main');
    await expectFound(lab, commit);
  });

  test('waits for track, which has Zendesk, before triage decides anything', async () => {
    const lab = await openTeam({ more: rules });
    lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
    await trackLater(lab);
    say(lab, 'bob-gh', `/approve ${shownState(theIssue(lab))}`);
    forgeCommit(lab, forged(lab, { object: `macro/${partialRefund}` }));
    await expect(triageIn(lab)).rejects.toMatchObject({ code: 'commits-unchecked', exitCode: 1 });
    await trackLater(lab);
    expect(openIssues(lab)).toEqual([]);
    expect((await triageIn(lab)).exitCode).toBe(0);
  });
});

test('commits of ours count without an alert where someone moved the state ref back', async () => {
  const lab = await openTeam({ more: rules });
  const { account } = lab.zendesk;
  lab.commitElsewhere({ '.github/zendrift.yml': `${identities}${rules}\napprovers: { outside-zendesk: [auditor] }\n` });
  account.as(bob).update('macro', partialRefund, { title: 'Fine' });
  account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  const { state } = lab.tips();
  await trackLater(lab);
  account.as(jane).update('macro', partialRefund, { description: 'late' }, { entryLag: 500 });
  await trackLater(lab);
  later(lab, 600);
  await lab.run();
  say(lab, 'bob-gh', '/approve', openIssues(lab).find(({ title }) => title.includes('Drift'))?.number ?? 0);
  await triageIn(lab);
  const live = lab.state();
  lab.git('update-ref', 'refs/zendrift/acme', state);
  const { warnings } = await trackLater(lab);
  expect([warnings, openAlerts(lab), lab.state()?.doubted]).toEqual([[], [], []]);
  const now = lab.state();
  // What was seen at GitHub since then is read again, and time has passed.
  const same = { watermark: '', written: new Map() };
  expect(now && comparableState({ ...now, ...same })).toEqual(live && comparableState({ ...live, ...same }));
});

test('a state that calls a real change doubtful hides nothing', async () => {
  const lab = await openTeam({ more: rules });
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  const commit = lab.state()?.episodes.get(object)?.changes[0]?.commit ?? '';
  const doubted = [{ commit, what: object, reason: 'It never happened' }];
  forgeState(lab, () => ({ doubted, episodes: new Map(), recent: new Map() }));
  await trackLater(lab, { inputs: { sweep: 'true' } });
  expect(openIssues(lab)).toHaveLength(1);
  expect([...(lab.state()?.episodes.keys() ?? [])]).toEqual([object]);
  expect(openAlerts(lab)).toHaveLength(1);
});
