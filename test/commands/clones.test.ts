import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Command, CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runCompare } from '#connect/compare.ts';
import { runDiff } from '#connect/diff.ts';
import { runDoctor } from '#connect/doctor.ts';
import { runInit } from '#connect/init.ts';
import { runLint } from '#connect/lint.ts';
import { runList } from '#connect/list.ts';
import { runMove } from '#connect/move.ts';
import { runPolicyCheck, runPolicyReplay, runPolicySuggest } from '#connect/policy.ts';
import { runReport } from '#connect/report.ts';
import { runRestore } from '#connect/restore.ts';
import { runShow } from '#connect/show.ts';
import { runTrack } from '#connect/track.ts';
import { runTriage } from '#connect/triage.ts';
import { runUses } from '#connect/uses.ts';
import { runVerify } from '#connect/verify.ts';
import { environment, git, makeFolder } from '../git/support.ts';
import { bob, fullRefund, jane, notifyRequester, partialRefund } from '../support/acme.ts';
import { type CloneShape, cloneShapes, countConnections, countProcesses } from '../support/clones.ts';
import type { Lab } from '../support/lab.ts';
import { isSoak } from '../support/soak.ts';
import { hubOf, openTeam, say, trackLater } from '../support/triage-lab.ts';

/** One of each kind; the other depths and filters are left to the soak. */
const different = [
  'full',
  'without folders',
  'without contents',
  'without folders, depth 1',
  'linked work tree',
  'mirror, bare repositories refused',
  'another remote name',
];
const shapes = Object.entries(cloneShapes).filter(([name]) => isSoak || different.includes(name));

/** A remote with some history, and with states that the newest commit no longer has. */
async function openHistory(): Promise<Lab> {
  const lab = await openTeam();
  const { account } = lab.zendesk;
  lab.git('config', 'uploadpack.allowFilter', 'true');
  lab.commitElsewhere({ 'snapshots/acme-sandbox/macros/1.json': '{ "title": "Of another account" }\n' });
  account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  account.as(bob).update('macro', partialRefund, { description: 'One' });
  account.as(jane).remove('macro', fullRefund);
  await trackLater(lab);
  account.as(bob).update('macro', partialRefund, { description: 'Two' });
  await trackLater(lab);
  // A branch that was left behind, as that of the configuration is where the record has one of its own.
  lab.git('branch', 'behind', baselineOf(lab));
  return lab;
}

/** A command in this process. Rejects with what it throws. */
async function runIn(
  lab: Lab,
  command: Command,
  shape: Partial<CloneShape>,
  inputs: InputValues = {},
): Promise<CommandOutcome> {
  const { token, repository, url, serverUrl } = hubOf(lab);
  const hub = { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, GITHUB_API_URL: url, GITHUB_SERVER_URL: serverUrl };
  const variables = { ...environment, ...lab.zendesk.env, ...hub, ...shape.environment };
  return command({
    settings: readSettings({ repository: shape.checkout ?? lab.checkout, ...inputs }, variables, 'credentials'),
    environment: variables,
    progress: { stage: () => {}, detail: () => {}, warn: () => {} },
    clock: { now: () => lab.zendesk.clock.now(), sleep: async () => {} },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
}

/** Commands that change nothing, with how often each may be connected to the remote. */
const reading: Readonly<Record<string, { readonly command: Command; readonly inputs: (lab: Lab) => InputValues }>> = {
  verify: { command: runVerify, inputs: () => ({}) },
  show: { command: runShow, inputs: () => ({ object: `macro/${partialRefund}` }) },
  report: { command: runReport, inputs: () => ({ from: '2026-11-20' }) },
  restore: { command: runRestore, inputs: (lab) => ({ to: middleOf(lab) }) },
  triage: { command: runTriage, inputs: () => ({ 'dry-run': 'true' }) },
  track: { command: runTrack, inputs: () => ({ 'dry-run': 'true', sweep: 'true' }) },
  doctor: { command: runDoctor, inputs: () => ({}) },
  'diff of commits': { command: runDiff, inputs: (lab) => ({ from: middleOf(lab) }) },
  'diff of times': { command: runDiff, inputs: () => ({ from: '1d' }) },
  'show by title': { command: runShow, inputs: () => ({ object: 'Drift' }) },
  list: { command: runList, inputs: () => ({}) },
  lint: { command: runLint, inputs: () => ({}) },
  uses: { command: runUses, inputs: (lab) => ({ ref: 'tag/vip', at: middleOf(lab) }) },
  compare: { command: runCompare, inputs: () => ({ accounts: 'acme,acme-sandbox' }) },
  'policy check': { command: runPolicyCheck, inputs: () => ({}) },
  'policy replay': { command: runPolicyReplay, inputs: () => ({ from: '2026-11-01' }) },
  'policy suggest': { command: runPolicySuggest, inputs: () => ({ from: '2026-11-01' }) },
  'move, planned': { command: runMove, inputs: () => ({ to: 'elsewhere', 'dry-run': 'true' }) },
  'init, planned': { command: runInit, inputs: () => ({ 'dry-run': 'true' }) },
};

/** A commit of the record that no ref names, with one behind it that a ref does name. */
const middleOf = (lab: Lab): string => lab.git('log', '--format=%h', '--grep=^Rename trigger', '-1', 'main');

const baselineOf = (lab: Lab): string => lab.git('log', '--format=%H', '--grep=^Baseline', 'main');

/** What a command says, without the requests that it took. */
const saysOf = ({ exitCode, json }: CommandOutcome): string =>
  JSON.stringify(
    { exitCode, json },
    (key, value) => (key === 'requests' || key === 'directory' ? undefined : value),
    1,
  );

test('every command reads the same from every clone, with a handful of connections', { timeout: 300_000 }, async () => {
  const lab = await openHistory();
  const issue = hubOf(lab)
    .model.issues('open')
    .find(({ title }) => title.includes('Drift'));
  say(lab, 'bob-gh', '/approve', issue?.number);
  // Something for a dry run to write commits about.
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'Not recorded yet' });
  const said = new Map<string, string>();
  for (const [place, [name, make]] of shapes.entries()) {
    const shape = make(lab.remote);
    const connections = countConnections(shape);
    for (const [index, [words, { command, inputs }]] of Object.entries(reading).entries()) {
      // The clone with the least in it gets every command, beside the full one; the suite gives the others some.
      const all = isSoak || name === 'full' || name === 'without folders';
      if (!all && (place + index) % 6 !== 0) continue;
      const outcome = await runIn(lab, command, shape, inputs(lab)).catch((error: unknown) => String(error));
      const says =
        typeof outcome === 'string' ? outcome : saysOf(outcome).replaceAll('remote company', 'remote origin');
      if (!said.has(words)) said.set(words, says);
      // Left over by init, which has no credentials here that could do all of it.
      expect.soft(outcome, `${words} in ${name}`).toMatchObject({ exitCode: words.startsWith('init') ? 1 : 0 });
      expect.soft(says, `${words} in ${name}`).toBe(said.get(words));
      // A clone without folders asks for those of each commit that is read on its own: branch, configuration and state.
      const most = name.includes('without folders') ? 8 : 6;
      expect.soft(connections(), `connections of ${words} in ${name}`).toBeLessThanOrEqual(most);
    }
    expect.soft(isPartial(shape), name).toBe(name.includes('without'));
  }
});

