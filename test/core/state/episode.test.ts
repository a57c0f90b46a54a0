import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecisionKind } from '#core/commit/commit-facts.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { foldEvents, type RecordedEvent } from '#core/state/fold.ts';
import { emptyState } from '#core/state/state.ts';
import { parseState, printState } from '#core/state/state-text.ts';
import { at, entryAt, recordedChange } from '../../support/drift.ts';
import { aDecision } from '../../support/facts.ts';

const object = 'trigger/41';
const changed = (change: EpisodeChange): RecordedEvent => ({ type: 'change', object, change, explains: null });
const late = (
  explains: EpisodeChange,
  decision: 'approved' | 'unapproved',
  over: Partial<EpisodeChange> = {},
): RecordedEvent => ({
  type: 'change',
  object,
  explains: explains.commit,
  change: recordedChange(explains.after, explains.after, 900, {
    decision,
    entries: [entryAt(1)],
    attribution: 'collapsed',
    ...over,
  }),
});
const decided = (decision: DecisionKind): RecordedEvent => ({
  type: 'decision',
  commit: 'decision',
  at: at(1000),
  decision: aDecision({ object, decision }),
});

function fold(...events: readonly RecordedEvent[]) {
  const state = foldEvents(emptyState('acme'), events, () => null);
  return { open: state.episodes.get(object), ended: state.ended.get(object), state };
}

const drift = recordedChange('a', 'b', 100);
const fine = recordedChange('a', 'b', 100, { decision: 'approved' });

describe('an episode', () => {
  it('names the last decisions on its object, but none on a change request', () => {
    const again = recordedChange('b', 'c', 1100);
    const { open, state } = fold(changed(drift), decided('rejected'), decided('approved'), changed(again));
    expect(open?.earlier?.map(({ decision, by }) => [decision, by])).toEqual([
      ['rejected', aDecision().by],
      ['approved', aDecision().by],
    ]);
    expect(parseState(printState(state), 'acme')?.decided).toEqual(state.decided);
    const asked = { ...decided('approved'), decision: aDecision({ object: 'request/12' }) };
    expect(fold(asked).state.decided.size).toBe(0);
  });

  it('opens with an unapproved change, with what stood before as its ground', () => {
    expect(fold(changed(drift)).open).toMatchObject({ approvedState: 'a', changes: [drift], rejected: null });
    expect(fold(changed(fine)).open).toBeUndefined();
  });

  it('has the newest approved state as its ground', () => {
    expect(fold(changed(fine), changed(recordedChange('b', 'c', 200))).open?.approvedState).toBe('b');
  });

  it('holds later changes of any verdict, and an approved one does not move its ground', () => {
    const { open } = fold(changed(drift), changed(recordedChange('b', 'c', 200, { decision: 'approved' })));
    expect([open?.approvedState, open?.changes.length]).toEqual(['a', 2]);
  });

  it('ends when the object is at its ground again, and says since when it was open', () => {
    const { open, ended } = fold(changed(drift), changed(recordedChange('b', 'a', 200)));
    expect(open).toBeUndefined();
    expect(ended).toMatchObject({ how: 'restored', at: at(200), since: at(90) });
  });

  it('of something made without approval ends when it is gone', () => {
    expect(fold(changed(recordedChange(null, 'a', 100)), changed(recordedChange('a', null, 200))).ended?.how).toBe(
      'restored',
    );
  });

  it('of high risk stays open although it was undone', () => {
    const high = recordedChange('a', 'b', 100, { risk: 'high' });
    expect(fold(changed(high), changed(recordedChange('b', 'a', 200))).open?.changes).toHaveLength(2);
    const approved = recordedChange('b', 'a', 200, { risk: 'high', decision: 'approved' });
    expect(fold(changed(drift), changed(approved)).ended?.how).toBe('restored');
  });

  it('of a transient change stays open until someone decides', () => {
    const transient = recordedChange('a', 'a', 100, { transient: true });
    expect(fold(changed(transient)).open?.approvedState).toBe('a');
    expect(fold(changed(transient), decided('approved')).ended?.how).toBe('approved');
  });

  it.each([
    ['approved', 'approved'],
    ['reverted', 'reverted'],
  ] as const)('ends %s by a decision', (decision, how) => {
    expect(fold(changed(drift), decided(decision)).ended).toMatchObject({ how, at: at(1000) });
  });

  it('stays open while rejected or reverting', () => {
    expect(fold(changed(drift), decided('rejected')).open?.rejected?.by).toBe('admin-ann');
    expect(fold(changed(drift), decided('reverting')).open).toBeDefined();
  });
});

