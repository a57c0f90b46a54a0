import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReportResult } from '#render/report/report-result.ts';
import { git, makeFolder } from '../../git/support.ts';
import {
  ann,
  autoReply,
  bob,
  closeSpam,
  escalateVip,
  fullRefund,
  jane,
  notificationTriggers,
  notifyRequester,
  partialRefund,
  unassigned,
} from '../../support/acme.ts';
import { reportIn } from '../../support/export-lab.ts';
import type { Lab } from '../../support/lab.ts';
import { isSoak } from '../../support/soak.ts';
import { openLocal, runLater } from '../../support/watched.ts';
import { decide } from '../verify/decide.ts';

const config = `timezone: Europe/Berlin
identities: { ${jane}: { github: jane-gh } }
policy: { rules: [{ name: macros, kinds: [macro], decide: approved }] }
`;

/** What commits and state say, counted apart from the report. */
async function countFrom(lab: Lab) {
  const all = await lab.changes();
  const late = new Map(all.flatMap((change) => (change.explains === null ? [] : [[change.explains, change]])));
  const changes = all.filter(({ explains }) => explains === null);
  const now = changes.map((change) => late.get(change.id) ?? change);
  return {
    changes: changes.length,
    unapproved: now.filter(({ verdict }) => verdict === 'unapproved').length,
    withoutEntry: changes.filter(({ id, actors }) => actors.length === 0 && !late.has(id)).length,
    people: new Set(all.flatMap(({ actors }) => actors)).size,
    open: lab.state()?.episodes.size,
  };
}

/** Every list counts each change once, those of several people as well. */
function expectSums({ totals, changes, people, kinds, days, activity, objects }: ReportResult) {
  expect(totals.changes).toBe(changes.length);
  expect(totals.changes).toBe(totals.approved + totals.unapproved);
  for (const rows of [people, days, activity, objects]) {
    const sum = (key: 'changes' | 'unapproved' | 'offHours') => rows.reduce((total, row) => total + row[key], 0);
    expect([sum('changes'), sum('unapproved'), sum('offHours')]).toEqual([
      totals.changes,
      totals.unapproved,
      totals.offHours,
    ]);
  }
  for (const row of kinds)
    expect(row.created + row.updated + row.deleted + row.reordered + row.other).toBe(row.changes);
  expect(kinds.reduce((total, row) => total + row.changes, 0)).toBe(totals.changes);
}