const isPartial = ({ checkout }: CloneShape): boolean => git(checkout, 'config', '--list').includes('.promisor=true');

const isShallow = ({ checkout }: CloneShape): string => git(checkout, 'rev-parse', '--is-shallow-repository');

test('every clone records, and goes on where a lost state leaves it', { timeout: 300_000 }, async () => {
  const lab = await openHistory();
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'By Jane' });
  lab.wait(60);
  for (const [name, make] of shapes) {
    const remote = join(makeFolder(), 'remote.git');
    cpSync(lab.remote, remote, { recursive: true });
    git(remote, 'update-ref', '-d', 'refs/zendrift/acme');
    const shape = make(remote);
    const [connections, wasShallow] = [countConnections(shape), isShallow(shape)];
    const outcome = await runIn(lab, runTrack, shape).catch((error: unknown) => error);
    expect
      .soft(outcome, name)
      .toMatchObject({ exitCode: 0, json: { commits: [{ object: `macro/${partialRefund}` }] } });
    expect.soft(git(remote, 'log', '-2', '--format=%an', 'main').split('\n'), name).toContain('Jane Doe');
    expect.soft(git(remote, 'for-each-ref', 'refs/zendrift'), name).toContain('refs/zendrift/acme');
    expect.soft(git(shape.checkout, 'rev-parse', 'main'), name).toBe(git(remote, 'rev-parse', 'main'));
    expect.soft(connections(), `connections in ${name}`).toBeLessThanOrEqual(9);
    expect.soft([isShallow(shape), isPartial(shape)], name).toEqual([wasShallow, name.includes('without')]);
  }
});

test('every clone writes back what was, and carries the history to another branch', { timeout: 300_000 }, async () => {
  const lab = await openHistory();
  const { account, env, writeEnv } = lab.zendesk;
  for (const [name, make] of shapes) {
    if (!isSoak && name !== 'without folders' && name !== 'another remote name') continue;
    const remote = join(makeFolder(), 'remote.git');
    cpSync(lab.remote, remote, { recursive: true });
    const shape = make(remote);
    const writing = { ...shape, environment: { ...shape.environment, ...env, ...writeEnv } };
    const inputs = { objects: `trigger/${notifyRequester}`, to: baselineOf(lab).slice(0, 7), apply: 'true' };
    const restored = await runIn(lab, runRestore, writing, inputs).catch((error: unknown) => error);
    expect.soft(restored, name).toMatchObject({ exitCode: 0, json: { objects: [{ outcome: 'restored' }] } });
    account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
    const moved = await runIn(lab, runMove, shape, { to: 'elsewhere' }).catch((error: unknown) => error);
    expect.soft(moved, name).toMatchObject({ exitCode: 0, json: { from: 'main', to: 'elsewhere' } });
    expect.soft(git(remote, 'log', '-1', '--format=%s', 'elsewhere'), name).toBe('Move history');
  }
});

test('an idle run makes one connection, and starts no more processes than it needs', async () => {
  const lab = await openTeam();
  await lab.run();
  const connections = countConnections({ checkout: lab.checkout, environment: {} });
  const processes = countProcesses();
  lab.wait(60);
  await lab.run({ environment: { PATH: processes.path } });
  expect(connections()).toBe(1);
  const needed = ['cat-file', 'config', 'for-each-ref', 'ls-remote', 'rev-parse', 'status'];
  expect([...processes.take()].sort()).toEqual(needed);
});
