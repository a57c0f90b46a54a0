import { describe, expect, test } from 'vitest';
import { changeHandle, printMarker, printReplyMark } from '#core/commit/marker.ts';
import type { Episode } from '#core/state/episode.ts';
import { judgeDriftCommand, type Situation } from '#decisions/judge-command.ts';
import { findPending, shownAbove } from '#decisions/pending.ts';
import { permissionLevels } from '#policy/decision.ts';
import { toPeople } from '#policy/people.ts';
import { anEpisode, auditEntry, episodeChange } from '../support/episodes.ts';
import { blob } from '../support/facts.ts';
import { listedComment, listedIssue } from '../support/listed.ts';

/** Every combination of command, author and issue; one that is not named as allowed below must be refused. */
const rows = [
  ...(['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const),
  ...([
    'bot',
    'edited',
    'edited within the second',
    'updated, not edited',
    'edited issue',
    'renamed',
    'took the login',
    'quoted',
    'code block',
    'not first line',
    'unknown word',
    'PR',
    'foreign issue',
    're-run',
  ] as const),
];
type Row = (typeof rows)[number];
const words = ['approve', 'reject', 'revert'] as const;
const owners = ['own', "other's", 'unmapped'] as const;
const ages = ['fresh', 'stale'] as const;

const isAllowed = (row: Row, word: string, owner: string, age: string): boolean => {
  const may = ['write', 'maintain', 'admin', 'updated, not edited', 'renamed', 'took the login'].includes(row);
  if (!may || age !== 'fresh') return false;
  // Whoever takes Jane's old login is someone else, and someone whom nothing maps to anybody.
  if (row === 'took the login') return word !== 'approve' || owner !== 'unmapped';
  return word !== 'approve' || owner === "other's";
};

const bot = 'github-actions[bot]';
const approvers: Situation['approvers'] = {
  ...{ permission: 'write', unmapped: 'deny', reason: 'optional' },
  highRisk: { approvals: 1, reason: 'optional' },
};
const people = toPeople(
  {
    identities: new Map([
      ['1001', { github: 'jane-gh', githubId: null }],
      ['1002', { github: 'Bob-GH', githubId: null }],
    ]),
    approvers: { logins: [], outsideZendesk: [] },
  },
  new Map([
    ['jane-gh', '34'],
    ['bob-gh', '35'],
  ]),
);
const ids: Readonly<Record<string, string>> = { 'jane-gh': '34', 'bob-gh': '35', auditor: '37' };
const time = '2026-11-22T23:00:00Z';

const [first, second] = [blob('a'), blob('b')];

/** Jane's change; where it is stale, a second one came after what the comment saw. */
function toEpisode(owner: (typeof owners)[number], age: (typeof ages)[number]): Episode {
  const actor = owner === 'unmapped' ? { actorId: '1009', actorName: 'New Hire' } : {};
  const change = (id: string, after: string) =>
    episodeChange({ after, entries: [auditEntry({ id, ...actor })], commit: blob(id) });
  return anEpisode({ changes: [change('1', first), ...(age === 'stale' ? [change('2', second)] : [])] });
}

function bodyOf(row: Row, command: string): string {
  if (row === 'quoted') return `> ${command}`;
  if (row === 'code block') return `\`\`\`\n${command}\n\`\`\``;
  if (row === 'not first line') return `I think so\n${command}`;
  return row === 'unknown word' ? command.replace(/^\/(\w+)/, '/$1d') : command;
}

/** How the very same functions that triage calls judge this cell. */
function judgeCell(row: Row, word: (typeof words)[number], owner: (typeof owners)[number], age: (typeof ages)[number]) {
  const episode = toEpisode(owner, age);
  const [shown] = episode.changes;
  if (!shown) throw new Error('an episode has a change');
  const marker = printMarker({
    account: 'acme',
    object: episode.object,
    change: changeHandle(shown),
    before: shown.before,
    after: shown.after,
  });
  const author = { own: 'jane-gh', "other's": 'bob-gh', unmapped: 'auditor' }[owner];
  const command = word === 'reject' ? '/reject reason' : `/${word} ${first.slice(0, 7)} reason`;
  const comment = listedComment({
    author: row === 'bot' ? 'renovate[bot]' : row === 'renamed' ? `${author}-2025` : author,
    authorId: row === 'took the login' ? '666' : (ids[author] ?? ''),
    authorType: row === 'bot' ? 'Bot' : 'User',
    body: bodyOf(row, command),
    // GitHub moves this for more than edits, and an edit within the second does not move it.
    updatedAt:
      row === 'edited' ? '2026-11-22T23:05:00Z' : row === 'updated, not edited' ? '2026-11-22T23:00:01Z' : time,
  });
  // The listing leaves pull requests out; one that came through all the same is by a person.
  const issue = listedIssue({ body: marker, author: row === 'PR' || row === 'foreign issue' ? 'stranger' : bot });
  const comments = [
    comment,
    ...(row === 're-run'
      ? [listedComment({ id: '10', nodeId: 'IC_10', author: bot, authorType: 'Bot', body: printReplyMark('9') })]
      : []),
  ];
  const wasEdited = ({ nodeId }: { readonly nodeId: string }) =>
    nodeId === comment.nodeId && (row === 'edited' || row === 'edited within the second');
  const [pending] = findPending(issue, comments, { account: 'acme', authors: new Set([bot]) }, wasEdited);
  if (pending?.parsed.type !== 'command') return 'nothing';
  const permission = permissionLevels.find((level) => level === row) ?? 'admin';
  const { edited } = pending;
  const asWritten = row !== 'edited issue';
  const situation = { comment, edited, asWritten, ...pending.parsed, permission, approvers, people, timezone: 'UTC' };
  return judgeDriftCommand(situation, episode.object, episode, shownAbove(pending, 'acme')).type;
}

describe.each(rows)('%s', (row) => {
  test.each(words.flatMap((word) => owners.flatMap((owner) => ages.map((age) => [word, owner, age] as const))))(
    '/%s of %s change, %s',
    (word, owner, age) => {
      const judged = judgeCell(row, word, owner, age);
      if (isAllowed(row, word, owner, age)) expect(judged).toBe('allowed');
      else expect(judged).toMatch(/^(?:refused|nothing)$/);
    },
  );
});

test('the table has allowed and refused cells', () => {
  const cells = rows.flatMap((row) =>
    words.flatMap((word) => owners.flatMap((owner) => ages.map((age) => isAllowed(row, word, owner, age)))),
  );
  expect([cells.length, cells.filter(Boolean).length]).toEqual([360, 43]);
});
