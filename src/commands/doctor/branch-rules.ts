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

/** Rules that a push passes or not, depending on their parameters. */
const doubtful = /_pattern$|^(?:file_|max_file_|workflows$|code_scanning$)/;

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
    const maybe = rules.filter((rule) => doubtful.test(rule));
    if (maybe.length > 0)
      return warning(
        `${branch} has rules that may refuse a commit: ${maybe.join(', ')}`,
        'Check that the commits of the bot pass them.',
      );
    // One parent for each commit and no force push: a linear history and these two are no hindrance, but a help.
    if (rules.includes('non_fast_forward') && rules.includes('deletion'))
      return ok(`${branch} cannot be deleted or rewritten, and takes pushes`);
    return ok(`${branch} takes pushes; forbid its deletion and force pushes, so that history stays`);
  },
};
