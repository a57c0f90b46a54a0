import { describe, expect, test } from 'vitest';
import { changeHandle, type Marker } from '#core/commit/marker.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { compareFreshness } from '#core/state/freshness.ts';
import { anEpisode, auditEntry, episodeChange } from '../../support/episodes.ts';
import { blob } from '../../support/facts.ts';

const [approvedState, a, b] = [blob('f'), blob('a'), blob('b')];
const object = 'trigger/1' as const;

let id = 0;
const change = (after: string | null, over: Partial<EpisodeChange> = {}): EpisodeChange => {
  id += 1;
  return episodeChange({ before: approvedState, after, entries: [auditEntry({ id: String(id) })], ...over });
};
const transient = (state: string): EpisodeChange => change(state, { before: state, transient: true });

const claim = (shown: EpisodeChange): Marker => ({
  account: 'acme',
  object,
  change: changeHandle(shown),
  before: shown.before,
  after: shown.after,
});

const compare = (
  changes: readonly EpisodeChange[],
  { above = [], body = null, named = null, mustName = true }: Partial<Parameters<typeof compareFreshness>[1]> = {},
): string => compareFreshness(anEpisode({ object, approvedState, changes }), { above, body, named, mustName }).type;

describe('a command that names no state', () => {
  test('is fresh while there has been one', () => {
    expect(compare([change(a)])).toBe('fresh');
    expect(compare([change(a), change(a)])).toBe('fresh');
    expect(compare([change(null)])).toBe('fresh');
  });

  test('is not, once there have been several, whatever was shown', () => {
    const [first, second] = [change(a), change(b)];
    expect(compare([first, second])).toBe('moved-on');
    expect(compare([first, second], { above: [claim(second)] })).toBe('unnamed');
    expect(compare([first, second, change(a)])).toBe('unnamed');
  });

  test('and blesses nothing, is bound to what was shown alone', () => {
    const [first, second] = [change(a), change(b)];
    expect(compare([first, second], { mustName: false })).toBe('moved-on');
    expect(compare([first, second], { mustName: false, above: [claim(second)] })).toBe('fresh');
  });
});

describe('a command that names a state', () => {
  test.each<[string, string]>([
    [b.slice(0, 7), 'fresh'],
    [b, 'fresh'],
    [a.slice(0, 7), 'moved-on'],
    [b.slice(0, 6), 'unknown-state'],
    ['none', 'unknown-state'],
    [approvedState.slice(0, 7), 'unknown-state'],
  ])('%s gives: %s', (named, expected) => {
    const [first, second] = [change(a), change(b)];
    expect(compare([first, second], { named, above: [claim(second)] })).toBe(expected);
    expect(compare([first, second], { named, body: claim(second) })).toBe(expected);
  });

  test('is refused where nothing of ours showed that state', () => {
    const [first, second] = [change(a), change(b)];
    expect(compare([first, second], { named: b })).toBe('moved-on');
    expect(compare([first, second], { named: b, above: [claim(first)], body: claim(first) })).toBe('moved-on');
    expect(compare([first, second], { named: b, body: { ...claim(second), object: 'trigger/2' } })).toBe('moved-on');
  });

  test('"none" is the state of what is gone', () => {
    expect(compare([change(null)], { named: 'none' })).toBe('fresh');
    expect(compare([change(null), change(a)], { named: 'none' })).toBe('moved-on');
  });
});

describe('what came and went', () => {
  test('is decided where it was shown, and not where only its state was', () => {
    const [first, second] = [transient(approvedState), transient(approvedState)];
    expect(compare([first], { named: approvedState })).toBe('fresh');
    expect(compare([first, second], { named: approvedState })).toBe('moved-on');
    expect(compare([first, second])).toBe('moved-on');
    expect(compare([first, second], { named: approvedState, above: [claim(second)] })).toBe('fresh');
  });

  test('is bound to exactly the entries that were shown', () => {
    const shown = transient(approvedState);
    const joined = { ...shown, entries: [...shown.entries, auditEntry({ id: '999' })] };
    expect(compare([change(a), joined], { named: approvedState, above: [claim(shown)] })).toBe('moved-on');
  });

  test('after what was shown keeps even its own state from being decided unseen', () => {
    const first = change(a);
    expect(compare([first, transient(a)], { named: a, above: [claim(first)] })).toBe('moved-on');
  });
});

describe('a claim', () => {
  const [first, second] = [change(a), change(b)];

  test.each<[string, Marker]>([
    ['of another object', { ...claim(second), object: 'trigger/2' }],
    ['of an entry that history does not know', { ...claim(second), change: '4711' }],
    ['of a state that the change did not lead to', { ...claim(second), after: a }],
  ])('%s is passed over', (_name, forged) => {
    expect(compare([first, second], { mustName: false, above: [forged] })).toBe('moved-on');
    expect(compare([first, second], { mustName: false, above: [claim(second), forged] })).toBe('fresh');
  });

  test('of a change that a late entry has joined since still means it', () => {
    const joined = { ...second, entries: [...second.entries, auditEntry({ id: '999' })] };
    expect(compare([first, joined], { mustName: false, above: [claim(second)] })).toBe('fresh');
    const unknown = { ...second, entries: [] };
    expect(compare([first, joined], { mustName: false, above: [claim(unknown)] })).toBe('fresh');
  });
});
