import { createHash } from 'node:crypto';
import type { Change } from '#core/change.ts';
import type { Observation } from '#core/entry/attribution.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { ObservedObject, Snapshot } from '#core/snapshot/snapshot.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { addSeconds } from '#core/time.ts';
import { canonicalText } from '#json.ts';
import { trigger } from '#kinds/trigger.ts';

/** Builders for the pure core: one ordinary example each. Times are seconds after `start`. */
export const start = '2026-11-22T10:00:00Z';
export const at = (seconds: number): string => addSeconds(start, seconds);

export const blobId = (text: string): string => createHash('sha1').update(text).digest('hex');

let entries = 0;
export const entryAt = (seconds: number, over: Partial<AuditEntry> = {}): AuditEntry => {
  entries += 1;
  return {
    id: String(1000 + entries),
    action: 'update',
    actorId: '1001',
    actorName: 'Jane Doe',
    sourceId: '41',
    sourceType: 'rule',
    sourceLabel: 'Trigger: Notify requester',
    description: '',
    ip: '203.0.113.7',
    time: at(seconds),
    ...over,
  };
};

export const snapshotOf = (title: string, object: ObjectKey = 'trigger/41', more: object = {}): Snapshot => {
  const value = { title, ...more };
  return { object, value, text: canonicalText(value) };
};

export const found = (
  title: string,
  updated: number | null,
  over: Partial<Extract<ObservedObject, { type: 'readable' }>> = {},
) =>
  ({
    type: 'found',
    object: {
      type: 'readable',
      snapshot: snapshotOf(title),
      updatedAt: updated === null ? null : at(updated),
      position: 1,
      categoryId: null,
      personal: false,
      ...over,
    },
  }) as const;

/** Recorded as "Old"; read at second 100 as "New", changed at second 60 by the one entry of then. */
export const observation = (over: Partial<Observation> = {}): Observation => ({
  kind: trigger,
  id: '41',
  before: blobId(snapshotOf('Old').text),
  read: found('New', 60),
  entries: [entryAt(60)],
  readAt: at(100),
  now: at(101),
  includePersonal: false,
  confirmedGone: false,
  auditWindowSeconds: 172_800,
  ...over,
});

export const aChangeOf = (id: string, over: Partial<Change> = {}): Change => ({
  object: `trigger/${id}`,
  type: 'updated',
  before: snapshotOf('Old', `trigger/${id}`),
  after: snapshotOf('New', `trigger/${id}`),
  entries: [entryAt(60, { sourceId: id })],
  attribution: 'exact',
  observed: at(100),
  transient: false,
  moved: [],
  ...over,
});

let commits = 0;
/** A recorded change from one state to another, observed at that second; states are named by any text. */
export function recordedChange(
  before: string | null,
  after: string | null,
  observed: number,
  over: Partial<EpisodeChange> & { readonly decision?: 'approved' | 'unapproved' } = {},
): EpisodeChange {
  const { decision = 'unapproved', ...rest } = over;
  commits += 1;
  return {
    commit: `commit-${commits}`,
    type: before === null ? 'created' : after === null ? 'deleted' : before === after ? 'none' : 'updated',
    before,
    after,
    entries: [entryAt(observed - 10)],
    attribution: 'exact',
    observed: at(observed),
    transient: false,
    verdict: {
      decision,
      reason: decision === 'approved' ? 'rule-matches' : 'no-rule-matches',
      policy: blobId('policy'),
      failed: [],
    },
    risk: 'low',
    riskCodes: [],
    moved: [],
    ...rest,
  };
}