describe('a late entry', () => {
  it('that is not approved opens the episode of what it explains, with all that came after', () => {
    const after = recordedChange('b', 'c', 200, { decision: 'approved' });
    const { open } = fold(changed(fine), changed(after), late(fine, 'unapproved'));
    expect(open?.approvedState).toBe('a');
    expect(open?.changes.map(({ commit }) => commit)).toEqual([fine.commit, after.commit]);
    expect(open?.changes[0]).toMatchObject({ attribution: 'collapsed', verdict: { decision: 'unapproved' } });
    expect(open?.changes[0]?.entries).toHaveLength(2);
  });

  it('that explains away all that was unapproved ends the episode', () => {
    expect(fold(changed(drift), late(drift, 'approved')).ended).toMatchObject({ how: 'approved-late' });
  });

  it('that approves the first change of several makes its state the ground', () => {
    const next = recordedChange('b', 'c', 200);
    const { open } = fold(changed(drift), changed(next), late(drift, 'approved'));
    expect([open?.approvedState, open?.changes.map(({ commit }) => commit)]).toEqual(['b', [next.commit]]);
    const back = fold(changed(drift), changed(next), late(drift, 'approved'), changed(recordedChange('c', 'b', 300)));
    expect(back.ended?.how).toBe('restored');
  });

  it('opens nothing again that was decided or undone', () => {
    expect(fold(changed(drift), decided('approved'), late(drift, 'unapproved')).open).toBeUndefined();
    const undone = fold(changed(drift), changed(recordedChange('b', 'a', 200)), late(drift, 'unapproved'));
    expect([undone.open, undone.ended?.at]).toEqual([undefined, at(200)]);
  });

  it('of a change that was undone meanwhile opens nothing', () => {
    expect(
      fold(changed(fine), changed(recordedChange('b', 'a', 200, { decision: 'approved' })), late(fine, 'unapproved'))
        .open,
    ).toBeUndefined();
  });
});

it('whatever happens, an episode is open only with something unapproved in it, and never at its ground without a reason', () => {
  const change = fc.record({
    after: fc.constantFrom('a', 'b', 'c', null),
    decision: fc.constantFrom('approved' as const, 'unapproved' as const),
    risk: fc.constantFrom('low' as const, 'high' as const),
    lateFor: fc.option(fc.nat(5)),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), (steps) => {
      const events: RecordedEvent[] = [];
      const made: EpisodeChange[] = [];
      let current: string | null = 'a';
      for (const [index, { after, decision, risk, lateFor }] of steps.entries()) {
        const explained = lateFor === null ? undefined : made[lateFor];
        if (explained) events.push(late(explained, decision));
        else {
          const next = recordedChange(current, after, 100 * (index + 1), { decision, risk });
          made.push(next);
          events.push(changed(next));
          current = after;
        }
      }
      const { open } = fold(...events);
      if (!open) return;
      const unapproved = open.changes.filter(({ verdict }) => verdict.decision === 'unapproved');
      expect(unapproved.length).toBeGreaterThan(0);
      if (unapproved.every(({ risk }) => risk !== 'high'))
        expect(open.changes.at(-1)?.after).not.toBe(open.approvedState);
    }),
  );
});

describe('an approval with an end date', () => {
  const until = at(5000);
  const approved: RecordedEvent = {
    type: 'decision',
    commit: 'decision',
    at: at(1000),
    decision: aDecision({ object, decision: 'approved', after: 'b', until }),
  };
  const over = (time: string): RecordedEvent => ({ type: 'expiry', object, approval: 'decision', time });

  it('opens again afterwards, with what was approved before, and not earlier than it says', () => {
    expect(fold(changed(drift), approved).open).toBeUndefined();
    expect(fold(changed(drift), approved, over(at(4000))).open).toBeUndefined();
    expect(fold(changed(drift), approved, over(at(6000))).open).toMatchObject({
      approvedState: 'a',
      changes: [drift],
      expired: { until, at: at(6000) },
    });
  });

  it('opens with everything that came on top of it', () => {
    const [allowed, more] = [recordedChange('b', 'c', 2000, { decision: 'approved' }), recordedChange('c', 'd', 3000)];
    const { open } = fold(changed(drift), approved, changed(allowed), changed(more), over(at(6000)));
    expect(open).toMatchObject({ approvedState: 'a', changes: [drift, allowed, more] });
  });

  it('opens nothing if the object is as it was approved before, or was approved for good', () => {
    const back = recordedChange('b', 'a', 2000, { decision: 'approved' });
    expect(fold(changed(drift), approved, changed(back), over(at(6000))).open).toBeUndefined();
    const again = changed(recordedChange('b', 'c', 2000));
    expect(fold(changed(drift), approved, again, decided('approved'), over(at(6000))).open).toBeUndefined();
  });

  it('ends with the earliest date of several approvals', () => {
    const first: RecordedEvent = {
      type: 'decision',
      commit: 'first',
      at: at(900),
      decision: aDecision({ object, decision: 'approving', by: 'bob', byId: '7', until: at(3000) }),
    };
    expect(fold(changed(drift), first, approved).state.timed.get(object)?.until).toBe(at(3000));
    expect(fold(changed(drift), first, decided('approved')).state.timed.get(object)?.until).toBe(at(3000));
  });
});

describe('an approval that is not enough', () => {
  const first = decided('approving');
  it('leaves the episode open until another change, or a rejection, starts the count anew', () => {
    expect(fold(changed(drift), first).open?.approvals).toMatchObject([{ by: 'admin-ann' }]);
    expect(fold(changed(drift), first, changed(recordedChange('b', 'c', 2000))).open?.approvals).toBeUndefined();
    expect(fold(changed(drift), first, decided('rejected')).open?.approvals).toBeUndefined();
  });
});