describe('a report', () => {
  test('counts changes, people, kinds and what became of what nobody approved', async () => {
    const lab = await openLocal({ remote: 'none', config });
    const { account } = lab.zendesk;
    account.as(jane, { ip: '203.0.113.7' }).update('trigger', notifyRequester, { active: false });
    account.as(bob).update('macro', partialRefund, { active: false });
    await runLater(lab);
    const decision = await decide(lab.remote, `trigger/${notifyRequester}`, { reason: 'release 4.2' });
    account.as(ann).update('view', unassigned, { title: 'Nobody has it' });
    await runLater(lab);
    account.as(ann).update('view', unassigned, { title: 'Unassigned tickets' });
    account.as(bob).update('trigger', escalateVip, { title: 'VIP' });
    account.as(ann).update('trigger', autoReply, { active: false }, { audit: false });
    lab.wait(600);
    await runLater(lab, { inputs: { sweep: 'true' } });
    const { json } = await reportIn(lab);
    expect(json.totals).toMatchObject(await countFrom(lab));
    expect(json.totals).toMatchObject({ changes: 6, people: 3, unapproved: 5, withoutEntry: 1, decided: 1, open: 2 });
    const outcomes = new Map(json.changes.map(({ object, outcome }) => [object, outcome]));
    expect(Object.fromEntries(outcomes)).toEqual({
      [`trigger/${notifyRequester}`]: 'approved',
      [`macro/${partialRefund}`]: null,
      [`view/${unassigned}`]: 'undone',
      [`trigger/${escalateVip}`]: 'open',
      [`trigger/${autoReply}`]: 'open',
    });
    const decided = json.changes.find(({ outcome }) => outcome === 'approved');
    expect(decided).toMatchObject({
      people: [{ id: '1001', name: 'Jane Doe', login: 'jane-gh', ip: '203.0.113.7' }],
      title: 'Notify requester',
      actor_name: 'Jane Doe',
      actor_id: '1001',
      words: 'Deactivated: it no longer runs',
      decision: 'approved',
      decided_by: 'admin-ann',
      decided_at: '2026-11-20T12:00:00Z',
      issue: 12,
      decisionReason: 'release 4.2',
      fourEyes: true,
    });
    expect(json.head).not.toBe(decision);
    expect(json.people.map(({ name, changes }) => [name, changes])).toEqual([
      ['Bob Ray', 2],
      ['Ann Admin', 2],
      ['Unknown (no audit entry)', 1],
      ['Jane Doe', 1],
    ]);
    expect(json.kinds.map(({ kind, changes }) => [kind, changes])).toEqual([
      ['trigger', 3],
      ['view', 2],
      ['macro', 1],
    ]);
    expect(json.totals.medianSecondsToDecision).toBeGreaterThan(3 * 3600);
    const times = json.changes.map(({ time }) => time);
    expect(times).toEqual([...times].sort().reverse());
  });

  test('a rejection leaves it open; an order and a late entry are reported as they are known now', async () => {
    const lab = await openLocal({ remote: 'none' });
    const { account } = lab.zendesk;
    account.as(ann).reorder('trigger', [closeSpam, ...notificationTriggers.filter((id) => id !== closeSpam)]);
    account.as(bob).update('trigger', escalateVip, { title: 'By Bob' }, { entryLag: 400 });
    lab.wait(5);
    account.as(ann).update('trigger', escalateVip, { description: 'By Ann' });
    await runLater(lab);
    await decide(lab.remote, 'trigger/order', { decision: 'rejected' });
    lab.wait(600);
    await lab.run();
    const { json } = await reportIn(lab);
    expect(json.totals).toMatchObject(await countFrom(lab));
    expect(json.changes.find(({ object }) => object === 'trigger/order')).toMatchObject({ outcome: 'rejected' });
    expect(json.open.map(({ object, rejectedBy }) => [object, rejectedBy])).toContainEqual([
      'trigger/order',
      'admin-ann',
    ]);
    const vip = json.changes.filter(({ object }) => object === `trigger/${escalateVip}`);
    expect(vip).toHaveLength(1);
    expect(new Set(vip[0]?.people.map(({ id }) => id))).toEqual(new Set(['1002', '1003']));
  });

  test('its totals are those of commits and state, whatever happened', async () => {
    const step = fc.record({
      who: fc.constantFrom(ann, bob, jane),
      what: fc.constantFrom('on', 'off', 'title', 'macro', 'order'),
      log: fc.constantFrom('at once', 'late', 'never'),
      runs: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        const lab = await openLocal({ config });
        for (const { who, what, log, runs } of steps) {
          const editor = lab.zendesk.account.as(who);
          const options = { 'at once': {}, late: { entryLag: 400 }, never: { audit: false } }[log];
          if (what === 'on' || what === 'off')
            editor.update('trigger', notifyRequester, { active: what === 'on' }, options);
          else if (what === 'title') editor.update('view', unassigned, { title: `By ${who}` }, options);
          else if (what === 'macro') editor.update('macro', fullRefund, { description: `By ${who}` }, options);
          else editor.reorder('trigger', [closeSpam, ...notificationTriggers.filter((id) => id !== closeSpam)]);
          lab.wait(30);
          if (runs) await runLater(lab, { inputs: { sweep: 'true' } });
        }
        lab.wait(900);
        await lab.run({ inputs: { sweep: 'true' } });
        const { json } = await reportIn(lab);
        expect(json.totals).toMatchObject(await countFrom(lab));
        const open = new Set<string>(lab.state()?.episodes.keys());
        expect(json.open.map(({ object }) => object).sort()).toEqual([...open].sort());
        for (const { object, outcome } of json.changes) if (outcome === 'open') expect(open).toContain(object);
        expectSums(json);
        await lab.close();
      }),
      { numRuns: Math.min(6, Number(process.env['ZENDRIFT_RUNS'] ?? (isSoak ? 6 : 3))) },
    );
  }, 120_000);
});

describe('a range', () => {
  test('has both ends in it, and a day counts whole', async () => {
    const lab = await openLocal();
    lab.zendesk.account.as(ann).update('macro', fullRefund, { description: 'First' });
    await runLater(lab);
    lab.wait(2 * 86_400);
    lab.zendesk.account.as(ann).update('macro', fullRefund, { description: 'Second' });
    await runLater(lab);
    const timesOf = async (inputs: Parameters<typeof reportIn>[1]) =>
      (await reportIn(lab, inputs)).json.changes.map(({ time }) => time);
    const [second = '', first = ''] = await timesOf({});
    expect(await timesOf({ inputs: { from: first, to: first } })).toEqual([first]);
    expect(await timesOf({ inputs: { from: '2026-11-20', to: '2026-11-20' } })).toEqual([first]);
    expect(await timesOf({ inputs: { from: '1d' } })).toEqual([second]);
    expect(await timesOf({ inputs: { from: '2026-11-21', to: '2026-11-21' } })).toEqual([]);
  });
});

