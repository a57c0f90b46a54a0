import { describe, expect, test } from 'vitest';
import { allSteps, type Definition, fields, readDefinition, stepsOf, workflows } from './workflow-files.ts';
import { evaluate, fillIn, type GitHubAnswers, jobsThatRun, runScript } from './workflow-runs.ts';

const repository = { default_branch: 'main' };

const comment = (body: string, labels: readonly string[], more: Readonly<Record<string, unknown>> = {}) => ({
  github: {
    event_name: 'issue_comment',
    event: {
      repository,
      comment: { id: 5, body, user: { login: 'ann' } },
      issue: { labels: labels.map((name) => ({ name })), ...more },
    },
  },
});

const drift = ['config-drift', 'account:acme', 'risk:low'];
const mayRevert = (allowed: 'true' | '') => ({ 'may-revert': { result: 'success' as const, outputs: { allowed } } });

describe.each(['.github/workflows/triage.yml', 'examples/triage.yml'])('%s', (path) => {
  const triage = readDefinition(path);

  test.each([
    ['/approve abc1234', drift, ['decide']],
    ['/approve', ['change-request'], ['decide']],
    ['/accept', ['zendrift-alert'], ['decide']],
    ['/revert', drift, ['may-revert']],
    ['/revert', ['change-request'], []],
    ['/approve', ['question'], []],
    ['looks fine to me', drift, []],
    [' /approve', drift, []],
  ])('answers the comment %j in an issue labelled %j with the jobs %j', (body, labels, expected) => {
    expect(jobsThatRun(triage, comment(body, labels))).toEqual(expected);
  });

  test('ignores comments in pull requests', () => {
    for (const body of ['/approve', '/revert'])
      expect(jobsThatRun(triage, comment(body, drift, { pull_request: { url: 'x' } }))).toEqual([]);
  });

  test('asks the reviewers of the environment only for a commenter who may revert', () => {
    expect(jobsThatRun(triage, comment('/revert', drift), mayRevert('true'))).toEqual(['may-revert', 'revert']);
    expect(jobsThatRun(triage, comment('/revert', drift), mayRevert(''))).toEqual(['may-revert']);
    expect(jobsThatRun(triage, comment('/revert', drift), { 'may-revert': { result: 'failure' } })).toEqual([
      'may-revert',
    ]);
    for (const [name, job] of triage.jobs) expect(job['environment'] !== undefined, name).toBe(name === 'revert');
  });
});

describe('examples/triage-many.yml', () => {
  const triage = readDefinition('examples/triage-many.yml');
  const account = (name: string) => ({ account: { result: 'success' as const, outputs: { name, subdomain: name } } });

  test('reverts with the environment and the secrets of the account of the issue, and of no other', () => {
    const endings = { ...account('acme-sandbox'), ...mayRevert('true') };
    expect(jobsThatRun(triage, comment('/revert', drift), endings)).toEqual([
      'account',
      'may-revert',
      'revert-acme-sandbox',
    ]);
    const reverts = triage.jobs.filter(([, job]) => job['environment'] !== undefined);
    expect(reverts.map(([name, job]) => [name, job['environment']])).toEqual([
      ['revert-acme', 'zendesk-write-acme'],
      ['revert-acme-sandbox', 'zendesk-write-acme-sandbox'],
      ['revert-acme-brand2', 'zendesk-write-acme-brand2'],
    ]);
    const prefixes = reverts.map(([, job]) => [
      ...new Set([...JSON.stringify(job).matchAll(/secrets\.(?!ZENDESK_WRITE_)(\w+?)_/g)].map(([, prefix]) => prefix)),
    ]);
    expect(prefixes).toEqual([['PRODUCTION'], ['SANDBOX'], ['BRAND2']]);
  });

  test('asks no reviewer for a reader, and does nothing for an issue of no account', () => {
    const reader = { ...account('acme'), ...mayRevert('') };
    expect(jobsThatRun(triage, comment('/revert', drift), reader)).toEqual(['account', 'may-revert']);
    expect(jobsThatRun(triage, comment('/revert', drift), account(''))).toEqual(['account']);
    expect(jobsThatRun(triage, comment('/approve', drift), account(''))).toEqual(['account']);
    expect(jobsThatRun(triage, comment('/approve', drift), account('acme'))).toEqual(['account', 'decide']);
  });
});

