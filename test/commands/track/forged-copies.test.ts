import { expect, test } from 'vitest';
import { git } from '../../git/support.ts';
import { autoReply, notifyRequester, partialRefund } from '../../support/acme.ts';
import { type Copy, forgeCopies, openEventful } from '../../support/forged-copies.ts';
import type { Lab } from '../../support/lab.ts';
import { hubOf, openAlerts, trackLater } from '../../support/triage-lab.ts';
import { verifyAt } from '../verify/support.ts';
import { commitsOf, rawCommit } from '../verify/tamper.ts';

/**
 * Who says that a copy of one of our commits is no commit of ours. `forged` and `unconfirmed`: the next run, it does not count
 * and an alert names it. `verify`: it counts, or says nothing that could count, and `verify --remote --github` names it.
 */
type Finder = 'forged' | 'unconfirmed' | 'verify' | 'nobody';

interface Row {
  readonly form: string;
  readonly what: string;
  readonly copy: (lab: Lab, originals: readonly string[]) => Copy;
  /** While the state ref is there, and where it is deleted as well. */
  readonly kept: Finder;
  readonly lost: Finder;
}

const blob = '1'.repeat(40);
const macro = `snapshots/acme/macros/${partialRefund}.json`;
const trigger = `snapshots/acme/triggers/${notifyRequester}.json`;
const fingerprints = 'snapshots/acme/other-fields.json';
const hiding = `{\n  "trigger/${notifyRequester}": {\n    "brand_id": "0123456789ab"\n  }\n}\n`;

/** Another value for each trailer. */
const values: Readonly<Record<string, string>> = {
  'Zendesk-Object': `view/${partialRefund}`,
  'Zendesk-Change': 'none',
  'Zendesk-Observed': '2026-11-19T08:00:00Z',
  'Zendesk-Explains': blob,
  'Zendesk-Expired': blob,
  'Zendesk-Repair': '7',
  'Audit-Id': '28835703999999',
  'Audit-Action': 'create',
  'Audit-Time': '2026-11-19T08:00:00Z',
  'Audit-Actor': 'Eve',
  'Audit-Actor-Id': '1003',
  'Audit-Ip': '198.51.100.9',
  'Audit-Object': `trigger/${autoReply}`,
  Attribution: 'partial',
  Verdict: 'unapproved',
  'Verdict-Reason': 'default',
  'Verdict-Rule': 'ann',
  'Verdict-Policy': blob,
  Risk: 'high webhook-added',
  'Config-Before': blob,
  'Config-After': blob,
  'Config-Commit': blob,
  Decision: 'rejected',
  'Decision-By': '@jane-gh',
  'Decision-By-Id': '34',
  'Decision-Issue': '2',
  'Decision-Comment': '2481002',
  'Decision-Change': blob,
  'Decision-Before': blob,
  'Decision-After': blob,
  'Decision-Four-Eyes': 'not-provable',
  'Decision-Config': blob,
  'Decision-Reason': 'something else',
  'Decision-Until': '2027-11-21T23:59:59Z',
  'Decision-Writer': '1001',
  'Decision-Time': '2026-11-19T08:00:00Z',
  'Decision-Run': 'actions-1-1',
  'Request-Actors': '1003',
  'Request-Objects': `trigger/${notifyRequester}`,
  'Request-From': '2026-11-01T08:00:00Z',
  'Request-To': '2027-11-29T18:00:00Z',
  'Request-Uses': 'many',
  // Later than any run of the test.
  'Zendesk-Watermark': '2026-11-22T09:00:00Z',
};

/** Where the commit has that value itself. */
const seconds: Readonly<Record<string, string>> = {
  'Zendesk-Change': 'updated',
  Verdict: 'approved',
  'Decision-Four-Eyes': 'yes',
};

const original = (originals: readonly string[], of: RegExp): string => {
  const found = originals.find((raw) => of.test(raw));
  if (found === undefined) throw new Error(`no commit matches ${of}`);
  return found;
};

/** One row for each of some trailers of a form. */
const fields = (
  form: string,
  of: RegExp,
  trailers: readonly string[],
  found: Pick<Row, 'kept' | 'lost'>,
  file?: (lab: Lab) => Copy['file'],
): readonly Row[] =>
  trailers.map((trailer) => ({
    ...{ form, what: trailer, ...found },
    copy: (lab, originals) => ({
      of: original(originals, of),
      edit: (raw) => setTrailer(raw, trailer, values[trailer] ?? ''),
      file: file?.(lab),
    }),
  }));

