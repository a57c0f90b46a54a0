import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openDoctorLab } from '../commands/doctor/lab.ts';
import { openLab as openAdapterLab } from '../github/lab.ts';
import { bob, closeSpam, jane, notifyRequester, partialRefund } from '../support/acme.ts';
import { openLab } from '../support/lab.ts';
import { propose } from '../support/propose.ts';
import { requestForm } from '../support/request-form.ts';
import { openRequestChecker, type SentRequest } from './request-checker.ts';

const data = resolve(import.meta.dirname, '../../../shared/data');
const files = { zendesk: `${data}/zendesk-oas.yaml`, github: `${data}/github-oas-subset.json` };
const missing = !Object.values(files).every((file) => existsSync(file));

const toSent = (requests: ReadonlyArray<SentRequest & { readonly body: string }>): readonly SentRequest[] =>
  requests.map((request) => ({ ...request, body: request.body === '' ? undefined : JSON.parse(request.body) }));

/** Documented, but in a description of its own or not in the part that is kept beside the repository. */
const elsewhere: readonly RegExp[] = [
  // https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/
  /^GET \/api\/v2\/webhooks /,
  // Its body is described in words: https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/
  /^POST \/oauth\/tokens has a body/,
  // https://docs.github.com/rest/repos/rules#get-rules-for-a-branch
  /^GET \/repos\/[^/]+\/[^/]+\/rules\/branches\/[^/]+ /,
  // https://docs.github.com/rest/branches/branches#get-a-branch and /branch-protection#get-branch-protection
  /^GET \/repos\/[^/]+\/[^/]+\/branches\/[^/]+(?:\/protection)? /,
  // https://docs.github.com/rest/repos/rules#get-a-repository-ruleset
  /^GET \/repos\/[^/]+\/[^/]+\/rulesets\/\d+ /,
  // https://docs.github.com/rest/deployments/environments#list-environments and /branch-policies#list-deployment-branch-policies
  /^GET \/repos\/[^/]+\/[^/]+\/environments(?:\/[^/]+\/deployment-branch-policies)? /,
  // https://docs.github.com/rest/actions/secrets#list-repository-secrets and the like
  /^GET \/repos\/[^/]+\/[^/]+\/(?:actions\/(?:organization-)?secrets|environments\/[^/]+\/secrets) /,
  // https://docs.github.com/rest/collaborators/collaborators#list-repository-collaborators
  /^GET \/repos\/[^/]+\/[^/]+\/collaborators /,
  // https://docs.github.com/rest/pulls/pulls#get-a-pull-request and #list-pull-requests-files
  /^GET \/repos\/[^/]+\/[^/]+\/pulls\/\d+(?:\/files)? /,
  // https://docs.github.com/rest/issues/comments#list-issue-comments-for-a-repository and #get-an-issue-comment
  /^GET \/repos\/[^/]+\/[^/]+\/issues\/comments(?:\/\d+)? /,
  // https://docs.github.com/rest/users/users#get-a-user-using-their-id
  /^GET \/user\/\d+ /,
  // https://docs.github.com/rest/actions/workflow-runs#get-a-workflow-run
  /^GET \/repos\/[^/]+\/[^/]+\/actions\/runs\/\d+ /,
  // https://docs.github.com/graphql/reference/queries#nodes
  /^POST \/graphql /,
  // https://docs.github.com/rest/git/blobs#get-a-blob
  /^GET \/repos\/[^/]+\/[^/]+\/git\/blobs\/[0-9a-f]{40} /,
];

const faultsOf = (
  checker: ReturnType<typeof openRequestChecker>,
  requests: readonly SentRequest[],
): readonly string[] => [
  ...new Set(
    requests
      .flatMap((request) => checker.findFault(request) ?? [])
      .filter((fault) => !elsewhere.some((one) => one.test(`${fault} `))),
  ),
];

const title = `what is sent${missing ? ' (skipped: ../shared/data is missing)' : ''}`;

