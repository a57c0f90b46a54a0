import { describe, expect, it } from 'vitest';
import { foldEvents, forget, isSameState, type RecordedEvent } from '#core/state/fold.ts';
import { emptyState } from '#core/state/state.ts';
import { at, entryAt, recordedChange, start } from '../../support/drift.ts';

const changed = (...entries: Parameters<typeof entryAt>[]): RecordedEvent => ({
  type: 'change',
  object: 'trigger/41',
  change: recordedChange('a', 'b', 100, { entries: entries.map((one) => entryAt(...one)) }),
  explains: null,
});

const fold = (...events: readonly RecordedEvent[]) => foldEvents(emptyState('acme'), events, () => null);

describe('a state after some commits', () => {
  it('knows the first baseline of each of its kinds', () => {
    const baseline = (time: string, ...kinds: string[]): RecordedEvent => ({
      type: 'baseline',
      personal: false,
      time,
      kinds,
      snapshotFormat: 1,
      redaction: 'r',
      ...{ branch: null, config: null, accounts: [] },
    });
    const state = fold(baseline(at(0), 'trigger', 'macro'), baseline(at(60), 'macro'));
    expect([...state.baselines]).toEqual([
      ['trigger', at(0)],
      ['macro', at(0)],
    ]);
    expect(state.redaction).toBe('r');
  });

  it('has a watermark that never goes back', () => {
    const mark = (seconds: number): RecordedEvent => ({ type: 'watermark', time: at(seconds) });
    expect(fold(mark(10), mark(60), mark(30)).watermark).toBe(at(60));
  });

  it('knows each entry, and each person with the newest addresses', () => {
    const many = Array.from(
      { length: 60 },
      (_, index): Parameters<typeof entryAt> => [index, { ip: `10.0.0.${index}` }],
    );
    const state = fold(changed([1, { id: '7', actorId: '-1', ip: null }]), changed(...many));
    expect(state.seen.get('7')).toBe(at(1));
    expect(state.known.get('-1')).toEqual([]);
    expect(state.known.get('1001')).toHaveLength(50);
    expect(state.known.get('1001')?.at(-1)).toBe('10.0.0.59');
  });

  it('no longer holds an entry as waiting that a commit has', () => {
    const [waiting, other] = [entryAt(1), entryAt(2)];
    const state = { ...emptyState('acme'), pending: [waiting, other] };
    const event = changed([1, { id: waiting.id }]);
    expect(foldEvents(state, [event], () => null).pending).toEqual([other]);
  });

  it('leaves the state that it started from as it was', () => {
    const before = fold(changed([1]));
    const text = JSON.stringify([...before.recent]);
    foldEvents(before, [changed([2])], () => null);
    expect(JSON.stringify([...before.recent])).toBe(text);
  });
});

describe('the same state', () => {
  const texts: Record<string, string> = { o: '[1, 2, 3]', p: '[1, 9, 3]', q: '[3, 2, 1]', broken: 'x' };
  const textOf = (blob: string) => texts[blob] ?? null;

  it('has the same bytes', () => {
    expect(isSameState('trigger/1', 'a', 'a', textOf)).toBe(true);
    expect(isSameState('trigger/1', 'a', null, textOf)).toBe(false);
    expect(isSameState('trigger/1', 'a', 'b', textOf)).toBe(false);
  });

  it('of an order has what both have in the same order', () => {
    expect(isSameState('view/order', 'o', 'p', textOf)).toBe(true);
    expect(isSameState('view/order', 'o', 'q', textOf)).toBe(false);
    expect(isSameState('view/order', 'o', 'broken', textOf)).toBe(false);
    expect(isSameState('view/order', 'o', 'lost', textOf)).toBe(false);
  });
});

describe('what is too old for a late entry', () => {
  const hours = (count: number) => at(count * 3600);
  const state = { ...fold(changed([50])), watermark: hours(100) };

  it('is forgotten after the audit window and an hour', () => {
    expect(forget(state, hours(48), 48 * 3600).seen.size).toBe(1);
    const later = forget(state, hours(50), 48 * 3600);
    expect([later.seen.size, later.recent.size]).toEqual([0, 0]);
  });

  it('is remembered while an entry waits from then, or the log was not read further', () => {
    const waiting = { ...state, pending: [entryAt(60)] };
    expect(forget(waiting, hours(90), 48 * 3600).seen.size).toBe(1);
    expect(forget({ ...state, watermark: start }, hours(90), 48 * 3600).seen.size).toBe(1);
  });

  it('is not an open episode', () => {
    expect(forget(state, hours(9000), 48 * 3600).episodes.size).toBe(1);
  });
});