describe('the job may-revert', () => {
  const gates = workflows.flatMap((definition) =>
    allSteps(definition)
      .filter(({ id }) => id === 'ask')
      .map((step) => ({ path: definition.path, step })),
  );
  const step = fields(gates[0]?.step);
  const ROLES = String(fields(step['env'])['ROLES']);
  const ask = (answers: GitHubAnswers, login = 'ann') =>
    runScript(step, { ROLES, GITHUB_REPOSITORY: 'acme/zendesk-config', COMMENTER: login }, answers);
  const has = (role_name: string, permission: string) => ({ get: { body: { role_name, permission } } });

  test('is the same in every workflow', () => {
    expect(gates.map(({ path }) => path)).toHaveLength(4);
    expect(new Set(gates.map((gate) => JSON.stringify(gate.step))).size).toBe(1);
  });

  test.each([
    ['maintain', 'write', true],
    ['release-manager', 'write', true],
    ['triage', 'read', false],
    ['read', 'read', false],
    ['writer-of-nothing', 'read', false],
  ])('for the role %s with the permission %s says %s', (role, permission, allowed) => {
    const { code, output, summary } = ask(has(role, permission));
    expect({ code, output, posted: summary !== '' }).toEqual({
      code: 0,
      output: allowed ? 'allowed=true\n' : '',
      posted: !allowed,
    });
  });

  test('takes a login that GitHub does not know for a reader, and an outage for neither', () => {
    expect(ask({ get: { refusal: 'gh: ghost is not a user (HTTP 404)' } })).toMatchObject({ code: 0, output: '' });
    expect(ask({ get: { refusal: 'gh: Server Error (HTTP 502)' } })).toMatchObject({ code: 1, output: '' });
  });

  test('passes a login on as text alone', () => {
    const { calls } = ask(has('read', 'read'), 'x[bot]/../y?a=$HOME');
    expect(calls[0]?.[1]).toBe('repos/acme/zendesk-config/collaborators/x%5Bbot%5D%2F..%2Fy%3Fa%3D%24HOME/permission');
  });
});

describe('a run that a person starts', () => {
  const started = workflows.filter(({ document }) => 'workflow_dispatch' in fields(document['on']));
  const dispatched = (ref: string) => ({
    github: { event_name: 'workflow_dispatch', ref, event: { repository } },
    inputs: {},
  });

  /** Jobs of the workflow itself, and of what it calls in the same commit. */
  const withCalled = (definition: Definition, contexts: Parameters<typeof jobsThatRun>[1]): readonly string[] =>
    jobsThatRun(definition, contexts).flatMap((name) => {
      const { uses } = fields(definition.jobs.find(([job]) => job === name)?.[1]);
      if (typeof uses !== 'string' || !uses.includes('-account.yml')) return [name];
      return jobsThatRun(readDefinition(uses.slice(2)), contexts);
    });

  test.each(started)('of $path on a feature branch or a tag is refused', (definition) => {
    for (const ref of ['refs/heads/feature', 'refs/heads/main2', 'refs/heads/x/main', 'refs/tags/main']) {
      const running = new Set(withCalled(definition, dispatched(ref)));
      // Nothing of a release starts but the jobs that the first one is needed by.
      expect(
        [...running].filter((name) => name !== 'refused'),
        ref,
      ).toEqual([]);
      expect(running.size).toBe(1);
    }
  });

  test.each(started)('of $path on the default branch works', (definition) => {
    const running = withCalled(definition, dispatched('refs/heads/main'));
    expect(running).not.toContain('refused');
    expect(running.length).toBeGreaterThan(0);
  });

  test.each(started.filter(({ document }) => 'schedule' in fields(document['on'])))(
    'does not keep the scheduled runs of $path from working, whose event names no repository',
    (definition) => {
      const event = { schedule: '17 5 * * *' };
      const running = withCalled(definition, { github: { event_name: 'schedule', ref: 'refs/heads/main', event } });
      expect(running).not.toContain('refused');
      expect(running.length).toBeGreaterThan(0);
    },
  );

  test('that is refused says so and is red', () => {
    const steps = workflows.flatMap(({ jobs }) =>
      jobs.filter(([name]) => name === 'refused').flatMap(([, job]) => stepsOf(job)),
    );
    const scripts = [...new Set(steps.map(({ run }) => String(run)))];
    expect(scripts).toHaveLength(2);
    for (const run of scripts) {
      const { code, summary } = runScript({ run }, {});
      expect(code).toBe(1);
      expect(summary).toMatch(/^Refused: .+ only\. Choose that branch under "Run workflow"\.\n$/);
    }
  });
});

