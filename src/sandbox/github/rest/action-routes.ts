import type { User, WorkflowRun } from '#sandbox/github/model/entities.ts';
import { refuseUnknown } from '#sandbox/github/model/refusal.ts';
import { findUserById } from '#sandbox/github/model/users.ts';
import { type Answer, type Context, numberParam, type Route, readsActions } from './exchange.ts';
import { toRepository, toRepositoryUrl } from './to-repository.ts';
import { toNodeId, toSimpleUser } from './to-user.ts';

export const actionRoutes: readonly Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/actions/runs/{run_id}', needs: readsActions, answer: answerRun },
];

function answerRun(context: Context): Answer {
  const run = context.store.runs.get(numberParam(context, 'run_id'));
  const actor = run === undefined ? undefined : findUserById(context.store, run.actor);
  if (run === undefined || actor === undefined) throw refuseUnknown();
  return { status: 200, body: toRun(context, run, actor) };
}

/** GitHub's `workflow-run`. */
function toRun({ store, origins }: Context, run: WorkflowRun, user: User) {
  const repositoryUrl = toRepositoryUrl(store, origins);
  const url = `${repositoryUrl}/actions/runs/${run.id}`;
  const repository = toRepository(store, origins, undefined);
  const actor = toSimpleUser(origins, user);
  return {
    id: run.id,
    node_id: toNodeId('WorkflowRun', run.id),
    name: 'zendrift',
    display_title: 'zendrift',
    path: '.github/workflows/zendrift.yml',
    event: 'workflow_dispatch',
    head_branch: store.repository.defaultBranch,
    head_sha: '0'.repeat(40),
    head_commit: null,
    run_number: 1,
    run_attempt: run.attempt,
    status: 'in_progress',
    conclusion: null,
    actor,
    triggering_actor: actor,
    workflow_id: 1,
    workflow_url: `${repositoryUrl}/actions/workflows/1`,
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.createdAt,
    run_started_at: run.createdAt,
    url,
    html_url: `${repository.html_url}/actions/runs/${run.id}`,
    ...Object.fromEntries(links.map((name) => [`${name}_url`, `${url}/${name}`])),
    check_suite_url: `${repositoryUrl}/check-suites/1`,
    repository,
    head_repository: repository,
  };
}

const links = ['jobs', 'logs', 'artifacts', 'cancel', 'rerun'] as const;
