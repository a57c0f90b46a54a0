import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { emptyState } from '#core/state/state.ts';
import { writtenMark } from '#issues/as-written.ts';
import { openNotes } from '#issues/hub-notes.ts';
import { wasAsWritten } from '#issues/was-as-written.ts';
import { listedIssue } from '../support/listed.ts';

const blobId = (text: string): string => createHash('sha1').update(text).digest('hex');
const issue = listedIssue({ number: 5, title: 'T', body: 'B', labels: ['config-drift', 'mine'] });

function judge(over: {
  readonly restored?: string;
  readonly edited?: string;
  readonly said?: string;
  readonly body?: string;
}) {
  const notes = openNotes(emptyState('acme'), 'acme/zendesk-config');
  notes.setMark(5, writtenMark(issue, blobId));
  notes.note(5, { role: 'drift', wrote: '2026-11-22T10:00:00Z', restored: over.restored ?? null });
  const comment = { createdAt: over.said ?? '2026-11-22T10:10:00Z' };
  const shown = { ...issue, body: over.body ?? issue.body };
  return wasAsWritten({ notes }, { issue: shown, comment, issueEdited: over.edited ?? null }, blobId);
}

test('an issue that is what we wrote is as written, whatever labels of their own people add', () => {
  expect(judge({})).toBe(true);
  expect(judge({ body: 'B\r\n' })).toBe(true);
  expect(judge({ body: 'Harmless' })).toBe(false);
});

test('a command below a text that was put back after it is refused, a later one is not', () => {
  expect(judge({ restored: '2026-11-22T10:10:00Z' })).toBe(false);
  expect(judge({ restored: '2026-11-22T10:09:59Z' })).toBe(true);
});

test('a text that its editor put back before anybody looked is noticed by when it was edited last', () => {
  expect(judge({ edited: '2026-11-22T10:11:00Z' })).toBe(false);
  expect(judge({ edited: '2026-11-22T10:09:00Z' })).toBe(true);
  expect(judge({ edited: '2026-11-22T10:00:00Z', said: '2026-11-22T09:59:00Z' })).toBe(true);
});

test('where nothing remembers what we wrote, nothing is said about it', () => {
  const notes = openNotes(emptyState('acme'), 'acme/zendesk-config');
  const comment = { createdAt: '2026-11-22T10:10:00Z' };
  expect(wasAsWritten({ notes }, { issue, comment, issueEdited: null }, blobId)).toBeNull();
});
