import { describe, expect, test } from 'vitest';
import { countOf, draftOf, failing, type Lab, openLab } from './lab.ts';

const start = '2026-11-22T10:00:00Z';

async function openTalk(comments: number): Promise<Lab & { readonly ids: readonly string[] }> {
  const lab = await openLab({ clock: start, users: [{ login: 'ann', permission: 'admin', id: 35 }] });
  const ann = lab.github.model.as('ann');
  ann.openIssue(draftOf('1'));
  const ids = Array.from({ length: comments }, (_, index) => String(ann.comment(1, `comment ${index}`).id));
  return { ...lab, ids };
}

test('a comment is read by its id, with whom it is by and where it is', async () => {
  const { issues, ids } = await openTalk(1);
  expect(await issues.readComment(ids[0] ?? '')).toMatchObject({
    ...{ id: ids[0], issue: 1, author: 'ann', authorId: '35', authorType: 'User', body: 'comment 0' },
    nodeId: expect.stringMatching(/./),
  });
});

test('a comment that is gone is null, and text that is no id is not asked for', async () => {
  const { issues, github, ids } = await openTalk(1);
  github.model.as('ann').deleteComment(Number(ids[0]));
  expect(await issues.readComment(ids[0] ?? '')).toBeNull();
  expect(github.requests).toHaveLength(1);
  for (const id of ['', '../1', '1/reactions', '1e3', '-1']) expect(await issues.readComment(id)).toBeNull();
  expect(github.requests).toHaveLength(1);
});

describe('several comments', () => {
  test('are read one by one while they are few, each once', async () => {
    const { issues, github, ids } = await openTalk(4);
    const found = await issues.readComments([...ids.slice(0, 2), '1', ...ids.slice(0, 2)]);
    expect([...found.keys()]).toEqual(ids.slice(0, 2));
    expect(github.requests).toHaveLength(3);
  });

  test('are found in the list of all where they are many, and those that are gone are left out', async () => {
    const { issues, github, ids } = await openTalk(250);
    const wanted = ids.slice(100, 200);
    const found = await issues.readComments([...wanted, '1']);
    expect([...found.keys()]).toEqual(wanted);
    expect(found.get(wanted[0] ?? '')?.body).toBe('comment 100');
    expect(github.requests).toHaveLength(3);
  });

  test('end the list as soon as all are found', async () => {
    const { issues, github, ids } = await openTalk(250);
    expect((await issues.readComments(ids.slice(0, 31))).size).toBe(31);
    expect(github.requests).toHaveLength(1);
  });

  test('are read one by one after all where the list has no end', async () => {
    const lab = await openTalk(40);
    lab.github.onRequest(({ path }) =>
      path.endsWith('/comments') ? { status: 200, headers: { link: '<x>; rel="next"' }, body: [] } : undefined,
    );
    expect((await lab.issues.readComments(lab.ids)).size).toBe(40);
    expect(countOf(lab, 'GET', /comments$/)).toBe(40);
  });
});

