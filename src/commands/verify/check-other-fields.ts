import type { ObjectKey } from '#core/object-key.ts';
import { compareOtherFields, mostNamedFields, parseOtherFields } from '#core/snapshot/other-fields.ts';
import { pathOf } from '#core/state/history.ts';
import { readPresentBlobs } from '#ledger/present-blobs.ts';
import { type Finding, toFault } from '#render/verify/finding.ts';
import { fileRoleOf } from './canonical.ts';
import type { Step } from './step.ts';
import type { VerifyRun } from './verify-run.ts';
import type { Walk } from './walk.ts';

/**
 * A setting outside the snapshots whose fingerprint a push changes is named by the change of its object in that push: so a
 * hidden edit cannot pass as one without a visible effect. What no entry speaks of, a sweep may take in without a change.
 */
export async function checkOtherFields(run: VerifyRun, { steps }: Walk): Promise<readonly Finding[]> {
  const versions = steps.flatMap((step) => othersIn(run, step) ?? []);
  const blobs = versions.flatMap(({ before, after }) => [before ?? [], after ?? []].flat());
  const { texts } = await readPresentBlobs(run.repository, [...new Set(blobs)]);
  const findings: Finding[] = [];
  let push: Step[] = [];
  for (const step of steps) {
    push.push(step);
    const file = othersIn(run, step);
    const [before, after] = [file?.before, file?.after].map((blob) => parseOtherFields(texts.get(blob ?? '') ?? null));
    if (step.facts.type === 'names' && before && after) {
      for (const [object, named] of namedIn(run, push)) {
        const { changed } = compareOtherFields(before, object, after.get(object) ?? {});
        const missing = named.size < mostNamedFields ? changed.find((field) => !named.has(field)) : undefined;
        if (missing === undefined) continue;
        const message = `${missing} of ${object} changed in this push, which its change in it does not say`;
        findings.push(toFault('wrong-change', message, { commit: step.commit, path: file?.path ?? null }));
      }
    }
    if (step.facts.watermark !== undefined) push = [];
  }
  return findings;
}

const othersIn = ({ account }: VerifyRun, { paths }: Step) =>
  paths.find(({ path }) => fileRoleOf(account, path).type === 'other-fields');

/** Objects that were there before and after a push and have a change in it, with the settings that it names. */
function namedIn({ account }: VerifyRun, push: readonly Step[]): ReadonlyMap<ObjectKey, ReadonlySet<string>> {
  const named = new Map<ObjectKey, Set<string>>();
  const gone = new Set<ObjectKey>();
  for (const { facts, paths } of push) {
    if (facts.type !== 'change' || facts.explains !== undefined) continue;
    const { object, otherFields = [] } = facts;
    const file = paths.find(({ path }) => path === pathOf(account, object));
    if (file && (file.before === null || file.after === null)) gone.add(object);
    named.set(object, new Set([...(named.get(object) ?? []), ...otherFields]));
  }
  return new Map([...named].filter(([object]) => !gone.has(object)));
}
