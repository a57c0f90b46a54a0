import { expect, test } from 'vitest';
import { countOf, draftOf, failing, openLab, posted } from './lab.ts';

test('an issue that is created is listed by its label, with what it was given', async () => {
  const { issues, github } = await openLab();
  const made = await issues.create(draftOf('7'));
  expect(await issues.listOpen('config-drift')).toEqual([made]);
  expect(made).toMatchObject({
    number: 1,
    author: 'github-actions[bot]',
    labels: ['config-drift', 'account:acme'],
    state: 'open',
    url: `${github.serverUrl}/acme/zendesk-config/issues/1`,
  });
});

test('issues of other labels, closed ones and pull requests are not listed', async () => {
  const { issues, github } = await openLab();
  await issues.create(draftOf('1', { labels: ['bug'] }));
  const closed = await issues.create(draftOf('2'));
  await issues.update(closed.number, { state: 'closed', stateReason: 'not_planned' });
  const open = await issues.create(draftOf('3'));
  github.onRequest(async (request) => {
    if (request.method !== 'GET' || !request.path.endsWith('/issues')) return undefined;
    const real = { number: 3, state: 'open', title: '', user: { login: 'x' } };
    return { status: 200, body: [real, { ...real, number: 9, pull_request: { url: '' } }] };
  });
  expect((await issues.listOpen('config-drift')).map((issue) => issue.number)).toEqual([open.number]);
});

test('every page is read, oldest first, and addresses in the Link header are never followed', async () => {
  const { issues, github } = await openLab();
  const person = github.model.as('github-actions[bot]');
  for (let number = 1; number <= 205; number += 1) person.openIssue(draftOf(String(number)));
  const found = await issues.listOpen('config-drift');
  expect(found.map((issue) => issue.number)).toEqual(Array.from({ length: 205 }, (_, index) => index + 1));
  expect(github.requests.every((request) => request.path.startsWith('/repos/'))).toBe(true);
  expect(github.requests).toHaveLength(3);
});

test('a page may be short without being the last', async () => {
  const { issues, github } = await openLab();
  const page = (number: number) => [{ number, state: 'open', title: '', user: { login: 'x' }, created_at: '' }];
  github.onRequest((request) => {
    const number = Number(request.query.get('page'));
    const link = `<https://evil.example/steal?page=${number + 1}>; rel="next"`;
    return { status: 200, headers: number < 3 ? { link } : {}, body: page(number) };
  });
  expect((await issues.listOpen('config-drift')).map((issue) => issue.number)).toEqual([1, 2, 3]);
});

test('an issue that moved between two pages is listed once', async () => {
  const { issues, github } = await openLab();
  github.onRequest((request) => ({
    status: 200,
    headers: request.query.get('page') === '1' ? { link: '<x>; rel="next"' } : {},
    body: [{ number: 4, state: 'open', user: null }],
  }));
  expect(await issues.listOpen('config-drift')).toHaveLength(1);
});

test.each([301, 404, 410])('an issue that answers %i is null', async (status) => {
  const { issues, github } = await openLab();
  github.onRequest(() => ({ status, headers: { location: 'https://evil.example/' }, body: { message: 'gone' } }));
  expect(await issues.read(5)).toBeNull();
});

test('title, body, labels and state are changed by one request', async () => {
  const lab = await openLab();
  const { number } = await lab.issues.create(draftOf('1'));
  await lab.issues.update(number, { title: 'new', labels: ['restored'], state: 'closed', stateReason: 'not_planned' });
  expect(await lab.issues.read(number)).toMatchObject({ title: 'new', labels: ['restored'], state: 'closed' });
  expect(lab.github.model.issue(number)?.stateReason).toBe('not_planned');
  expect(countOf(lab, 'PATCH', /issues/)).toBe(1);
});