describe('a failed verify', () => {
  const verifies = workflows.filter(({ jobs }) => jobs.some(([name]) => name === 'alert'));
  const scheduled = { github: { event_name: 'schedule', ref: 'refs/heads/main', event: {} }, inputs: {} };
  const [, job] = verifies[0]?.jobs.find(([name]) => name === 'alert') ?? [];
  const [step = {}] = stepsOf(fields(job));
  const alert = (open: readonly unknown[], title = 'zendrift verify failed') =>
    runScript(
      step,
      {
        TITLE: title,
        RUN: 'https://github.com/acme/zendesk-config/actions/runs/9',
        GITHUB_REPOSITORY: 'acme/zendesk-config',
      },
      { get: { body: open }, post: { number: 12 } },
    );

  test.each(verifies)('opens an alert in $path; one that was cut short, or that is sound, does not', (definition) => {
    const jobs = (result: 'success' | 'failure', unfinished = 'false') =>
      jobsThatRun(definition, scheduled, { verify: { result, outputs: { unfinished } } });
    expect(jobs('failure')).toEqual(['verify', 'alert']);
    expect(jobs('failure', '')).toEqual(['verify', 'alert']);
    expect(jobs('failure', 'true')).toEqual(['verify']);
    expect(jobs('success')).toEqual(['verify']);
  });

  test.each(verifies)('counts as cut short in $path only where its exit code is 1', ({ jobs }) => {
    const { outputs } = fields(jobs.find(([name]) => name === 'verify')?.[1]);
    const unfinished = (result: string): string =>
      evaluate(String(fields(outputs)['unfinished']), { steps: { verify: { outputs: { result } } } }).coerceString();
    expect(unfinished('{"version":1,"error":{"code":"zendesk-unavailable"},"exitCode":1}')).toBe('true');
    expect(unfinished('{"version":1,"error":{"code":"nothing-recorded"},"exitCode":2}')).toBe('false');
    expect(unfinished('{"version":1,"sound":false,"faults":[]}')).toBe('false');
    expect(unfinished('')).toBe('false');
  });

  test('opens one issue, with a link to the run and what to do', () => {
    const { code, calls, summary } = alert([{ number: 3, title: 'Tracking stopped: acme' }]);
    expect({ code, summary }).toEqual({ code: 0, summary: 'Opened issue 12.\n' });
    const [, post = []] = calls;
    expect(post).toEqual(expect.arrayContaining(['title=zendrift verify failed', 'labels[]=zendrift-alert']));
    const body = post.find((one) => one.startsWith('body='));
    expect(body).toContain('https://github.com/acme/zendesk-config/actions/runs/9\n\n');
    expect(body).toContain('What to do:');
  });

  test('opens no second one while the first is open; it asks for issues of the bot with the label alone', () => {
    const { code, calls, summary } = alert([{ number: 8, title: 'zendrift verify failed' }]);
    expect({ code, summary }).toEqual({ code: 0, summary: 'The alert is open already: issue 8.\n' });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.join(' ')).toMatch(/state=open&labels=zendrift-alert&creator=github-actions%5Bbot%5D/);
    expect(alert([{ number: 8, title: 'zendrift verify failed' }], '[acme] zendrift verify failed').calls).toHaveLength(
      2,
    );
  });

  test('is called by the name of its account, where there are many', () => {
    const { env } =
      stepsOf(fields(readDefinition('examples/verify-account.yml').jobs.find(([name]) => name === 'alert')?.[1]))[0] ??
      {};
    const title = (account: string): string => fillIn(String(fields(env)['TITLE']), { inputs: { account } });
    expect([title('acme'), title('')]).toEqual(['[acme] zendrift verify failed', 'zendrift verify failed']);
  });
});

