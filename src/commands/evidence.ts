import { compareText } from '#core/entry/audit-entry.ts';
import { type Range, toRange } from '#core/range.ts';
import { ZendriftError } from '#errors.ts';
import { readPresentBlobs } from '#ledger/present-blobs.ts';
import { fileMeanings } from '#render/evidence/controls.ts';
import { renderCover } from '#render/evidence/cover-html.ts';
import { type EvidenceFile, type EvidenceResult, isComplete } from '#render/evidence/evidence-result.ts';
import { renderEvidenceSummary, renderEvidenceText } from '#render/evidence/evidence-text.ts';
import { packZip } from '#render/evidence/pack-zip.ts';
import { renderPopulation } from '#render/evidence/population-csv.ts';
import type { ReportedChange, ReportResult } from '#render/report/report-result.ts';
import { version } from '#version.ts';
import type { CommandOutcome } from './command.ts';
import { compareEntries } from './evidence/compare-entries.ts';
import type { EvidenceRun } from './evidence/evidence-run.ts';
import { readRecorded } from './evidence/read-recorded.ts';
import { toEvidenceChange } from './evidence/to-change.ts';

/**
 * `zendrift evidence`: what an auditor asks for about a period, in one file. It says plainly what nobody was asked about. Exits
 * with 3 where the record is damaged or incomplete; the pack says so, too.
 */
export async function evidence(run: EvidenceRun): Promise<CommandOutcome> {
  const { progress } = run;
  const range = toPeriod(run);
  const report = await run.readReport(range);
  progress.stage('Reading what is recorded');
  const recorded = await readRecorded(run);
  const listed = run.listEntries === null ? null : await run.listEntries(range);
  const completeness = compareEntries(recorded, listed, range);
  const verification = await run.verify();
  const changes = [...report.changes]
    .sort(byTime)
    .map((change) => toEvidenceChange(change, recorded.policies.get(change.commit ?? '') ?? 'none'));
  const policies = await readPolicies(
    run,
    changes.map(({ policy }) => policy),
  );
  const head = {
    ...{ account: run.account, ...range, head: report.head ?? '' },
    ...countChanges(report),
    ...{ completeness, policiesMissing: policies.missing, signed: run.sign !== null },
    verification: {
      ...{ sound: verification.sound, counts: verification.counts },
      ...{ faults: verification.faults.length, warnings: verification.warnings.length },
      ...{ remote: verification.remote !== null, github: verification.github !== null },
    },
  };
  const frame = { version: 1, account: run.account, ...range };
  const files = new Map<string, string>([
    ['cover.html', renderCover({ ...head, timezone: run.timezone, tool: `zendrift ${version}` })],
    ['population.csv', renderPopulation(changes)],
    ['population.json', json({ ...frame, changes })],
    ['completeness.json', json({ ...frame, complete: isComplete(completeness), ...completeness })],
    ['verification.json', json(verification)],
    ...[...policies.texts].map(([blob, text]) => [`policies/${blob}.yml`, text] as const),
  ]);
  const pack = await toPack(run, range, files, head.head);
  const result: EvidenceResult = { version: 1, ...head, files: pack.files };
  if (!run.dryRun) await run.write(packZip(pack.contents));
  const where = `${run.dryRun ? 'would be written to' : 'written to'} ${run.output}`;
  return {
    exitCode: verification.sound && isComplete(completeness) !== false ? 0 : 3,
    lines: renderEvidenceText(result, where),
    json: result,
    summary: renderEvidenceSummary(result, where),
    outputs: { 'head-sha': head.head },
    annotations: [],
  };
}

/** Throws `settings-invalid` for a period that ends before it starts. */
function toPeriod({ wanted, now }: EvidenceRun): Range {
  const range = toRange(wanted, now);
  if (range.from <= range.to) return range;
  const problems = `the start of the period (${range.from}) is after its end (${range.to})`;
  throw new ZendriftError('settings-invalid', { problems });
}

/** Oldest first, as a population is read. */
const byTime = (a: ReportedChange, b: ReportedChange): number =>
  compareText(a.time, b.time) || compareText(a.commit ?? '', b.commit ?? '');

function countChanges({ changes }: ReportResult): Pick<EvidenceResult, 'changes' | 'unapproved' | 'undecided'> {
  return {
    changes: changes.length,
    unapproved: changes.filter(({ verdict }) => verdict === 'unapproved').length,
    undecided: changes.filter(({ outcome }) => outcome === 'open').length,
  };
}

async function readPolicies({ repository }: EvidenceRun, blobs: readonly string[]) {
  const empty = repository.blobId('');
  return readPresentBlobs(repository, [...new Set(blobs)].filter((blob) => blob !== 'none' && blob !== empty).sort());
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

async function toPack(run: EvidenceRun, range: Range, texts: ReadonlyMap<string, string>, head: string) {
  const contents = new Map([...texts].map(([path, text]) => [path, new TextEncoder().encode(text)]));
  const files = [...contents]
    .map(([path, bytes]): EvidenceFile => ({ path, bytes: bytes.length, sha256: run.digest(bytes) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest = json({
    version: 1,
    account: run.account,
    period: { ...range, timezone: run.timezone },
    head,
    tool: `zendrift ${version}`,
    files: files.map((file) => ({ ...file, supports: supportsOf(file.path) })),
  });
  contents.set('manifest.json', new TextEncoder().encode(manifest));
  if (run.sign !== null) contents.set('manifest.json.sig', new TextEncoder().encode(await run.sign(manifest)));
  return { contents, files };
}

const supportsOf = (path: string): readonly string[] =>
  fileMeanings.find((one) => one.path === path || (one.path.endsWith('/') && path.startsWith(one.path)))?.supports ??
  [];
