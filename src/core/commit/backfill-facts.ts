import { isObjectKey } from '#core/object-key.ts';
import type { BackfilledFacts, BackfillFacts, CommitFacts, PastEdit } from './commit-facts.ts';
import * as is from './commit-patterns.ts';
import type { Fields } from './trailer-fields.ts';

type Lines = readonly (readonly [key: string, value: string | undefined])[];

export const printBackfilled = ({ object, change, observed, revision, edit, attribution }: BackfilledFacts): Lines => [
  ['Zendesk-Object', object],
  ['Zendesk-Change', change],
  ['Zendesk-Observed', observed],
  ['Zendesk-Revision', revision],
  ['Audit-Id', edit.id ?? undefined],
  ['Audit-Action', edit.action ?? undefined],
  ['Audit-Time', edit.time],
  ['Audit-Actor', edit.actor?.name],
  ['Audit-Actor-Id', edit.actor?.id],
  ['Audit-Ip', edit.ip ?? (edit.id === null ? 'unknown' : 'none')],
  ['Attribution', attribution],
  ['Verdict', 'none'],
  ['Verdict-Reason', 'before-baseline'],
];

const changes = ['created', 'updated', 'none'] as const;
const attributions = ['exact', 'revision', 'unobserved'] as const;
const steps = ['start', 'end', 'joined'] as const;

/** A commit from before the baseline, whoever edited then: history for people, and no part of the record. */
export const isOfThePast = (facts: CommitFacts): boolean =>
  facts.type === 'backfilled' || (facts.type === 'backfill' && facts.step !== 'joined');

/** Null where a needed value is missing or misshapen. */
export function parseBackfilled(fields: Fields): Omit<BackfilledFacts, 'account' | 'watermark'> | null {
  const object = fields.get('Zendesk-Object') ?? '';
  const change = changes.find((one) => one === fields.get('Zendesk-Change'));
  const attribution = attributions.find((one) => one === fields.get('Attribution'));
  const observed = fields.get('Zendesk-Observed') ?? '';
  const revision = fields.get('Zendesk-Revision');
  const edit = parseEdit(fields);
  if (!isObjectKey(object) || change === undefined || attribution === undefined || edit === null) return null;
  if (!is.isTime(observed) || (revision !== undefined && !is.isEntryId(revision))) return null;
  // A state comes from a revision, and without one nothing is known but that a person edited.
  if ((revision === undefined) !== (attribution === 'unobserved')) return null;
  if ((edit.id === null) !== (attribution === 'revision') || (revision === undefined && change !== 'none')) return null;
  const known = revision === undefined ? {} : { revision };
  return { type: 'backfilled', object, change, observed, ...known, edit, attribution };
}

function parseEdit(fields: Fields): PastEdit | null {
  const [id = null, action = null] = [fields.get('Audit-Id'), fields.get('Audit-Action')];
  const [name, actorId] = [fields.get('Audit-Actor'), fields.get('Audit-Actor-Id')];
  const [time = '', ip = ''] = [fields.get('Audit-Time'), fields.get('Audit-Ip')];
  if (!is.isTime(time) || ip === '' || (id === null) !== (action === null)) return null;
  if ((id !== null && !is.isEntryId(id)) || (name === undefined) !== (actorId === undefined)) return null;
  if (actorId !== undefined && !is.isActorId(actorId)) return null;
  const actor = name === undefined || actorId === undefined ? null : { id: actorId, name };
  return { id, action, time, actor, ip: ip === (id === null ? 'unknown' : 'none') ? null : ip };
}

export const printBackfill = ({ step, baseline, from, until, entries, commits }: BackfillFacts): Lines => [
  ['Zendesk-Backfill', step],
  ['Backfill-Baseline', baseline],
  ['Backfill-From', from ?? 'first'],
  ['Backfill-Until', until],
  ['Backfill-Entries', entries ? 'all' : 'with-revisions'],
  ['Backfill-Commits', String(commits)],
];

/** Null where a needed value is missing or misshapen. */
export function parseBackfill(fields: Fields): Omit<BackfillFacts, 'account' | 'watermark'> | null {
  const read = (key: string): string => fields.get(key) ?? '';
  const step = steps.find((one) => one === read('Zendesk-Backfill'));
  const [baseline, from, until] = [read('Backfill-Baseline'), read('Backfill-From'), read('Backfill-Until')];
  const [entries, commits] = [read('Backfill-Entries'), read('Backfill-Commits')];
  if (step === undefined || !is.isBlob(baseline) || !is.isTime(until) || !is.isCount(commits)) return null;
  if (from !== 'first' && !is.isTime(from)) return null;
  if (entries !== 'all' && entries !== 'with-revisions') return null;
  return {
    ...{ type: 'backfill', step, baseline, until, commits: Number(commits) },
    from: from === 'first' ? null : from,
    entries: entries === 'all',
  };
}
