import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { CommandOutcome } from '#commands/command.ts';
import { readSettings } from '#config/settings.ts';
import { runEvidence } from '#connect/evidence.ts';
import { gitEnvironment } from '#git/environment.ts';
import { runKeygen, withPrivateFolder } from '#git/ssh-keygen.ts';
import type { EvidenceResult } from '#render/evidence/evidence-result.ts';
import { committerEmail, hasKeygen, makeKey } from '../../git/signing.ts';
import { environment, makeFolder, write } from '../../git/support.ts';
import { jane, notifyRequester, partialRefund } from '../../support/acme.ts';
import type { Lab } from '../../support/lab.ts';
import { hubOf, later, openTeam, say, theIssue, trackLater, triageIn } from '../../support/triage-lab.ts';

interface Pack extends CommandOutcome {
  readonly result: EvidenceResult;
  readonly bytes: Buffer;
  readonly files: ReadonlyMap<string, string>;
}

const period = { from: '2026-11-20', to: '2026-11-20' };

async function evidenceOf(
  lab: Lab,
  {
    inputs = {},
    asked = false,
    more = {},
  }: {
    readonly inputs?: Readonly<Record<string, string>>;
    readonly asked?: boolean;
    readonly more?: Readonly<Record<string, string>>;
  } = {},
): Promise<Pack> {
  const output = join(makeFolder(), 'pack.zip');
  const hub = hubOf(lab);
  const credentials = asked
    ? {
        ...lab.zendesk.env,
        ...{ GITHUB_TOKEN: hub.token, GITHUB_REPOSITORY: hub.repository },
        ...{ GITHUB_API_URL: hub.url, GITHUB_SERVER_URL: hub.serverUrl },
      }
    : {};
  const variables = { ...environment, ZENDESK_SUBDOMAIN: 'acme', ...credentials, ...more };
  const outcome = await runEvidence({
    settings: readSettings({ repository: lab.freshClone(), output, ...period, ...inputs }, variables, 'account'),
    environment: variables,
    progress: { stage: () => {}, detail: () => {}, warn: () => {} },
    clock: { now: () => lab.zendesk.clock.now(), sleep: async () => {} },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
  const bytes = existsSync(output) ? readFileSync(output) : Buffer.alloc(0);
  const files = new Map(
    Object.entries(bytes.length === 0 ? {} : unzipSync(bytes)).map(([path, text]) => [
      path,
      Buffer.from(text).toString(),
    ]),
  );
  return { ...outcome, result: JSON.parse(JSON.stringify(outcome.json)), bytes, files };
}

/** Two changes, one of which bob has approved. */
async function openReviewed(): Promise<Lab> {
  const lab = await openTeam();
  lab.zendesk.account.as(jane).update('trigger', notifyRequester, { title: '=One' });
  await trackLater(lab);
  say(lab, 'bob-gh', '/approve agreed in CHG-7', theIssue(lab).number);
  await triageIn(lab);
  lab.zendesk.account.as(jane).update('macro', partialRefund, { title: 'Two' });
  await trackLater(lab);
  return lab;
}

const parse = (pack: Pack, path: string) => JSON.parse(pack.files.get(path) ?? 'null');

test('a pack has the changes with maker, approver and policy, and says plainly what nobody was asked', async () => {
  const lab = await openReviewed();
  const pack = await evidenceOf(lab);
  expect(pack.exitCode).toBe(0);
  expect([...pack.files.keys()].sort()).toEqual([
    ...['completeness.json', 'cover.html', 'manifest.json'],
    ...[...pack.files.keys()].filter((path) => path.startsWith('policies/')),
    ...['population.csv', 'population.json', 'verification.json'],
  ]);
  const { changes } = parse(pack, 'population.json');
  expect(changes).toMatchObject([
    {
      ...{ object: `trigger/${notifyRequester}`, maker: 'Jane Doe', maker_id: String(jane), verdict: 'unapproved' },
      ...{ approved_by: '@bob-gh', approver_is_not_maker: 'yes', decision_reason: 'agreed in CHG-7' },
    },
    { object: `macro/${partialRefund}`, approved_by: null, approver_is_not_maker: null, decision: null },
  ]);
  const [policy] = changes.map((change: { readonly policy: string }) => change.policy);
  expect(pack.files.get(`policies/${policy}.yml`)).toBe(lab.git('show', 'main:.github/zendrift.yml').concat('\n'));
  expect(pack.files.get('population.csv')?.split('\r\n')[1]).toContain("'=One");
  expect(parse(pack, 'completeness.json')).toMatchObject({ complete: null, recorded: 2, listed: null });
  const cover = pack.files.get('cover.html') ?? '';
  expect(cover.match(/NOT ASKED/g)).toHaveLength(3);
  expect(cover).toContain('SOC 2 CC8.1');
  expect(cover).toContain('ISO/IEC 27001:2022 A.8.32');
  expect(pack.lines.join('\n')).toContain('Zendesk not asked, GitHub not asked');
});

test('with credentials the counts are compared both ways, and the history with Zendesk and GitHub: a gap is exit 3', async () => {
  const lab = await openReviewed();
  const pack = await evidenceOf(lab, { asked: true });
  expect(pack.exitCode).toBe(0);
  expect(parse(pack, 'completeness.json')).toMatchObject({
    complete: true,
    recorded: 2,
    listed: { entries: 2, both: 2, onlyListed: [], onlyRecorded: [], notTracked: 0 },
  });
  expect(parse(pack, 'verification.json')).toMatchObject({
    sound: true,
    remote: { part: 1 },
    github: { decisions: 1, witnesses: { approval: { comment: 1 } } },
  });
  expect(pack.files.get('cover.html')).not.toContain('NOT ASKED');
  later(lab);
  // Zendesk lists it, and no run has recorded it.
  const late = lab.zendesk.account.log({
    ...{ action: 'update', source_type: 'rule', source_id: notifyRequester, actor_id: jane },
    change_description: 'Never recorded',
  });
  const other = await evidenceOf(lab, { asked: true });
  expect(other.exitCode).toBe(3);
  expect(parse(other, 'completeness.json')).toMatchObject({
    complete: false,
    listed: { onlyListed: [String(late.id)] },
  });
});

test('the same record gives the same bytes, whenever and wherever it is asked, each hash is right, and a dry run writes nothing', async () => {
  const lab = await openReviewed();
  // A period that has not ended yet ends now.
  later(lab, 24 * 3600);
  const tried = await evidenceOf(lab, { inputs: { 'dry-run': 'true' } });
  expect(tried.bytes).toHaveLength(0);
  expect(tried.result.changes).toBe(2);
  expect(tried.lines[0]).toContain('would be written to');
  const first = await evidenceOf(lab);
  lab.wait(3600);
  const second = await evidenceOf(lab);
  expect(second.bytes.equals(first.bytes)).toBe(true);
  const { files } = parse(first, 'manifest.json');
  expect(files.map(({ path }: { readonly path: string }) => path)).toEqual(
    [...first.files.keys()].filter((path) => path !== 'manifest.json').sort(),
  );
  for (const { path, sha256, bytes } of files) {
    const text = first.files.get(path) ?? '';
    expect([sha256, bytes]).toEqual([createHash('sha256').update(text).digest('hex'), Buffer.byteLength(text)]);
  }
});

test.skipIf(!hasKeygen)('a key signs the manifest, for this purpose alone', async () => {
  const lab = await openTeam();
  const { secret, allowed } = makeKey();
  const pack = await evidenceOf(lab, { more: { ZENDRIFT_SIGNING_KEY: secret } });
  const verified = await withPrivateFolder(async (folder) => {
    write(folder, 'signers', allowed.replace('"git"', '"zendrift-evidence"'));
    write(folder, 'sig', pack.files.get('manifest.json.sig') ?? '');
    const args = [
      '-Y',
      'verify',
      '-f',
      join(folder, 'signers'),
      '-I',
      committerEmail,
      '-n',
      'zendrift-evidence',
      '-s',
      join(folder, 'sig'),
    ];
    return runKeygen(
      { environment: gitEnvironment(environment), signal: undefined },
      args,
      pack.files.get('manifest.json') ?? '',
    );
  });
  expect(verified.exitCode).toBe(0);
  expect(pack.result.signed).toBe(true);
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['no start', { from: '' }, '--from is not set'],
  ['no file', { output: '' }, '--output is not set'],
  ['another ending', { output: 'pack.pdf' }, 'a file that ends in .zip'],
  ['an end before its start', { from: '2026-11-21', to: '2026-11-20' }, 'is after'],
  ['a place that is not there', { output: '/nowhere/at/all/pack.zip' }, "Can't write"],
])('%s is refused', async (_name, inputs, words) => {
  await expect(evidenceOf(await openTeam(), { inputs })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(words),
  });
});