test('comments come oldest first, with who wrote them', async () => {
  const { issues, github } = await openLab({ users: [{ login: 'ann', permission: 'write' }] });
  const { number } = await issues.create(draftOf('1'));
  await issues.comment(number, 'first');
  github.model.as('ann').comment(number, '/approve');
  const comments = await issues.listComments(number);
  expect(comments.map(({ author, authorType, body }) => [author, authorType, body])).toEqual([
    ['github-actions[bot]', 'Bot', 'first'],
    ['ann', 'User', '/approve'],
  ]);
});

test('reacting twice leaves one reaction', async () => {
  const { issues } = await openLab();
  const { number } = await issues.create(draftOf('1'));
  const { id } = await posted(issues.comment(number, 'hello'));
  await issues.react(id, 'eyes');
  await expect(issues.react(id, 'eyes')).resolves.toBeUndefined();
});

test('an assignee whom GitHub refuses does not keep the issue from being filed', async () => {
  const { issues, github, warnings } = await openLab();
  const errors = [{ value: 'gone', resource: 'Issue', field: 'assignees', code: 'invalid' }];
  github.onRequest(failing('POST', /issues$/, 1, { status: 422, body: { message: 'Validation Failed', errors } }));
  const made = await issues.create(draftOf('1', { assignees: ['gone'] }));
  expect(made.assignees).toEqual([]);
  expect(warnings.join()).toContain('gone');
});

test('whether the repository is public, and has issues', async () => {
  const { issues, github } = await openLab();
  expect(await issues.readRepository()).toEqual({ visibility: 'private', hasIssues: true, archived: false });
  github.model.configure({ visibility: 'public', hasIssues: false });
  expect(await issues.readRepository()).toEqual({ visibility: 'public', hasIssues: false, archived: false });
});

test.each([
  [0, true],
  [1, false],
  [99, false],
])('one request tells whether no open issues are %i', async (expected, matches) => {
  const lab = await openLab();
  expect(await lab.issues.checkOpen('config-drift', expected)).toEqual({ matches, issues: [] });
  expect(lab.github.requests).toHaveLength(1);
});

test.each([
  [99, false],
  [100, true],
  [101, false],
  [200, false],
])(
  'one request tells whether 100 open issues are %i, and hands them over if it holds them all',
  async (expected, matches) => {
    const lab = await openLab();
    const person = lab.github.model.as('github-actions[bot]');
    for (let number = 1; number <= 101; number += 1) person.openIssue(draftOf(String(number)));
    person.closeIssue(101);
    const check = await lab.issues.checkOpen('config-drift,account:acme', expected);
    expect(check.matches).toBe(matches);
    expect(check.issues?.length ?? null).toBe(expected > 100 ? null : 100);
    expect(lab.github.requests).toHaveLength(1);
  },
);

test.each([
  [100, false],
  [199, false],
  [200, true],
  [201, false],
  [300, false],
])('one request tells whether 200 open issues are %i', async (expected, matches) => {
  const lab = await openLab();
  const person = lab.github.model.as('github-actions[bot]');
  for (let number = 1; number <= 200; number += 1) person.openIssue(draftOf(String(number)));
  expect(await lab.issues.checkOpen('config-drift', expected)).toEqual({ matches, issues: null });
  expect(lab.github.requests).toHaveLength(1);
});

test('a page that another one follows is not the last one, however many issues it holds', async () => {
  const lab = await openLab();
  const person = lab.github.model.as('github-actions[bot]');
  for (let number = 1; number <= 150; number += 1) person.openIssue(draftOf(String(number)));
  expect(await lab.issues.checkOpen('config-drift', 100)).toEqual({ matches: false, issues: null });
});

test('a comment on a locked issue is not made, and that is no failure', async () => {
  const { issues, github } = await openLab();
  const { number } = await issues.create(draftOf('1'));
  expect((await issues.read(number))?.locked).toBe(false);
  github.model.putUser({ login: 'hanna', permission: 'admin' });
  github.model.as('hanna').lock(number);
  expect((await issues.read(number))?.locked).toBe(true);
  expect(await issues.comment(number, 'hello')).toEqual({ type: 'locked' });
  github.model.as('hanna').unlock(number);
  expect(await issues.comment(number, 'hello')).toMatchObject({ type: 'posted' });
});