function setTrailer(raw: string, trailer: string, value: string): string {
  const next = raw.includes(`\n${trailer}: ${value}\n`) ? seconds[trailer] : value;
  const edited = raw.replace(new RegExp(`^${trailer}: .*$`, 'm'), `${trailer}: ${next}`);
  if (edited === raw) throw new Error(`no ${trailer} in ${raw}`);
  return edited;
}

const other = (
  form: string,
  of: RegExp,
  what: string,
  found: Pick<Row, 'kept' | 'lost'>,
  copy: Partial<Copy> | ((lab: Lab) => Partial<Copy>),
): Row => ({
  ...{ form, what, ...found },
  copy: (lab, originals) => ({
    ...{ of: original(originals, of), edit: (raw: string) => raw },
    ...(typeof copy === 'function' ? copy(lab) : copy),
  }),
});

const withTitle = (lab: Lab, path: string, title: string): readonly [string, string] => [
  path,
  (lab.tree().get(path) ?? '').replace(/"title": "[^"]*"/, `"title": "${title}"`),
];

const change = /^Zendesk-Change: updated$/m;
const late = /^Zendesk-Explains: /m;
const order = /^Zendesk-Object: trigger\/order$/m;
const names = /^Zendesk-Object: names$/m;
const log = /^Zendesk-Object: log$/m;
const config = /^Config-After: /m;
const approval = /^Decision-Until: /m;
const begun = /^Decision: reverting$/m;
const reverted = /^Decision: reverted$/m;
const request = /^Request-Actors: /m;
const expiry = /^Zendesk-Expired: /m;
const repair = /^Zendesk-Repair: /m;

const always = { kept: 'forged', lost: 'forged' } as const;
const byState = { kept: 'forged', lost: 'verify' } as const;
const comment = { kept: 'unconfirmed', lost: 'unconfirmed' } as const;
const later = { kept: 'verify', lost: 'verify' } as const;

const entry = ['Audit-Id', 'Audit-Action', 'Audit-Time', 'Audit-Actor', 'Audit-Actor-Id', 'Audit-Ip'];
const verdict = ['Attribution', 'Verdict', 'Verdict-Reason', 'Verdict-Policy', 'Risk'];
const decision = [
  ...['Zendesk-Object', 'Decision', 'Decision-By', 'Decision-By-Id', 'Decision-Issue', 'Decision-Comment'],
  ...['Decision-Before', 'Decision-After', 'Decision-Four-Eyes', 'Decision-Config', 'Decision-Reason'],
];
const terms = ['Request-Actors', 'Request-Objects', 'Request-From', 'Request-To', 'Request-Uses'];