describe('when something was edited', () => {
  test('is asked of GraphQL, a hundred at a time', async () => {
    const { issues, github, ids } = await openTalk(150);
    const comments = await issues.listComments(1);
    const issue = await issues.read(1);
    github.model.clock.advance(60_000);
    github.model.editComment(Number(ids[149]), '/approve', { sameSecond: true });
    github.model.touchComment(Number(ids[1]));
    const asked = github.requests.length;
    const edits = await issues.readEdits([issue?.nodeId ?? '', ...comments.map(({ nodeId }) => nodeId), '']);
    expect(edits.size).toBe(151);
    expect([...edits].filter(([, time]) => time !== null)).toEqual([[comments[149]?.nodeId, start]]);
    expect(github.requests.slice(asked).map(({ path }) => path)).toEqual(['/graphql', '/graphql']);
  });

  test('who edited the text and the title of an issue is listed, oldest first', async () => {
    const { issues, github } = await openTalk(1);
    const { clock } = github.model;
    const issue = await issues.read(1);
    const made: { part: string; at: string; by: string }[] = [];
    const edits = [
      ['body', () => github.model.as('ann').editBody(1, 'One')],
      ['title', () => github.model.as('ann').editTitle(1, 'Two')],
      ['body', () => github.model.as('github-actions[bot]').editBody(1, 'Three')],
    ] as const;
    for (const [part, make] of edits) {
      clock.advance(60_000);
      make();
      made.push({ part, at: clock.iso(), by: made.length === 2 ? 'github-actions[bot]' : 'ann' });
    }
    expect(await issues.readTextEdits([issue?.nodeId ?? ''])).toEqual(new Map([[issue?.nodeId, made]]));
  });

  test('is left out for what GitHub does not tell about, and asks nothing for nothing', async () => {
    const { issues, github } = await openTalk(2);
    const [gone, here] = await issues.listComments(1);
    github.model.as('ann').deleteComment(Number(gone?.id));
    const edits = await issues.readEdits(['nonsense', gone?.nodeId ?? '', here?.nodeId ?? '']);
    expect([...edits]).toEqual([[here?.nodeId, null]]);
    const asked = github.requests.length;
    expect(await issues.readEdits([])).toEqual(new Map());
    expect(github.requests).toHaveLength(asked);
  });

  test.each([
    [
      { data: null, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }] },
      'github-forbidden',
    ],
    [{ errors: [{ type: 'INSUFFICIENT_SCOPES', message: 'no' }] }, 'github-forbidden'],
    [{ data: null, errors: [{ type: 'ARGUMENT_LIMIT', message: 'no' }] }, 'github-refused'],
    [{ data: null, errors: [{ message: 'Something went wrong while executing your query' }] }, 'github-unavailable'],
    [{ data: { nodes: [] } }, 'github-unavailable'],
    [{}, 'github-unavailable'],
    [{ data: null, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] }, 'rate-limited'],
  ])('is unknown after %j', async (body, code) => {
    const { issues, github } = await openLab();
    const reset = String(Date.parse('2026-11-22T11:00:00Z') / 1000);
    const headers = { date: new Date(start).toUTCString(), 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    github.onRequest(() => ({ status: 200, headers, body }));
    await expect(issues.readEdits(['x'])).rejects.toMatchObject({ code });
  });

  test.each([[{ nodes: [{ id: 'x' }] }], [{ nodes: [{ id: 'x', lastEditedAt: 'soon' }] }], [{ nodes: [{}] }]])(
    'is unknown, not never, where a node is %j',
    async (data) => {
      const { issues, github } = await openLab();
      github.onRequest(() => ({ status: 200, body: { data } }));
      expect(await issues.readEdits(['x'])).toEqual(new Map());
    },
  );

  test('goes to its own address, and the budget of REST does not end it', async () => {
    const lab = await openTalk(1);
    const [comment] = await lab.issues.listComments(1);
    lab.github.limitRequests(0);
    await expect(lab.issues.listOpen('x')).rejects.toMatchObject({ code: 'rate-limited' });
    expect((await lab.issues.readEdits([comment?.nodeId ?? ''])).size).toBe(1);
  });
});

describe('what GitHub refuses about one issue', () => {
  test.each([
    [403, { type: 'refused', reason: '403 You are not allowed to change this issue' }],
    [404, { type: 'gone' }],
    [410, { type: 'gone' }],
    [422, { type: 'refused', reason: expect.stringContaining('This issue cannot be changed') }],
  ] as const)('with %i is a value, and the next one is served', async (status, refusal) => {
    const { issues, github } = await openTalk(0);
    github.model.as('ann').openIssue(draftOf('2'));
    github.model.refuseWrites(1, status);
    expect(await issues.comment(1, 'hello')).toEqual(refusal);
    expect(await issues.update(1, { title: 'new' })).toEqual(refusal);
    expect(await issues.comment(2, 'hello')).toMatchObject({ type: 'posted', comment: { body: 'hello', issue: 2 } });
    expect(await issues.update(2, { title: 'new' })).toMatchObject({ type: 'done' });
  });

  test('is told apart where the issue is full, and it can still be closed', async () => {
    const { issues, github } = await openTalk(1);
    github.model.limitComments(1, 1);
    expect(await issues.comment(1, 'hello')).toEqual({ type: 'full' });
    expect(await issues.update(1, { state: 'closed' })).toMatchObject({ type: 'done' });
  });

  test('is gone where the issue was moved to another repository', async () => {
    const { issues, github } = await openTalk(0);
    github.model.as('ann').transfer(1, 'acme/other');
    expect(await issues.comment(1, 'hello')).toEqual({ type: 'gone' });
    expect(await issues.update(1, { title: 'new' })).toEqual({ type: 'gone' });
  });

  test('is not what a wrong token is refused with', async () => {
    const { github, ...lab } = await openTalk(0);
    github.onRequest(failing('POST', /comments$/, 1, { status: 401, body: { message: 'Bad credentials' } }));
    await expect(lab.issues.comment(1, 'hello')).rejects.toMatchObject({ code: 'github-credentials' });
  });
});

test('everybody’s reactions on a comment are listed, none where it is gone', async () => {
  const { issues, github, ids } = await openTalk(1);
  github.model.as('ann').react(Number(ids[0]), 'rocket');
  await issues.react(ids[0] ?? '', '-1');
  expect(await issues.listReactions(ids[0] ?? '')).toEqual([
    { content: 'rocket', author: 'ann', authorId: '35' },
    { content: '-1', author: 'github-actions[bot]', authorId: '41898282' },
  ]);
  github.model.as('ann').deleteComment(Number(ids[0]));
  expect(await issues.listReactions(ids[0] ?? '')).toEqual([]);
  expect(await issues.listReactions('x')).toEqual([]);
});
