import { toUtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { openTexts } from '#ledger/event-texts.ts';
import { compareTitled, readOrderedTitles } from '#ledger/titled-objects.ts';
import type { DifferentObject, DiffPoint, DiffResult } from '#render/diff/diff-result.ts';
import { renderDiffSummary, renderDiffText } from '#render/diff/diff-text.ts';
import type { CommandOutcome } from './command.ts';
import type { DiffRun } from './diff/diff-run.ts';
import { parsePoint, type WantedPoint } from './diff/parse-point.ts';
import { type ReadPoints, readPoints } from './diff/read-points.ts';
import { type Difference, findDifferences, toDifferent } from './diff/to-different.ts';

/** `zendrift diff FROM [TO]`: what differs between two points of the record, in words. Needs neither Zendesk nor GitHub. */
export async function diff(run: DiffRun): Promise<CommandOutcome> {
  const { account, timezone, clock } = run;
  const now = toUtcTime(clock.now());
  const [from, to] = [parsePoint('FROM', run.from, timezone, now), parsePoint('TO', run.to, timezone, now)];
  refuseReversed(from, to, now);
  const points = await readPoints(run, from, to);
  const differences = findDifferences(account, points);
  const objects = [...(await describe(run, points, differences))].sort(compareTitled);
  const result: DiffResult = {
    version: 1,
    account,
    from: { ...toPoint(from, points.fromCommit), ...(points.begins === null ? {} : { time: points.begins }) },
    to: toPoint(to, points.toCommit),
    timezone,
    objects,
    cancelled: countCancelled(points, differences),
  };
  return {
    exitCode: 0,
    lines: renderDiffText(result),
    json: result,
    summary: renderDiffSummary(result),
    outputs: {},
    annotations: [],
  };
}

function refuseReversed(from: WantedPoint, to: WantedPoint, now: string): void {
  const end = to.type === 'time' ? to.time : now;
  if (from.type !== 'time' || from.time <= end) return;
  const named = to.type === 'tip' ? `the present time (${now})` : to.type === 'time' ? `TO (${end})` : `TO ${to.text}`;
  throw new ZendriftError('settings-invalid', { problems: `FROM (${from.time}) is after ${named}` });
}

const toPoint = (point: WantedPoint, commit: string | null): DiffPoint => ({
  commit,
  time: point.type === 'time' ? point.time : null,
});

/** Objects whose texts are held at once. */
const batchSize = 300;

async function describe(
  run: DiffRun,
  points: ReadPoints,
  differences: readonly Difference[],
): Promise<readonly DifferentObject[]> {
  const { before: deleted, after: recorded } = points;
  const named = differences.map(({ object }) => object);
  const titles = await readOrderedTitles(run.repository, run.account, named, { recorded, deleted });
  const readTexts = openTexts(run.repository, titles);
  const objects: DifferentObject[] = [];
  for (let start = 0; start < differences.length; start += batchSize) {
    const batch = differences.slice(start, start + batchSize);
    const texts = await readTexts(batch);
    objects.push(...batch.map((one) => toDifferent(one, texts)).filter(isDifferent));
  }
  return objects;
}

/** An order that only gained or lost an object moved nothing: the object itself is listed. */
const isDifferent = ({ change, words }: DifferentObject): boolean => change !== 'reordered' || words.length > 0;

function countCancelled({ between }: ReadPoints, differences: readonly Difference[]): number {
  const different = new Set(differences.map(({ object }) => object));
  return [...between].reduce((sum, [object, { changes }]) => sum + (different.has(object) ? 0 : changes), 0);
}