describe('examples/policy.yml', () => {
  const policy = readDefinition('examples/policy.yml');
  const pullRequest = (head: string) => ({
    github: { repository: 'acme/config', event: { pull_request: { number: 7, head: { repo: { full_name: head } } } } },
  });

  test('reads the proposal in a job that can write nothing, and comments in one that checks out nothing', () => {
    const jobs = Object.fromEntries(policy.jobs);
    expect(fields(jobs['judge'])['permissions']).toEqual({ contents: 'read' });
    expect(policy.text).not.toContain('secrets.');
    expect(fields(jobs['comment'])['permissions']).toEqual({ 'pull-requests': 'write' });
    expect(stepsOf(fields(jobs['comment'])).map(({ uses }) => uses)).toEqual([undefined]);
  });

  test('comments also if the check fails, but not for a fork, whose token cannot', () => {
    const failed = { judge: { result: 'failure' as const } };
    expect(jobsThatRun(policy, pullRequest('acme/config'), failed)).toEqual(['judge', 'comment']);
    expect(jobsThatRun(policy, pullRequest('eve/config'))).toEqual(['judge']);
  });

  const say = (known: readonly unknown[], CHECK = '### Policy check: `valid`') => {
    const step = allSteps(policy).find(({ run }) => typeof run === 'string') ?? {};
    const env = { GITHUB_REPOSITORY: 'acme/config', NUMBER: '7', CHECK, REPLAY: '### $(touch x) `id`' };
    return runScript(step, env, { get: { body: known } });
  };
  const bot = { login: 'github-actions[bot]' };
  const mark = '<!-- zendrift-policy -->';

  test('writes one comment, and updates it the next time', () => {
    const body = `body=${mark}\n\n### Policy check: \`valid\`\n\n### $(touch x) \`id\``;
    const first = say([
      { id: 1, user: bot, body: 'other' },
      { id: 2, user: { login: 'eve' }, body: mark },
    ]);
    expect(first.code).toBe(0);
    expect(first.calls[1]).toEqual(['api', 'repos/acme/config/issues/7/comments', '-f', body, '--silent']);
    const second = say([{ id: 5, user: bot, body: `${mark}\nold` }]);
    expect(second.calls[1]).toEqual([
      'api',
      '--method',
      'PATCH',
      'repos/acme/config/issues/comments/5',
      '-f',
      body,
      '--silent',
    ]);
  });

  test('says nothing where the check did not run', () => {
    expect(say([], '')).toMatchObject({ code: 0, calls: [], summary: expect.stringContaining('nothing to say') });
  });
});

test('the account of an issue is found by its label; an issue of none ends politely', () => {
  const [step = {}] = allSteps(readDefinition('examples/triage-many.yml')).filter(({ id }) => id === 'find');
  const ACCOUNTS = String(fields(step['env'])['ACCOUNTS']);
  const find = (...labels: readonly string[]) => {
    const { output, summary } = runScript(step, { ACCOUNTS, LABELS: JSON.stringify(labels, null, 2) });
    return { output, posted: summary !== '' };
  };
  const sandbox = { output: 'name=acme-sandbox\nsubdomain=acme-sandbox\n', posted: false };
  expect(find('config-drift', 'account:acme-sandbox', 'risk:low')).toEqual(sandbox);
  expect(find('account:acme')).toEqual({ output: 'name=acme\nsubdomain=acme\n', posted: false });
  expect(find('account:other', 'x account:acme', 'a$(id)"\n')).toEqual({ output: '', posted: true });
});