describe.skipIf(missing)(title, () => {
  test('is allowed by the descriptions of Zendesk and GitHub, from the first run to a closed issue', async () => {
    const lab = await openLab({ github: { users: [{ login: 'ann', permission: 'admin' }] } });
    const { account } = lab.zendesk;
    const later = async (seconds = 600): Promise<void> => {
      lab.wait(seconds);
      await lab.run();
    };
    await lab.run();
    lab.wait(600);
    account.as(jane).update('trigger', notifyRequester, { active: false });
    account.as(bob).update('macro', partialRefund, { title: 'Refunds::EU' });
    account.as(jane).remove('trigger', closeSpam);
    await later(60);
    account.as(bob).update('trigger', notifyRequester, { title: 'Renamed' });
    await later();
    account.as(jane).update('trigger', notifyRequester, { active: true, title: 'Notify requester of comment update' });
    await later();
    const path = `snapshots/acme/triggers/${notifyRequester}.json`;
    const pull = propose(lab, { [path]: lab.tree().get(path) ?? '' }, 'refs/heads/proposal', 'ann');
    const body = requestForm({ To: '2026-11-21T18:00Z', 'Expected snapshot': `#${pull.number}` });
    lab.github?.model.as('ann').openIssue({ title: 'Change request', body, labels: ['change-request'] });
    await later();
    lab.wait(86_400);
    await lab.run({ inputs: { sweep: 'true' } });

    const zendesk = openRequestChecker(parse(readFileSync(files.zendesk, 'utf8')));
    expect(faultsOf(zendesk, toSent(lab.zendesk.requests))).toEqual([]);
    expect([...zendesk.checked]).toEqual(
      expect.arrayContaining([
        'POST /oauth/tokens',
        'GET /api/v2/audit_logs',
        'GET /api/v2/triggers',
        'GET /api/v2/users/me',
      ]),
    );
    const github = openRequestChecker(JSON.parse(readFileSync(files.github, 'utf8')), { whole: true });
    expect(faultsOf(github, lab.github?.requests ?? [])).toEqual([]);
    expect(lab.github?.requests.map((request) => request.path)).toContainEqual(
      expect.stringMatching(/\/pulls\/\d+\/files$/),
    );
    expect([...github.checked]).toEqual(
      expect.arrayContaining([
        'POST /repos/{owner}/{repo}/issues',
        'PATCH /repos/{owner}/{repo}/issues/{issue_number}',
      ]),
    );
  });

  test('is allowed where doctor asks, too', async () => {
    const { zendesk, github, run } = await openDoctorLab();
    await run();
    await run(zendesk.tokenEnv);
    expect(faultsOf(openRequestChecker(parse(readFileSync(files.zendesk, 'utf8'))), toSent(zendesk.requests))).toEqual(
      [],
    );
    expect(
      faultsOf(openRequestChecker(JSON.parse(readFileSync(files.github, 'utf8')), { whole: true }), github.requests),
    ).toEqual([]);
  });

  test('is allowed where commands and people are checked, too', async () => {
    const { github, issues } = await openAdapterLab({ users: [{ login: 'ann', permission: 'admin', id: 35 }] });
    github.model.as('ann').openIssue({ title: 'x', labels: ['config-drift'] });
    const { id } = github.model.as('ann').comment(1, '/approve');
    github.model.putRun(77, 'ann');
    const since = '2026-11-20T08:00:00Z';
    await issues.checkOpen('config-drift', 150);
    await issues.listChangedIssues(since);
    const { comments } = await issues.listChangedComments(since);
    await issues.readComment(String(id));
    await issues.readComments(Array.from({ length: 31 }, (_, index) => String(id + index)));
    await issues.readEdits(comments.map(({ nodeId }) => nodeId));
    await issues.listReactions(String(id));
    await issues.readUser('ann');
    await issues.readAccount('35');
    await issues.readWorkflowRun('77');
    const checker = openRequestChecker(JSON.parse(readFileSync(files.github, 'utf8')), { whole: true });
    expect(faultsOf(checker, github.requests)).toEqual([]);
    expect([...checker.checked]).toEqual([
      'GET /repos/{owner}/{repo}/issues',
      'GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
      'GET /users/{username}',
    ]);
  });

  test('would be seen if it were not', () => {
    const checker = openRequestChecker(JSON.parse(readFileSync(files.github, 'utf8')), { whole: true });
    const sent = (method: string, path: string, query = '', body: unknown = undefined): SentRequest => ({
      method,
      path,
      query: new URLSearchParams(query),
      body,
    });
    const faults = [
      sent('GET', '/repos/a/b/issue'),
      sent('GET', '/repos/a/b/issues', 'stat=open'),
      sent('GET', '/repos/a/b/issues', 'state=opened&per_page=many'),
      sent('POST', '/repos/a/b/issues', '', { body: 'no title' }),
      sent('POST', '/repos/a/b/issues', '', { title: 'x', label: ['y'] }),
      sent('PATCH', '/repos/a/b/issues/1', '', { state: 'reopened' }),
      sent('GET', '/user', 'owner=a'),
    ].map((request) => checker.findFault(request));
    for (const fault of faults) expect(fault).toEqual(expect.any(String));
    expect(checker.findFault(sent('GET', '/repos/a/b/issues', 'state=open&per_page=100&page=2'))).toBeUndefined();
  });
});
