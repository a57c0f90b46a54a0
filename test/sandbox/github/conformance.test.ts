import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GitHubSandbox, openGitHub } from '#sandbox/github/open-github.ts';
import { at, toCall } from './call.ts';
import { type Checker, hasOpenApi, openChecker } from './openapi.ts';

const title = hasOpenApi ? "GitHub's own description" : "GitHub's own description (skipped: ../shared/data is missing)";

describe.skipIf(!hasOpenApi)(title, () => {
  let github: GitHubSandbox;
  let checker: Checker;

  beforeAll(async () => {
    checker = openChecker();
    github = await openGitHub({
      clock: '2026-11-22T22:45:04Z',
      users: [
        { login: 'admin-ann', permission: 'admin', name: 'Ann', id: 35 },
        { login: 'tri-tom', permission: 'triage' },
        { login: 'read-ray', permission: 'read' },
      ],
      tokens: {
        ann: { login: 'admin-ann' },
        blind: { login: 'github-actions[bot]', kind: 'actions', issues: 'none' },
        reader: { login: 'read-ray' },
      },
    });
  });
  afterAll(() => github.close());

  const expectValid = async (
    status: number,
    [method, path, body]: readonly [string, string, unknown?],
    token?: string,
  ): Promise<void> => {
    const reply = await toCall(github, token)(method, path, body);
    expect({ status: reply.status, body: reply.body }).toMatchObject({ status });
    expect(checker.findFault(method, path.replace(/\?.*/, ''), reply.status, reply.body)).toBeUndefined();
  };

  test('holds for issues, from creation to lock', async () => {
    const issue = {
      title: 'Drift',
      body: 'x',
      labels: ['config-drift', { name: 'risk:high' }],
      assignees: ['tri-tom'],
    };
    await expectValid(201, ['POST', at(github, '/issues'), issue]);
    await expectValid(200, ['GET', at(github, '/issues/1')]);
    await expectValid(200, ['PATCH', at(github, '/issues/1'), { state: 'closed', state_reason: 'not_planned' }]);
    await expectValid(200, ['PATCH', at(github, '/issues/1'), { state: 'open' }]);
    await expectValid(200, ['GET', at(github, '/issues?state=all&labels=config-drift')]);
    await expectValid(204, ['PUT', at(github, '/issues/1/lock'), { lock_reason: 'resolved' }]);
    github.model.as('admin-ann').openPullRequest({ title: 'A pull request', labels: ['config-drift'] });
    await expectValid(200, ['GET', at(github, '/issues?state=all')]);
  });

  test('holds for comments, reactions and labels', async () => {
    github.model.as('admin-ann').unlock(1);
    const comment = github.model.as('admin-ann').comment(1, '/approve a77d01b');
    await expectValid(201, ['POST', at(github, '/issues/1/comments'), { body: 'hello' }]);
    await expectValid(200, ['GET', at(github, '/issues/1/comments')]);
    await expectValid(200, ['PATCH', at(github, `/issues/comments/${comment.id}`), { body: 'edited' }]);
    await expectValid(201, ['POST', at(github, `/issues/comments/${comment.id}/reactions`), { content: 'rocket' }]);
    await expectValid(200, ['POST', at(github, `/issues/comments/${comment.id}/reactions`), { content: 'rocket' }]);
    await expectValid(200, ['GET', at(github, `/issues/comments/${comment.id}/reactions`)]);
    await expectValid(200, ['POST', at(github, '/issues/1/labels'), { labels: ['restored'] }]);
    await expectValid(200, ['PUT', at(github, '/issues/1/labels'), { labels: ['config-drift', 'rejected'] }]);
    await expectValid(200, ['DELETE', at(github, '/issues/1/labels/rejected')]);
    await expectValid(201, ['POST', at(github, '/labels'), { name: 'risk:low', color: '0E8A16', description: 'Low' }]);
    await expectValid(200, ['GET', at(github, '/labels')]);
    await expectValid(200, ['GET', at(github, '/labels/risk:low')]);
  });

  test('holds for what is answered under a path that is not in that description', async () => {
    const read = async (path: string): Promise<unknown> => (await toCall(github)('GET', path)).body;
    const ofIssue = at(github, '/issues/1/comments');
    expect(checker.findFault('GET', ofIssue, 200, await read(at(github, '/issues/comments')))).toBeUndefined();
    const one = at(github, `/issues/comments/${github.model.comments(1)[0]?.id}`);
    expect(checker.findFault('PATCH', one, 200, await read(one))).toBeUndefined();
    expect(checker.findFault('GET', '/users/admin-ann', 200, await read('/user/35'))).toBeUndefined();
    github.model.putRun(77, 'admin-ann');
    const runs = { total_count: 1, workflow_runs: [await read(at(github, '/actions/runs/77'))] };
    expect(checker.findFault('GET', at(github, '/actions/workflows/1/runs'), 200, runs)).toBeUndefined();
  });

  test('holds for accounts and the repository', async () => {
    await expectValid(200, ['GET', at(github)]);
    await expectValid(200, ['GET', at(github)], 'ann');
    await expectValid(200, ['GET', '/user'], 'ann');
    await expectValid(200, ['GET', '/users/admin-ann']);
    await expectValid(200, ['GET', '/meta']);
    await expectValid(200, ['GET', '/rate_limit']);
    await expectValid(200, ['GET', at(github, '/collaborators/tri-tom/permission')]);
  });

  test('holds for every refusal', async () => {
    await expectValid(404, ['GET', at(github, '/collaborators/nobody/permission')]);
    await expectValid(403, ['GET', '/user']);
    await expectValid(401, ['GET', '/user'], '');
    await expectValid(404, ['GET', '/users/nobody']);
    await expectValid(404, ['GET', at(github)], '');
    await expectValid(422, ['GET', '/search/issues?q=x']);
    await expectValid(422, ['GET', at(github, '/issues?state=closd')]);
    await expectValid(401, ['POST', at(github, '/issues'), { title: 'x' }], 'wrong');
    await expectValid(403, ['POST', at(github, '/issues'), { title: 'x' }], 'blind');
    await expectValid(400, ['POST', at(github, '/issues'), '{"title":']);
    await expectValid(422, ['POST', at(github, '/issues'), { title: 'x'.repeat(257) }]);
    await expectValid(422, ['POST', at(github, '/issues'), { title: 'x', assignees: ['nobody'] }]);
    await expectValid(403, ['PATCH', at(github, '/issues/1'), { title: 'x' }], 'reader');
    await expectValid(404, ['GET', at(github, '/issues/999')]);
    await expectValid(422, ['POST', at(github, '/issues/1/comments'), { body: 'x'.repeat(65_537) }]);
    github.model.as('admin-ann').lock(1);
    await expectValid(403, ['POST', at(github, '/issues/1/comments'), { body: 'x' }], 'reader');
    await expectValid(403, ['POST', at(github, '/issues/1/comments'), { body: 'x' }]);
    await expectValid(422, ['POST', at(github, '/labels'), { name: 'RISK:LOW' }]);
    await expectValid(404, ['GET', at(github, '/labels/none')]);
    await expectValid(404, ['DELETE', at(github, '/issues/1/labels/none')]);
    github.model.as('admin-ann').transfer(1, 'acme/other');
    await expectValid(301, ['GET', at(github, '/issues/1')]);
    const gone = github.model.as('admin-ann').openIssue({ title: 'To be deleted' });
    github.model.as('admin-ann').deleteIssue(gone.number);
    await expectValid(410, ['GET', at(github, `/issues/${gone.number}`)]);
    await expectValid(410, ['POST', at(github, `/issues/${gone.number}/comments`), { body: 'x' }]);
    github.model.configure({ hasIssues: false });
    await expectValid(410, ['POST', at(github, '/issues'), { title: 'x' }]);
    await expectValid(200, ['GET', at(github, '/issues')]);
  });

  test('was held against as many answers as there are in this file', () => {
    expect(checker.checked.size).toBeGreaterThanOrEqual(45);
  });
});