const rows: readonly Row[] = [
  ...fields(
    'change',
    change,
    ['Zendesk-Object', 'Zendesk-Change', 'Zendesk-Observed', ...entry, ...verdict],
    byState,
    (lab) => withTitle(lab, macro, `Forged ${lab.tips().branch}`),
  ),
  ...fields(
    'late entry',
    late,
    ['Zendesk-Object', 'Zendesk-Change', 'Zendesk-Observed', 'Zendesk-Explains', ...entry, ...verdict],
    byState,
  ),
  ...fields(
    'order',
    order,
    ['Zendesk-Object', 'Zendesk-Change', 'Zendesk-Observed', ...entry, 'Audit-Object', ...verdict, 'Verdict-Rule'],
    byState,
  ),
  ...fields('names', names, ['Zendesk-Watermark'], byState),
  // A sweep may take fingerprints in as well, so without a state nobody can tell: the next sweep takes in what is true.
  other('names', names, 'fingerprints', { kept: 'forged', lost: 'nobody' }, { file: [fingerprints, hiding] }),
  ...fields('log', log, ['Zendesk-Watermark'], byState),
  ...fields('configuration', config, ['Config-Before'], byState),
  ...fields('configuration', config, ['Config-After', 'Config-Commit'], always),
  other('configuration', config, 'no configuration', always, {
    edit: (raw) => setTrailer(setTrailer(raw, 'Config-After', 'none'), 'Config-Commit', 'none'),
  }),
  other('move', names, 'to another branch', always, {
    edit: (raw) => raw.replace('Zendesk-Object: names', 'Zendesk-Moved-From: main\nZendesk-Moved-To: other'),
  }),
  ...fields('approval', approval, [...decision, 'Decision-Change', 'Decision-Until'], comment),
  ...fields(
    'begun revert',
    begun,
    [...decision, 'Decision-Change', 'Decision-Writer', 'Decision-Time', 'Decision-Run'],
    comment,
  ),
  ...fields('revert', reverted, [...decision, 'Decision-Change', 'Decision-Time', 'Decision-Run'], comment),
  ...fields(
    'request',
    request,
    [...decision.filter((one) => !/Before|After/.test(one)), 'Decision-Change', 'Decision-Time', ...terms],
    comment,
  ),
  ...fields('expiry', expiry, ['Zendesk-Object', 'Zendesk-Observed', 'Zendesk-Expired', 'Zendesk-Watermark'], later),
  ...fields('repair', repair, ['Zendesk-Repair'], byState),
  other('repair', repair, 'another snapshot', always, (lab) => ({ file: withTitle(lab, trigger, 'Put back') })),
  other('incomplete', change, 'no verdict', always, { edit: (raw) => raw.replace(/^Verdict: .*\n/m, '') }),
  other('incomplete', names, 'a line too many', always, { edit: (raw) => `${raw.trimEnd()}\nReviewed-by: Eve\n` }),
  other('incomplete', names, 'no block', always, (lab) => ({
    ...{ edit: (raw) => `${raw.split('\n\n')[0]}\n\nUpdate trigger\n`, file: withTitle(lab, trigger, 'No block') },
  })),
  other('incomplete', approval, 'with a file', always, (lab) => ({ file: withTitle(lab, trigger, 'Approved') })),
  other('incomplete', names, 'with a snapshot', always, (lab) => ({ file: withTitle(lab, trigger, 'Named') })),
  other('incomplete', repair, 'with a foreign file', always, { file: ['.github/workflows/evil.yml', 'on: push\n'] }),
  other('incomplete', names, 'a merge', always, (lab) => ({ parent: commitsOf(lab.remote)[0] ?? '' })),
];

const alerts = ['[acme] Decisions that GitHub does not confirm', '[acme] Commits that no run of zendrift pushed'];

const nameOf = ({ form, what }: Pick<Row, 'form' | 'what'>): string => `${form}: ${what}`;

test('copies of every commit of ours with one thing changed are found, whether the state ref is there or deleted', async () => {
  const lab = await openEventful();
  const start = lab.tips();
  expect((await verifyAt(lab.remote)).faults).toEqual([]);
  const originals = commitsOf(lab.remote)
    .map((id) => rawCommit(lab.remote, id))
    .toReversed();
  for (const ref of ['kept', 'lost'] as const) {
    git(lab.remote, 'update-ref', 'refs/heads/main', start.branch);
    git(lab.remote, 'update-ref', 'refs/zendrift/acme', start.state);
    const ids = forgeCopies(
      lab,
      rows.map(({ copy }) => copy(lab, originals)),
    );
    if (ref === 'lost') git(lab.remote, 'update-ref', '-d', 'refs/zendrift/acme');
    const checkout = lab.freshClone();
    await trackLater(lab, { checkout });
    const { doubted = [], unconfirmed = [] } = lab.state() ?? {};
    const inputs = { github: 'true', remote: 'true' };
    const { faults } = await verifyAt(lab.remote, inputs, lab.zendesk, hubOf(lab));
    const isIn = (list: readonly { readonly commit: string | null }[], id: string) =>
      list.some(({ commit }) => commit === id);
    const finderOf = (id: string): Finder => {
      if (isIn(doubted, id)) return 'forged';
      if (isIn(unconfirmed, id)) return 'unconfirmed';
      return isIn(faults, id) ? 'verify' : 'nobody';
    };
    const found = rows.map((row, index) => [ref, nameOf(row), finderOf(ids[index] ?? '')]);
    expect.soft(found).toEqual(rows.map((row) => [ref, nameOf(row), row[ref]]));
    // What the tool recorded itself is never at fault, and each that counts for nothing is.
    const unnamed = rows.filter((_, index) => !isIn(faults, ids[index] ?? ''));
    expect.soft(unnamed).toEqual(rows.filter((row) => row[ref] === 'nobody'));
    expect.soft(faults.filter(({ commit }) => !ids.includes(commit ?? ''))).toEqual([]);
    expect.soft(lab.tree()).toEqual(lab.canonicalRemote());
    if (ref === 'kept') expect.soft(openAlerts(lab).map(({ title }) => title)).toEqual(alerts);
    const { warnings } = await trackLater(lab, { checkout });
    expect.soft(warnings).toEqual([]);
  }
}, 120_000);
