import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Command, CommandOutcome } from '#commands/command.ts';
import type { InputValues } from '#config/inputs.ts';
import { readSettings } from '#config/settings.ts';
import { runDoctor } from '#connect/doctor.ts';
import { runReport } from '#connect/report.ts';
import { runRestore } from '#connect/restore.ts';
import { runShow } from '#connect/show.ts';
import { runTrack } from '#connect/track.ts';
import { runTriage } from '#connect/triage.ts';
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
  account.as(jane).update('trigger', notifyRequester, { title: 'Drift' });
  await trackLater(lab);
  account.as(bob).update('macro', partialRefund, { description: 'One' });
  account.as(jane).remove('macro', fullRefund);
  await trackLater(lab);
  account.as(bob).update('macro', partialRefund, { description: 'Two' });
  await trackLater(lab);
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
  restore: { command: runRestore, inputs: (lab) => ({ to: baselineOf(lab).slice(0, 7) }) },
  triage: { command: runTriage, inputs: () => ({ 'dry-run': 'true' }) },
  track: { command: runTrack, inputs: () => ({ 'dry-run': 'true', sweep: 'true' }) },
  doctor: { command: runDoctor, inputs: () => ({}) },
};

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
      // The suite gives each command to every other clone, beside the full one.
      if (!isSoak && place > 0 && (place + index) % 2 === 0) continue;
      const outcome = await runIn(lab, command, shape, inputs(lab)).catch((error: unknown) => String(error));
      const says =
        typeof outcome === 'string' ? outcome : saysOf(outcome).replaceAll('remote company', 'remote origin');
      if (!said.has(words)) said.set(words, says);
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
