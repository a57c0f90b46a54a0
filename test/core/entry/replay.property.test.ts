import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPastStates } from '#commands/backfill/past-states.ts';
import type { Change } from '#core/change.ts';
import { splitByRevisions } from '#core/entry/revision-split.ts';
import { type Snapshot, toSnapshot } from '#core/snapshot/snapshot.ts';
import { trigger } from '#kinds/trigger.ts';
import type { Account } from '#sandbox/zendesk/account.ts';
import { openClock } from '#sandbox/zendesk/clock.ts';
import type { JsonObject } from '#sandbox/zendesk/json.ts';
import { openAccount } from '#sandbox/zendesk/open-account.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';
import { notifyRequester as id } from '../../support/acme.ts';
import { anyText } from '../../support/hostile.ts';
import { seed } from '../../support/seed.ts';

const condition = fc.record({
  field: fc.constantFrom('status', 'priority', 'current_tags'),
  operator: fc.constantFrom('is', 'is_not'),
  value: fc.oneof(fc.constantFrom('open', 'solved'), anyText),
});

/** An edit as an admin makes it. */
const edit: fc.Arbitrary<JsonObject> = fc.oneof(
  anyText.map((title) => ({ title: `T ${title}` })),
  fc.boolean().map((active) => ({ active })),
  fc.oneof(anyText, fc.constant('')).map((description) => ({ description })),
  fc.array(condition, { maxLength: 3 }).map((all) => ({ conditions: { all, any: [] } })),
  anyText.map((value) => ({ actions: [{ field: 'comment_value', value }] })),
  fc.nat(20).map((position) => ({ position })),
);

const step = fc.record({ edit, actor: fc.constantFrom(1001, 1002, 1003), seconds: fc.integer({ min: 10, max: 9000 }) });

const snapshotIn = (account: Account): Snapshot => {
  const found = toSnapshot(trigger, account.rules.get('trigger', id));
  if (found.type !== 'readable') throw new Error(found.reason);
  return found.snapshot;
};

function openSeeded() {
  const clock = openClock({ now: '2026-11-20T08:00:00Z' });
  const account = openAccount({ subdomain: 'acme', clock, settings: {} });
  seedAccount(account);
  return { account, clock };
}

/** Oldest first, as the adapter reads them. */
const revisionsOf = (account: Account) =>
  account.revisions
    .list(id)
    .toReversed()
    .map((one) => ({ ...one, authorId: String(one.author_id), time: one.created_at }));

test("replaying a trigger's revisions, whatever its edits were, gives the snapshot of today", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const { account, clock } = openSeeded();
      for (const { edit: body, actor, seconds } of steps) {
        clock.advance(seconds);
        account.as(actor).update('trigger', id, body);
      }
      const now = snapshotIn(account);
      const states = openPastStates({
        ...{ account: 'acme', kind: trigger, texts: new Map([[String(id), now.text]]), order: null },
      });
      for (const { snapshot } of revisionsOf(account)) {
        const state = states.read(String(id), snapshot);
        if (state === null) throw new Error('a revision that cannot be read');
        states.take(String(id), state);
      }
      expect(states.stateOf(String(id))?.text).toBe(now.text);
    }),
    { seed, numRuns: 60 },
  );
});

test('several edits between two runs become one change each, from the recorded state to that of today', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 8 }), (steps) => {
      const { account, clock } = openSeeded();
      const before = snapshotIn(account);
      const known = account.revisions.list(id).length;
      const made = account.entries().length;
      for (const { edit: body, actor, seconds } of steps) {
        clock.advance(seconds);
        account.as(actor).update('trigger', id, body);
      }
      const after = snapshotIn(account);
      const revisions = revisionsOf(account);
      const entries = account
        .entries()
        .slice(made)
        .map((one) => ({
          ...{ id: String(one.id), action: one.action, actorId: String(one.actor_id), actorName: one.actor_name },
          ...{ sourceId: String(one.source_id), sourceType: one.source_type, sourceLabel: one.source_label },
          ...{ description: one.change_description, ip: one.ip_address, time: one.created_at },
        }));
      const change: Change = {
        ...{ object: `trigger/${id}`, type: 'updated', before, after, entries, attribution: 'collapsed' },
        ...{ observed: clock.iso(), transient: false, moved: [] },
      };
      const split = splitByRevisions(trigger, change, before, revisions);
      // An edit without a revision, such as a mere move, is nobody's state: then nothing is split.
      const each = revisions.length - known === entries.length;
      expect(split !== null).toBe(each);
      let last: string | undefined = before.text;
      for (const one of split ?? []) {
        expect(one.before?.text).toBe(last);
        expect(one.entries).toHaveLength(1);
        last = one.after?.text;
      }
      expect(split === null ? after.text : last).toBe(after.text);
    }),
    { seed, numRuns: 60 },
  );
});
