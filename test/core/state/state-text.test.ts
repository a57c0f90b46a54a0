import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpisodeChange } from '#core/state/episode.ts';
import { foldEvents, type RecordedEvent } from '#core/state/fold.ts';
import { emptyState, type State } from '#core/state/state.ts';
import { parseState, printState } from '#core/state/state-text.ts';
import type { Revert } from '#core/write-back/own-writes.ts';
import { at, entryAt, recordedChange } from '../../support/drift.ts';
import { aDecision } from '../../support/facts.ts';
import { anyText } from '../../support/hostile.ts';

const arbitraryState: fc.Arbitrary<State> = fc
  .record({ texts: fc.array(anyText, { minLength: 4, maxLength: 4 }), seconds: fc.nat(100_000), flag: fc.boolean() })
  .map(({ texts: [name = '', description = '', label = '', reason = ''], seconds, flag }) => {
    const entry = entryAt(seconds, { actorName: name, description, sourceLabel: label, ip: flag ? null : name });
    const change = (before: string | null, after: string | null): EpisodeChange =>
      recordedChange(before, after, seconds, {
        entries: [entry],
        moved: ['1', '2'],
        verdict: {
          decision: 'unapproved',
          reason: 'rule-covers-some',
          rule: name,
          policy: 'p',
          failed: [{ rule: name, clause: 'titles', found: description, wanted: label }],
        },
      });
    const events: RecordedEvent[] = [
      { type: 'change', object: 'trigger/41', change: change('a', 'b'), explains: null },
      { type: 'change', object: 'macro/9', change: change(null, 'b'), explains: null },
      {
        type: 'decision',
        commit: 'c',
        at: at(1),
        decision: aDecision({ object: 'trigger/41', decision: 'rejected', reason }),
      },
      { type: 'decision', commit: 'c', at: at(1), decision: aDecision({ object: 'macro/9' }) },
    ];
    const state = foldEvents(emptyState('acme'), events, () => null);
    const times = flag ? {} : { lastSweep: at(1), lastRun: at(2), interval: 300, login: 'bot', tree: 'tree' };
    return { ...state, ...times, pending: [entry], pendingOrders: ['view'], baselines: new Map([['trigger', at(0)]]) };
  });

describe('the text of a state', () => {
  it('gives the same state again, whatever the texts in it', () => {
    fc.assert(
      fc.property(arbitraryState, (state) => {
        expect(parseState(printState(state), 'acme')).toEqual(state);
      }),
    );
  });

  it('is the same for the same state', () => {
    fc.assert(
      fc.property(arbitraryState, (state) => {
        const again = parseState(printState(state), 'acme');
        expect(again && printState(again)).toBe(printState(state));
      }),
    );
  });

  it('of another account is not believed', () => {
    expect(parseState(printState(emptyState('acme')), 'globex')).toBeNull();
  });

  it('that misses, adds a type to, or cuts anything is not believed, and never throws', () => {
    fc.assert(
      fc.property(arbitraryState, fc.nat(), fc.constantFrom('null', '7', '"x"', '[]', '{}'), (state, where, other) => {
        const text = printState(state);
        expect(parseState(text.slice(0, where % (text.length - 2)), 'acme')).toBeNull();
        const keys = [...text.matchAll(/^ {2}"([^"]+)": /gm)].map(([, key]) => key ?? '');
        const key = keys[where % keys.length] ?? '';
        const value = JSON.parse(text);
        const spoiled = JSON.stringify({ ...value, [key]: JSON.parse(other) });
        const parsed = parseState(spoiled, 'acme');
        // What is believed has to be a state: it prints and reads back.
        if (parsed) expect(parseState(printState(parsed), 'acme')).toEqual(parsed);
        const { [key]: _gone, ...rest } = value;
        expect(parseState(JSON.stringify(rest), 'acme')).toBeNull();
      }),
    );
  });

  it.each(['watermark', 'last-run', 'last-sweep'])('with a "%s" that is no time is not believed', (key) => {
    const value = JSON.parse(printState(emptyState('acme')));
    for (const time of ['soon', '2026-02-30T00:00:00Z']) {
      expect(parseState(JSON.stringify({ ...value, [key]: time }), 'acme')).toBeNull();
    }
  });

  it.each(['from', 'until', 'announced'])('with a write whose "%s" is no time is not believed', (key) => {
    const write: Revert = {
      object: 'trigger/41',
      commit: 'c',
      comment: '1',
      writer: '1',
      from: at(0),
      until: at(1),
      before: null,
      after: 'b',
      newId: null,
      announced: at(0),
      run: null,
    };
    const text = printState({ ...emptyState('acme'), reverts: [write] });
    expect(parseState(text, 'acme')?.reverts).toEqual([write]);
    const value = JSON.parse(text);
    const spoiled = { ...value, reverts: [{ ...write, [key]: '2026-02-30T00:00:00Z' }] };
    expect(parseState(JSON.stringify(spoiled), 'acme')).toBeNull();
  });

  it.each([
    ['far too deeply', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['far too deeply, beside a long number', `[12345678901234567890, ${'['.repeat(200_000)}${']'.repeat(200_000)}]`],
  ])('that is nested %s is not believed, and does not throw', (_, deep) => {
    const text = printState(emptyState('acme'));
    expect(parseState(text.replace(/"pending": \[\]/, `"pending": ${deep}`), 'acme')).toBeNull();
    expect(() => parseState(text.replace(/\n}\n$/, `,\n  "x": ${deep}\n}\n`), 'acme')).not.toThrow();
  });
});
