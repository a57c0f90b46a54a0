import { isVisible } from '#text.ts';

// What `git check-ref-format` refuses anywhere in a name: https://git-scm.com/docs/git-check-ref-format
const forbidden = /[\s~^:?*[\\]|\.\.|@\{|\/\/|^[/-]|[/.]$|^@$|(?:^|\/)\.|\.lock(?:\/|$)/;

/** Whether git takes it as a ref name, or a part of one; a leading `-` would be an option. */
export const isRefName = (name: string): boolean =>
  name !== '' && name.length <= 200 && isVisible(name) && !forbidden.test(name);

/** A branch by its short name: `main`, `zendrift/acme`. */
export const isBranchName = (name: string): boolean => isRefName(name) && !name.startsWith('refs/');

/**
 * A full ref name below `refs/`. No branch that people use: a state commit has no file but its own, so a branch that it moved
 * would be emptied. Branches below `zendrift-state/` are for it alone: GitHub's rulesets protect branches, not other refs.
 * A tag is not meant to move; the others belong to git and to servers.
 */
export const isStateRef = (name: string): boolean =>
  isRefName(name) && /^refs\/(?:heads\/zendrift-state|(?!(?:heads|tags|remotes|pull|replace)\/)[^/]+)\/./.test(name);
