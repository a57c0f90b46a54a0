import { expect, test } from 'vitest';
import { printReplyMark } from '#core/commit/marker.ts';
import { readAnswered } from '#issues/edits.ts';
import type { ListedComment } from '#ports.ts';
import { listedComment } from '../support/listed.ts';

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
