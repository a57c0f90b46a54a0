import type { ListedComment, ListedIssue } from '#ports.ts';

const time = '2026-11-22T23:00:00Z';

/** An open issue of ours as GitHub lists it. */
export const listedIssue = (over: Partial<ListedIssue> = {}): ListedIssue => ({
  number: 211,
  nodeId: 'I_211',
  author: 'github-actions[bot]',
  authorId: '41898282',
  authorType: 'Bot',
  title: '',
  body: '',
  labels: ['config-drift'],
  assignees: [],
  state: 'open',
  url: '',
  commentCount: 1,
  locked: false,
  createdAt: time,
  updatedAt: time,
  closedAt: null,
  ...over,
});

/** A person's comment on it that nobody edited. */
export const listedComment = (over: Partial<ListedComment> = {}): ListedComment => ({
  id: '9',
  nodeId: 'IC_9',
  issue: 211,
  author: 'Bob-GH',
  authorId: '2',
  authorType: 'User',
  body: '',
  createdAt: time,
  updatedAt: time,
  ...over,
});