describe('where it goes', () => {
  test('to standard output as HTML, or to a file named for its format', async () => {
    const lab = await openLocal();
    const folder = makeFolder();
    const { printed, lines } = await reportIn(lab);
    expect(printed).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(lines).toEqual([]);
    const file = join(folder, 'week.json');
    const written = await reportIn(lab, { inputs: { output: file } });
    expect(written.printed).toBe('');
    expect(written.lines[0]).toContain(`written to ${file}`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(written.json)));
    await expect(reportIn(lab, { inputs: { output: join(folder, 'x.pdf') } })).rejects.toMatchObject({
      message: expect.stringMatching(
        /--output must be a file that ends in \.csv, \.json, \.html, \.htm or \.md, not ".*x\.pdf"\. Or set --format/,
      ),
    });
    expect(existsSync(join(folder, 'x.pdf'))).toBe(false);
    await reportIn(lab, { inputs: { output: join(folder, 'x.txt'), format: 'markdown' } });
    expect(readFileSync(join(folder, 'x.txt'), 'utf8')).toMatch(/^## Zendesk changes of acme\n/);
  });

  test.each(['html', 'markdown', 'json'])(
    '%s on standard output holds nothing that a runner of Actions obeys',
    async (format) => {
      const lab = await openLocal();
      lab.zendesk.account.as(ann).update('macro', fullRefund, { title: '##[add-mask]a' });
      await runLater(lab);
      const { printed } = await reportIn(lab, { inputs: { format } });
      expect(printed).toContain('#[add-mask]a');
      expect(printed).not.toContain('##[');
    },
  );

  test('a dry run writes no file; a folder that is not there is said', async () => {
    const lab = await openLocal();
    const folder = makeFolder();
    const output = join(folder, 'r.html');
    await reportIn(lab, { inputs: { output, 'dry-run': 'true' } });
    expect(existsSync(output)).toBe(false);
    writeFileSync(output, 'before');
    const nowhere = join(folder, 'no', 'r.html');
    await expect(reportIn(lab, { inputs: { output: nowhere } })).rejects.toMatchObject({ code: 'output-unwritable' });
    expect(readFileSync(output, 'utf8')).toBe('before');
  });

  test('the summary is Markdown whatever the format, with links where the repository is known', async () => {
    const lab = await openLocal();
    lab.zendesk.account.as(ann).update('macro', fullRefund, { description: 'First' });
    await runLater(lab);
    const tip = lab.tips().branch;
    const { summary, json } = await reportIn(lab, { environment: { GITHUB_REPOSITORY: 'acme/data' }, prints: false });
    expect(summary).toContain(`https://github.com/acme/data/commit/${json.changes[0]?.commit}`);
    expect(json.head).toBe(tip);
    expect((await reportIn(lab)).summary).not.toContain('https://');
  });

  test('a commit or a format of another command is refused', async () => {
    const lab = await openLocal();
    for (const inputs of [{ to: 'abcdef1' }, { format: 'ocsf' }])
      await expect(reportIn(lab, { inputs })).rejects.toMatchObject({ code: 'settings-invalid' });
  });
});

describe('from git alone', () => {
  test('a depth-1 clone and one without a remote tell the same, and nothing in them changes', async () => {
    const lab = await openLocal();
    for (const title of ['One', 'Two']) {
      lab.zendesk.account.as(ann).update('view', unassigned, { title });
      await runLater(lab);
    }
    const { json } = await reportIn(lab);
    expect(json.totals.changes).toBe(2);
    const shallow = lab.freshClone(1);
    const alone = lab.freshClone();
    git(alone, 'remote', 'remove', 'origin');
    for (const repository of [shallow, alone]) {
      const before = git(repository, 'for-each-ref');
      expect((await reportIn(lab, { inputs: { repository } })).json).toEqual(json);
      expect(git(repository, 'for-each-ref')).toBe(before);
    }
    expect(git(shallow, 'rev-list', '--count', 'HEAD')).toBe('1');
  });

  test('a repository without history says so', async () => {
    const lab = await openLocal();
    const other = makeFolder();
    git(other, 'init', '-q', '-b', 'main');
    await expect(reportIn(lab, { inputs: { repository: other } })).rejects.toMatchObject({ code: 'nothing-recorded' });
  });
});
