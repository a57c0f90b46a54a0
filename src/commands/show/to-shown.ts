import type { ObjectKey } from '#core/object-key.ts';
import { editOf } from '#core/state/backfilled.ts';
import { describeEvent, type Texts } from '#ledger/describe-event.ts';
import type { ObjectEvent } from '#ledger/object-event.ts';
import type { ShownChange, ShownEvent } from '#render/show/show-result.ts';
import { linesText } from '#render/words-text.ts';

export function toShown(event: ObjectEvent, object: ObjectKey, texts: Texts): ShownEvent {
  const description = describeEvent(event, object, texts);
  const common = { type: event.type, commit: event.commit, lines: linesText(description?.lines ?? []) };
  if (event.type === 'decision') {
    const { facts, time } = event;
    const { by, issue, reason = null, fourEyes, change, before, after, decision } = facts;
    const shown = { by, issue, reason, fourEyes, change };
    return { ...common, time, what: decision, before, after, change: null, decision: shown };
  }
  if (event.type === 'change' || event.type === 'moved') {
    const { facts, change } = event;
    const time = facts.entries.at(-1)?.time ?? facts.observed;
    const what = event.type === 'moved' ? 'Reorder' : (description?.verb ?? 'Record');
    const states =
      event.type === 'moved' ? { before: null, after: null } : { before: change.before, after: change.after };
    return { ...common, ...states, time, what, change: toShownChange(event), decision: null };
  }
  if (event.type === 'backfilled')
    return { ...common, ...toPast(event, description?.verb), lines: pastLines(event, common.lines) };
  const { time, before, after, type } = event;
  // At its first recording there is nothing that it differs from: listing all of it is not what changed.
  const lines = before === null ? [] : common.lines;
  return { ...common, lines, time, what: type, before, after, change: null, decision: null };
}

function toPast({ facts, change }: PastEvent, verb: string | undefined) {
  const { observed, attribution } = facts;
  const entries = editOf(facts).map((entry) => ({ ...entry, id: entry.id || null, action: entry.action || null }));
  return {
    time: facts.edit.time,
    what: change.after === null ? (verbs[facts.edit.action ?? ''] ?? 'Record') : (verb ?? 'Record'),
    ...change,
    change: {
      ...{ type: facts.change, observed, entries, attribution, verdict: 'none', reason: 'before-baseline' },
      ...{ rule: null, policy: 'none', risk: null, explains: null },
    },
    decision: null,
  };
}

const verbs: Readonly<Record<string, string>> = { create: 'Create', update: 'Update', destroy: 'Delete' };

type PastEvent = ObjectEvent & { readonly type: 'backfilled' };

/** At its first revision there is nothing that it differs from. */
const pastLines = ({ change, facts }: PastEvent, lines: readonly string[]): readonly string[] =>
  change.before === null && facts.change !== 'created' ? [] : lines;

function toShownChange({ facts }: ObjectEvent & { readonly type: 'change' | 'moved' }): ShownChange {
  const { change, observed, entries, attribution, verdict, risk, explains } = facts;
  return {
    type: change,
    observed,
    entries,
    attribution,
    verdict: verdict.decision,
    reason: verdict.reason,
    rule: verdict.rule ?? null,
    policy: verdict.policy,
    risk: risk?.level ?? null,
    explains: explains ?? null,
  };
}
