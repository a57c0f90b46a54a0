import { type Check, fault, ok, skipped, warning } from './check.ts';

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
  update: 'updates are restricted',
};

/** Rules that no push of ours meets: one parent for each commit, never a force push, nothing deleted. */
const harmless = new Set(['deletion', 'non_fast_forward', 'required_linear_history', 'copilot_code_review']);

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
      return fault(
        `a push to ${branch} would be refused: ${refusing.join(', ')}`,
        'Set "branch" to a branch of its own without these rules, or let an app or a deploy key that pushes pass them.',
      );
    const unknown = rules.filter((rule) => !harmless.has(rule) && !doubtful.test(rule));
    if (unknown.length > 0)
      return warning(
        `${branch} has rules that are not known here: ${unknown.join(', ')}`,
        'Check that they let a push through, and please report them.',
      );
    const maybe = rules.filter((rule) => doubtful.test(rule));
    if (maybe.length > 0)
      return warning(
        `${branch} has rules that may refuse a commit: ${maybe.join(', ')}`,
        'Check that the commits of the bot pass them.',
      );
    const classic = rules.length === 0 ? await hub.readProtection(branch) : null;
    if (classic?.protected === true)
      return warning(
        `${branch} is protected, by rules that this token may not see${classic.checks.length > 0 ? `; they require: ${classic.checks.join(', ')}` : ''}`,
        'Look under Settings > Branches: pull requests, status checks or signatures that are required there refuse a push.',
      );
    // A linear history and these two are no hindrance, but a help.
    if (rules.includes('non_fast_forward') && rules.includes('deletion'))
      return ok(`${branch} cannot be deleted or rewritten, and takes pushes`);
    return ok(`${branch} takes pushes; forbid its deletion and force pushes, so that history stays`);
  },
};
