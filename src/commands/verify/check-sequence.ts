import type { ChangeFacts, DecisionFacts } from '#core/commit/commit-facts.ts';
import { shortId } from '#core/commit/marker.ts';
import { idsOf } from '#core/entry/audit-entry.ts';
import { isOrder, kindOf, type ObjectKey } from '#core/object-key.ts';
import { isAcceptance } from '#core/state/vanished.ts';
import { counted, type Finding, toFault } from '#render/verify/finding.ts';
import type { Step } from './step.ts';

/** What holds between commits: ids, watermarks, late entries, decisions. */
export const checkSequence = (steps: readonly Step[], ahead: ReadonlySet<string>): readonly Finding[] => [
  ...checkStart(steps),
  ...checkIds(steps),
  ...checkWatermarks(steps, ahead),
  ...checkLinks(steps),
  ...checkComments(steps),
];

function checkStart(steps: readonly Step[]): readonly Finding[] {
  const [first] = steps;
  if (!first || steps.some(({ facts }) => facts.type === 'baseline')) return [];
  return [toFault('wrong-change', 'the history has no baseline', { commit: first.commit })];
}

/** Every entry is in exactly one commit, late ones included. */
function checkIds(steps: readonly Step[]): readonly Finding[] {
  const seen = new Map<string, string>();
  const findings: Finding[] = [];
  for (const { commit, facts } of steps) {
    if (facts.type !== 'change') continue;
    for (const id of idsOf(facts.entries)) {
      const earlier = seen.get(id);
      if (earlier === undefined) seen.set(id, commit);
      else findings.push(toFault('audit-id', `audit entry ${id} is also in ${shortId(earlier)}`, { commit }));
    }
    const { attribution, entries, explains, object } = facts;
    // One person's moves of many objects are one act, and a late entry counts with those of the commit it explains.
    const isOne = attribution !== 'exact' || entries.length === 1 || isOrder(object) || explains !== undefined;
    if (!isOne) {
      const message = `"Attribution: exact" with ${counted(entries.length, 'entry', 'entries')}`;
      findings.push(toFault('audit-id', message, { commit }));
    }
  }
  return findings;
}

/**
 * The last commit of a push has one; what decisions alone push may do without. `ahead` = commits whose watermark no run can
 * have written.
 */
function checkWatermarks(steps: readonly Step[], ahead: ReadonlySet<string>): readonly Finding[] {
  const findings: Finding[] = [];
  let highest = '';
  for (const { commit, facts } of steps) {
    const { watermark } = facts;
    if (watermark === undefined) {
      if (facts.type === 'names') {
        findings.push(toFault('watermark', 'updates names, but is not the last commit of its push', { commit }));
      }
      continue;
    }
    if (ahead.has(commit)) {
      findings.push(
        toFault('watermark', `says that history is complete up to ${watermark}, which no run has read`, { commit }),
      );
    } else if (watermark < highest) {
      findings.push(toFault('watermark', `the watermark goes back from ${highest} to ${watermark}`, { commit }));
    } else highest = watermark;
  }
  const last = steps.at(-1);
  if (last && last.facts.type !== 'decision' && last.facts.watermark === undefined) {
    const message = 'the last commit of a push has no watermark';
    findings.push(toFault('watermark', message, { commit: last.commit }));
  }
  return findings;
}

/** What an object's earlier commits say, for what refers back to them. */
interface Past {
  readonly commits: Set<string>;
  readonly ids: Set<string>;
  readonly blobs: Set<string>;
}

/** A late entry explains, and a decision decides, a change that is there before it. */
function checkLinks(steps: readonly Step[]): readonly Finding[] {
  const pasts = new Map<ObjectKey, Past>();
  const baselines = new Set<string>();
  const findings: Finding[] = [];
  const ends = new Map<string, { readonly object: ObjectKey; readonly until: string }>();
  for (const { commit, facts, change, paths } of steps) {
    if (facts.type === 'decision' && facts.until !== undefined)
      ends.set(commit, { object: facts.object, until: facts.until });
    if (facts.type === 'expiry') {
      const ended = ends.get(facts.approval);
      ends.delete(facts.approval);
      const message = `ends the approval ${shortId(facts.approval)}, which is no earlier approval of ${facts.object} that had ended`;
      const isOver = ended?.object === facts.object && ended.until < facts.time;
      if (!isOver) findings.push(toFault('decision', message, { commit }));
    }
    if (facts.type === 'baseline') for (const { after } of paths) if (after !== null) baselines.add(after);
    if (facts.type !== 'change' && facts.type !== 'decision') continue;
    const past = pasts.get(facts.object) ?? { commits: new Set(), ids: new Set(), blobs: new Set() };
    pasts.set(facts.object, past);
    const message = facts.type === 'change' ? checkExplained(facts, past) : checkDecision(facts, past, baselines);
    if (message !== null) {
      findings.push(toFault(facts.type === 'change' ? 'late-entry' : 'decision', message, { commit }));
    }
    if (facts.type !== 'change') continue;
    past.commits.add(commit);
    for (const { id } of facts.entries) past.ids.add(id);
    for (const blob of [change?.before, change?.after]) if (blob) past.blobs.add(blob);
  }
  return findings;
}

function checkExplained({ explains, change, object }: ChangeFacts, past: Past): string | null {
  if (explains === undefined) return null;
  if (change !== 'none') return 'explains another commit, but is a change itself';
  return past.commits.has(explains) ? null : `explains ${shortId(explains)}, which is no earlier change of ${object}`;
}

/** An approval or a rejection is bound to a recorded change; what is written back is a state that was recorded. */
function checkDecision(facts: DecisionFacts, past: Past, baselines: ReadonlySet<string>): string | null {
  const { object, change, before, after } = facts;
  // These come before their change: a request that allows one, missing objects that are to be taken as deleted.
  if (kindOf(object) === 'request' || isAcceptance(object)) return null;
  const isState = (blob: string | null): boolean => blob === null || past.blobs.has(blob) || baselines.has(blob);
  const isWrite = facts.decision === 'reverting' || facts.decision === 'reverted';
  if (!isWrite && past.commits.size === 0) return `decides about ${object}, of which no change is recorded before`;
  const unknown = isState(change) ? undefined : change.split(',').find((id) => !past.ids.has(id));
  if (unknown !== undefined) return `decides about ${unknown}, which is no earlier change of ${object}`;
  // What is undone may be a state that only Zendesk had.
  const strange = (isWrite ? [after] : [before, after]).find((blob) => !isState(blob));
  return strange ? `names the state ${shortId(strange)}, which ${object} never had` : null;
}

/** A comment decides about an object once: an old one that is quoted for a later state was not written for it. */
function checkComments(steps: readonly Step[]): readonly Finding[] {
  const decided = new Map<string, string>();
  return steps.flatMap(({ commit, facts }) => {
    if (facts.type !== 'decision' || facts.comment === '0') return [];
    const isWrite = facts.decision === 'reverting' || facts.decision === 'reverted';
    const key = `${facts.object} ${facts.comment} ${isWrite}`;
    const first = decided.get(key);
    // A revert that was cut off is announced again, perhaps for a newer state, until it is finished.
    if (first === undefined && facts.decision !== 'reverting') decided.set(key, commit);
    if (first === undefined) return [];
    const message = `comment ${facts.comment} was already used for another decision about ${facts.object}, ${shortId(first)}`;
    return [toFault('decision', message, { commit })];
  });
}
