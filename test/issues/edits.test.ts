import { expect, test } from 'vitest';
import { printReplyMark } from '#core/commit/marker.ts';
import { ZendriftError } from '#errors.ts';
import { readAnswered, readTextEditsOf, whoseText } from '#issues/edits.ts';
import type { ListedComment, TextEdit } from '#ports.ts';
import { listedComment, listedIssue } from '../support/listed.ts';

const command = listedComment({ id: '20', body: '/approve' });
const answer = listedComment({
  id: '21',
  nodeId: 'IC_21',
  author: 'github-actions[bot]',
  body: `${printReplyMark('20')}\nApproved.`,
});
const edited = '2026-11-22T23:00:01Z';
const later = { updatedAt: edited };

/** GitHub's answer for one comment: when it was last edited, or `unknown` where it leaves the comment out. */
async function isAnswered(reply: ListedComment, says: string | null | 'unknown') {
  const asked: string[] = [];
  const readEdits = async (ids: readonly string[]) => {
    asked.push(...ids);
    return new Map(says === 'unknown' ? [] : ids.map((id) => [id, says] as const));
  };
  const answered = await readAnswered({ readEdits }, [command, reply], new Set(['github-actions[bot]']));
  return { isAnswered: answered.has('20'), asked };
}

test.each<[string, ListedComment, string | null | 'unknown', boolean, readonly string[]]>([
  ['an answer of ours', answer, null, true, []],
  ['an answer whose times differ and that nobody edited', { ...answer, ...later }, null, true, ['IC_21']],
  ['a comment of ours that someone edited into an answer', { ...answer, ...later }, edited, false, ['IC_21']],
  ['a comment of ours that GitHub says nothing about', { ...answer, ...later }, 'unknown', false, ['IC_21']],
  ['a comment of ours above the command', { ...answer, id: '19', nodeId: 'IC_19' }, null, false, []],
  ['what another person writes', { ...answer, author: 'mallory' }, null, false, []],
])('%s: GitHub is asked about what its times leave open alone', async (_what, reply, says, isOver, asked) => {
  expect(await isAnswered(reply, says)).toEqual({ isAnswered: isOver, asked });
});

const us = 'github-actions[bot]';
const at = (minute: number): string => `2026-11-22T23:${String(minute).padStart(2, '0')}:00Z`;
const edit = (minute: number, by: string | null, part: TextEdit['part'] = 'body'): TextEdit => ({
  part,
  at: at(minute),
  by,
});

test.each<[string, readonly TextEdit[], ReturnType<typeof whoseText>]>([
  ['nobody edited it', [], 'ours'],
  ['we wrote it anew before', [edit(1, us)], 'ours'],
  ['we wrote it anew since', [edit(9, us)], 'ours'],
  ['someone edited it before', [edit(1, 'bob')], 'theirs'],
  ['someone whose account is gone edited it', [edit(1, null)], 'theirs'],
  ['someone edited it since', [edit(9, 'bob')], 'theirs'],
  ['someone renamed it', [edit(1, 'bob', 'title'), edit(2, us)], 'theirs'],
  ['we restored it before', [edit(1, 'bob'), edit(2, us)], 'ours'],
  ['we restored it since', [edit(1, 'bob'), edit(9, us)], 'gone'],
  ['we restored its title since', [edit(1, 'bob', 'title'), edit(9, us, 'title')], 'gone'],
  ['it was edited and restored in the second of the comment', [edit(5, 'bob'), edit(5, us)], 'gone'],
  ['someone edited it again since', [edit(1, 'bob'), edit(9, 'bob')], 'gone'],
])('whose text a commenter saw where %s', (_, edits, whose) => {
  expect(whoseText(edits, { createdAt: at(5) }, new Set([us]))).toBe(whose);
});

test('a GitHub that does not tell the edits is asked who made the last one', async () => {
  const issue = listedIssue({ number: 5, nodeId: 'I_5' });
  const refuse = async () => {
    throw new ZendriftError('github-refused', { request: 'POST /graphql', reason: 'undefinedField' });
  };
  const asked = { readTextEdits: refuse, readEditors: async () => new Map([['I_5', 'bob']]) };
  expect(await readTextEditsOf(asked, [issue], new Map([['I_5', at(1)]]))).toEqual(
    new Map([['I_5', [edit(1, 'bob')]]]),
  );
  expect(await readTextEditsOf({ ...asked, readEditors: refuse }, [issue], new Map([['I_5', at(1)]]))).toEqual(
    new Map(),
  );
});
