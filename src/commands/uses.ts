import { findReferences } from '#core/references/find-references.ts';
import { parseReference, referenceTypes } from '#core/references/reference.ts';
import { ZendriftError } from '#errors.ts';
import type { Ownership } from '#ledger/own-commits.ts';
import { findCommit, readObjects } from '#ledger/read-objects.ts';
import type { Progress, Repository } from '#ports.ts';
import type { Use, UsesResult } from '#render/uses/uses-result.ts';
import { renderUsesSummary, renderUsesText } from '#render/uses/uses-text.ts';
import type { CommandOutcome } from './command.ts';

export interface UsesRun extends Ownership {
  /** Opened so that nothing below `.git` changes. */
  readonly repository: Repository;
  /** As typed: `group/360…`. */
  readonly ref: string | null;
  /** First digits of a commit id; null = the tip of the branch. */
  readonly at: string | null;
  readonly progress: Progress;
}

/** `zendrift uses REF`: which recorded objects name something. Reads git alone. */
export async function uses(run: UsesRun): Promise<CommandOutcome> {
  const { ref, at, progress } = run;
  const wanted = parseReference(ref ?? '');
  if (wanted === null) throw unknownForm(ref ?? '');
  progress.stage('Reading snapshots');
  const commit = await findCommit(run, at);
  const found: Use[] = [];
  for await (const { object, title, active, value } of readObjects(run, commit))
    for (const { type, id, where } of findReferences(value))
      if (type === wanted.type && id === wanted.id) found.push({ object, title, active, where });
  const result: UsesResult = { version: 1, ref: ref ?? '', uses: found };
  return {
    exitCode: 0,
    lines: renderUsesText(result),
    json: result,
    summary: renderUsesSummary(result),
    outputs: {},
    annotations: [],
  };
}

const unknownForm = (typed: string): ZendriftError =>
  new ZendriftError('settings-invalid', {
    problems: typed === '' ? 'uses needs a reference' : `${JSON.stringify(typed.slice(0, 200))} is not a reference`,
    hint: `Name one of ${referenceTypes.join(', ')}, a slash and its id: "webhook/01H…", "field/360…", "tag/vip", "option/360…:refund" or "dynamic-content/greeting".`,
  });
