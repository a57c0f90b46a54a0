import { expect, test } from 'vitest';
import type { InputValues } from '#config/inputs.ts';
import { bob, fullRefund, jane, partialRefund } from '../../support/acme.ts';
import { type Lab, openLab } from '../../support/lab.ts';
import { isSoak } from '../../support/soak.ts';
import { verifyAt } from './support.ts';
import { blobOf, commitRaw, findCommit, mallory, tipOf, treeWith, treeWithEntry } from './tamper.ts';

const macro = `snapshots/acme/macros/${fullRefund}.json`;

/** Someone else's commit on the branch. */
const commit = ({ remote }: Lab, tree: string, message = 'Oops\n', parents?: readonly string[]): string =>
  commitRaw(remote, { message, committer: mallory, tree, ...(parents && { parents }) });

/** Someone puts something else where a file or a folder belongs. */
const put =
  (path: string, entry: (lab: Lab) => string | null) =>
  (lab: Lab): void =>
    void commit(lab, treeWithEntry(lab.remote, tipOf(lab.remote), path, entry(lab)));

const link = ({ remote }: Lab): string => `120000 blob ${blobOf(remote, '../elsewhere')}`;
const file = ({ remote }: Lab): string => `100644 blob ${blobOf(remote, 'a note\n')}`;
const submodule = ({ remote }: Lab): string => `160000 commit ${tipOf(remote)}`;
const treeOf = (lab: Lab, id: string): string => lab.git('rev-parse', `${id}^{tree}`);

const rules = 'policy: { rules: [{ name: bob, actors: [1002], decide: approved }] }\n';
const committer = `committer: { name: Recorder, email: recorder@example.com }
former-committers: [{ name: "zendrift[bot]", email: zendrift@users.noreply.github.com }]
`;

const configure =
  (text: string | null, path = '.github/zendrift.yml') =>
  (lab: Lab): void =>
    void lab.commitElsewhere({ [path]: text });

type Accident = readonly [name: string, act: (lab: Lab) => void];

/** The same accident at another depth, or with another thing. */
const moreOfTheSame: readonly Accident[] = [
  ['a file where snapshots belongs', put('snapshots', file)],
  ['a submodule where snapshots belongs', put('snapshots', submodule)],
  ['a link where the folder of the account belongs', put('snapshots/acme', link)],
  ['a file where the folder of the account belongs', put('snapshots/acme', file)],
];

/** What people do to the branch and the state ref by mistake; each is followed by a run. */
const accidents: readonly Accident[] = [
  ['a link where snapshots belongs', put('snapshots', link)],
  ...(isSoak ? moreOfTheSame : []),
  ['a submodule where the folder of the account belongs', put('snapshots/acme', submodule)],
  ['a file where the folder of a kind belongs', put('snapshots/acme/macros', file)],
  ['a folder where a file belongs', put(`${macro}/deeper`, file)],
  ['a link where a file belongs', put(macro, link)],
  ['an executable bit', put(macro, ({ git: at }) => `100755 blob ${at('rev-parse', `main:${macro}`)}`)],
  ['other line ends', put(macro, (lab) => `100644 blob ${blobOf(lab.remote, crlf(lab))}`)],
  ['a file too many', put('snapshots/acme/macros/1.json', file)],
  ['a folder that was deleted', put('snapshots', () => null)],
  ['a merge that brings old snapshots back', mergeOld],
  ['a commit of ours that someone reverted', revertOurs],
  ['a commit of ours that someone picked for another branch', pickOurs],
  [
    'an old state ref from a backup',
    ({ git: at }) => void at('update-ref', 'refs/zendrift/acme', 'refs/zendrift/acme~2'),
  ],
  ['a state ref that was deleted', ({ git: at }) => void at('update-ref', '-d', 'refs/zendrift/acme')],
];

const crlf = (lab: Lab): string => `${lab.git('cat-file', 'blob', `main:${macro}`)}\n`.replaceAll('\n', '\r\n');

function mergeOld(lab: Lab): void {
  const main = tipOf(lab.remote);
  const old = findCommit(lab.remote, /^Zendesk-Baseline: /m);
  const side = commit(lab, treeWith(lab.remote, old, 'side.md', 'Side\n'), 'Side\n', [old]);
  commit(lab, treeOf(lab, side), 'Merge an old branch\n', [main, side]);
}

function revertOurs(lab: Lab): void {
  const ours = findCommit(lab.remote, /^Zendesk-Change: updated/m);
  const message = `Revert "${lab.git('log', '-1', '--format=%s', ours)}"\n\nThis reverts commit ${ours}.\n`;
  const [path = ''] = lab.git('diff-tree', '--no-commit-id', '--name-only', '-r', ours).split('\n');
  const before = `${lab.git('cat-file', 'blob', `${ours}~1:${path}`)}\n`;
  commit(lab, treeWith(lab.remote, tipOf(lab.remote), path, before), message);
}

function pickOurs(lab: Lab): void {
  const ours = findCommit(lab.remote, /^Zendesk-Change: updated/m);
  const start = lab.git('rev-parse', `${ours}~1`);
  const main = tipOf(lab.remote);
  const picked = commit(lab, treeOf(lab, ours), `${lab.git('log', '-1', '--format=%B', ours)}\n`, [start]);
  commit(lab, treeOf(lab, main), 'Merge what was picked\n', [main, picked]);
}

test('accidents that a run has put right are no fault, then or later', async () => {
  const lab = await openLab({ hasBaseline: true });
  const as = (who: number) => lab.zendesk.account.as(who);
  const change = (title: string) => as(title.length % 2 === 0 ? bob : jane).update('macro', partialRefund, { title });
  change('First');
  lab.wait(60);
  await lab.run();
  for (const [name, act] of accidents) {
    act(lab);
    change(`After ${name}`);
    lab.wait(60);
    const { exitCode } = await lab.run();
    const { faults } = await verifyAt(lab.remote);
    expect([name, exitCode, faults]).toEqual([name, 0, []]);
    expect([...lab.tree().keys()].sort()).toEqual([...lab.canonicalRemote().keys()].sort());
  }
  expect(lab.tree()).toEqual(lab.canonicalRemote());
  expect((await lab.run({ inputs: { sweep: 'true' } })).exitCode).toBe(0);
  expect((await verifyAt(lab.remote)).faults).toEqual([]);
}, 240_000);

/** What people do on purpose, and no less often. */
const reforms: readonly (readonly [name: string, act: (lab: Lab) => void, inputs?: InputValues])[] = [
  ['no configuration any more', configure(null)],
  ['the configuration back again', configure(rules)],
  ['another committer, with the former one named', configure(`${rules}${committer}`)],
  ['a configuration of its own for the account', configure(`${committer}timezone: UTC\n`, '.github/zendrift/acme.yml')],
  ['a new baseline', () => {}, { 'new-baseline': 'true' }],
];

test('reforms are no fault, then or later', async () => {
  const lab = await openLab({ config: rules, hasBaseline: true });
  for (const [name, act, inputs = {}] of reforms) {
    act(lab);
    lab.zendesk.account.as(jane).update('macro', partialRefund, { title: name });
    lab.wait(60);
    const { exitCode } = await lab.run({ inputs, checkout: lab.freshClone(1) });
    const { faults, result } = await verifyAt(lab.remote);
    expect([name, exitCode, faults, result.warnings]).toEqual([name, 0, [], []]);
  }
  expect((await verifyAt(lab.freshClone(1))).result).toMatchObject({ faults: [], counts: { configurations: 4 } });
}, 60_000);
