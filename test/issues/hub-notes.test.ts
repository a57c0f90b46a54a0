import { expect, test } from 'vitest';
import type { HubMemory, KnownIssue } from '#core/state/hub-memory.ts';
import { emptyState, type State } from '#core/state/state.ts';
import { parseState, printState } from '#core/state/state-text.ts';
import { openNotes } from '#issues/hub-notes.ts';
import { isNews } from '#issues/save-hub.ts';

const url = 'acme/zendesk-config';
const time = '2026-11-22T10:00:00Z';

const known: KnownIssue = {
  ...{ role: 'drift', open: true, labelled: true, seen: 'aa', shows: 'bb', alert: null },
  ...{ wrote: null, restored: null, reminded: null, trouble: null, request: null },
};

const memory: HubMemory = {
  ...{ repository: url, until: time, listed: time, asked: true },
  issues: new Map([
    [1, known],
    [2, { ...known, role: 'request', request: { ...noRequest(), stranger: true } }],
    [
      3,
      { ...known, role: 'alert', open: false, labelled: false, alert: 'held-back-macro', trouble: 'x', restored: time },
    ],
  ]),
  commands: new Map([['77', { issue: 1, at: time, waits: 'answer' }]]),
};

function noRequest() {
  return { stranger: null, read: false, due: null, pull: 7, pullAt: time, tree: null };
}

const stateOf = (hub: HubMemory | null): State => ({ ...emptyState('acme'), hub, written: new Map([['1', 'mark']]) });

test('what is remembered of GitHub is the same after it was written down', () => {
  const repository = { visibility: 'private', hasIssues: true, at: time } as const;
  const state = { ...stateOf(memory), repository };
  expect(parseState(printState(state), 'acme')).toMatchObject({ hub: memory, repository });
});

test('a state whose memory of GitHub is damaged is not believed: it is rebuilt', () => {
  const text = printState(stateOf(memory)).replace('"role": "drift"', '"role": "nonsense"');
  expect(parseState(text, 'acme')).toBeNull();
});

test('what a run learns is laid over what another run has learned meanwhile', () => {
  const notes = openNotes(stateOf(memory), url);
  notes.note(1, { shows: 'cc' });
  notes.forget(3);
  notes.learn({ until: '2026-11-22T10:05:00Z' });
  const other = { ...memory, until: '2026-11-22T10:07:00Z', issues: new Map([...memory.issues, [9, known] as const]) };
  const { hub } = notes.apply(stateOf(other));
  expect(hub?.until).toBe('2026-11-22T10:07:00Z');
  expect([...(hub?.issues.keys() ?? [])]).toEqual([1, 2, 9]);
  expect(hub?.issues.get(1)?.shows).toBe('cc');
});

test('times that had not come yet when GitHub was read give way to those of this run', () => {
  const ahead = { ...memory, until: '2026-12-24T10:00:00Z', listed: '2026-12-24T10:00:00Z' };
  const notes = openNotes(stateOf(null), url);
  notes.learn({ until: time, listed: time });
  expect(notes.apply(stateOf(ahead)).hub).toMatchObject({ until: time, listed: time });
});

test('a command is remembered while it waits, and otherwise until no listing shows it again', () => {
  const notes = openNotes(stateOf(memory), url);
  notes.noteCommand('78', { issue: 1, at: time, waits: null });
  const after = (until: string) => {
    notes.learn({ until });
    return [...(notes.apply(stateOf(memory)).hub?.commands.keys() ?? [])];
  };
  expect(after('2026-11-22T10:05:00Z')).toEqual(['77', '78']);
  expect(after('2026-11-22T10:05:01Z')).toEqual(['77']);
});

test('what is remembered of another repository means nothing', () => {
  const notes = openNotes(stateOf(memory), 'acme/moved');
  expect([notes.known(1), notes.command('77'), notes.apply(stateOf(memory)).hub]).toEqual([null, null, null]);
});

test('the mark of what we wrote goes with the issue', () => {
  const notes = openNotes(stateOf(memory), url);
  notes.setMark(2, 'two');
  expect(notes.markOf(1)).toBe('mark');
  notes.forget(1);
  expect([...notes.apply(stateOf(memory)).written]).toEqual([['2', 'two']]);
});

test('that time has passed is no news, and neither is a command that is too old to be listed again', () => {
  const before = stateOf({ ...memory, commands: new Map([['77', { issue: 1, at: time, waits: null }]]) });
  const notes = openNotes(before, url);
  notes.learn({ until: '2026-11-22T11:00:00Z' });
  expect(isNews(before, notes.apply(before))).toBe(false);
  notes.noteCommand('78', { issue: 1, at: '2026-11-22T11:00:00Z', waits: null });
  expect(isNews(before, notes.apply(before))).toBe(true);
});
