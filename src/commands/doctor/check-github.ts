import { hasLabel } from '#render/issue/labels.ts';
import { type Check, type CheckFinding, checkFault, checkWarning, ok, skipped } from './check.ts';
import type { InspectedHub } from './doctor-run.ts';
import { isMachine } from './trust-level.ts';

export const github: Check = {
  id: 'github',
  title: 'GitHub',
  needs: [],
  look: async ({ hub }) => {
    if (hub === null)
      return checkWarning(
        'no token or no repository',
        'Issues are only printed. Set GITHUB_TOKEN and GITHUB_REPOSITORY to file them.',
      );
    const login = await hub.readLogin();
    const { archived } = await hub.readRepository();
    if (archived)
      return checkFault(
        `${hub.repository} is archived: it takes neither pushes nor issues`,
        'Unarchive it under Settings > General, or name another repository.',
      );
    return ok(`${hub.repository}, as ${login ?? "the job's own token (github-actions[bot])"}`);
  },
};

export const visibility: Check = {
  id: 'visibility',
  title: 'Repository visibility',
  needs: ['github', 'config'],
  look: async ({ hub, readConfig }) => {
    if (hub === null) return skipped('no GitHub');
    const { visibility: seen } = await hub.readRepository();
    if (seen !== 'public') return ok(seen);
    const { privacy } = await readConfig();
    return privacy.allowPublic
      ? ok('public, as the configuration allows')
      : checkFault(
          'public: configuration, names and IP addresses would be, too',
          'Make it private, or set "privacy: { allow-public: true }" if that is what you want.',
        );
  },
};

/**
 * Rules that refuse a direct push, with why. A job's own token is on no bypass list.
 * https://docs.github.com/rest/repos/rules#get-rules-for-a-branch
 */
const blocking: Readonly<Record<string, string>> = {
  pull_request: 'pull requests are required',
  required_signatures: 'signatures are required',
  required_status_checks: 'status checks are required',
  required_deployments: 'deployments are required',
  merge_queue: 'a merge queue is required',
};

/** Rules that no push of ours meets (one parent for each commit, never a force push, nothing deleted); `update` is looked at by itself. */
const harmless = new Set(['update', 'deletion', 'non_fast_forward', 'required_linear_history', 'copilot_code_review']);

/** Rules that a push passes or not, depending on their parameters. */
const doubtful = /_pattern$|^(?:creation$|file_|max_file_|workflows$|code_scanning$)/;

export const branchRules: Check = {
  id: 'branch-rules',
  title: 'Branch rules',
  needs: ['github', 'clone'],
  look: async ({ hub, openRepository }) => {
    if (hub === null) return skipped('no GitHub');
    const { branch } = await openRepository();
    const rules = await hub.listRules(branch);
    if (rules === null) return skipped('this token may not see them');
    const refusing = rules.flatMap((rule) => (Object.hasOwn(blocking, rule) ? [blocking[rule] ?? rule] : []));
    if (refusing.length > 0)
      return checkFault(
        `a push to ${branch} would be refused: ${refusing.join(', ')}`,
        'Set "branch" to a branch without these rules, or let an app or a deploy key that pushes bypass them.',
      );
    const restricted = rules.includes('update') ? await lookAtUpdates(hub, branch) : null;
    if (restricted?.status === 'fault') return restricted;
    const unknown = rules.filter((rule) => !harmless.has(rule) && !doubtful.test(rule));
    if (unknown.length > 0)
      return checkWarning(
        `${branch} has rules that are not known here: ${unknown.join(', ')}`,
        'Check that they let a push through, and please report them.',
      );
    const maybe = rules.filter((rule) => doubtful.test(rule));
    if (maybe.length > 0)
      return checkWarning(
        `${branch} has rules that may refuse a commit: ${maybe.join(', ')}`,
        'Check that the commits of the bot pass them.',
      );
    const classic = rules.length === 0 ? await hub.readProtection(branch) : null;
    if (classic?.protected === true)
      return checkWarning(
        `${branch} is protected, by rules that this token may not see${classic.checks.length > 0 ? `; they require: ${classic.checks.join(', ')}` : ''}`,
        'Look under Settings > Branches: pull requests, status checks or signatures that are required there refuse a push.',
      );
    if (restricted !== null) return restricted;
    // A linear history and these two are no hindrance, but a help.
    if (rules.includes('non_fast_forward') && rules.includes('deletion'))
      return ok(`${branch} cannot be deleted or rewritten, and takes pushes`);
    return ok(`${branch} takes pushes; forbid its deletion and force pushes, so that history stays`);
  },
};

/** Where updates are restricted, a push passes only as a deploy key or an app that is on the bypass list of each ruleset. */
async function lookAtUpdates(hub: InspectedHub, branch: string): Promise<CheckFinding> {
  const rules = (await hub.listBranchRules(branch)) ?? [];
  const rulesets = new Set(rules.flatMap(({ type, ruleset }) => (type === 'update' ? [ruleset] : [])));
  const lists = await Promise.all([...rulesets].map((ruleset) => hub.readBypass(ruleset)));
  if (lists.some((actors) => actors !== null && !actors.some(isMachine)))
    return checkFault(
      `a push to ${branch} would be refused: updates are restricted, and no deploy key or app may bypass that`,
      'Add the deploy key or the app that zendrift pushes as to the bypass list of the ruleset: docs/maintainer.md.',
    );
  return lists.some((actors) => actors === null)
    ? checkWarning(
        `updates of ${branch} are restricted; who may bypass that cannot be seen with this token`,
        'Check that the deploy key or the app that zendrift pushes as is on the bypass list of the ruleset.',
      )
    : ok(`only a deploy key or an app may push to ${branch}`);
}

const mostWriters = 20;

export const writers: Check = {
  id: 'writers',
  title: 'Who may push',
  needs: ['github'],
  look: async ({ hub }) => {
    if (hub === null) return skipped('no GitHub');
    const logins = await hub.listWriters();
    if (logins === null) return skipped('this token may not see them');
    const more = logins.length > mostWriters ? ` and ${logins.length - mostWriters} more` : '';
    return ok(logins.length === 0 ? 'nobody else' : `${logins.slice(0, mostWriters).join(', ')}${more}`);
  },
};

const driftLabel = 'config-drift';

export const issues: Check = {
  id: 'issues',
  title: 'Issues',
  needs: ['github'],
  look: async ({ hub }) => {
    if (hub === null) return skipped('no GitHub');
    const { hasIssues } = await hub.readRepository();
    if (!hasIssues)
      return checkFault('disabled for this repository', 'Enable issues in the settings of the repository.');
    const open = await hub.listOpen(driftLabel);
    return ok(`enabled; ${open.length} open with the label ${driftLabel}`);
  },
};

export const labels: Check = {
  id: 'labels',
  title: 'Labels',
  needs: ['issues'],
  look: async ({ hub }) => {
    const names = await hub?.listLabels();
    if (!names) return skipped('this token may not see them');
    return ok(
      hasLabel(names, driftLabel) ? `${driftLabel} is there` : `${driftLabel} will be made with the first issue`,
    );
  },
};
