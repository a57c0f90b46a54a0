// What `git check-ref-format` refuses anywhere in a name: https://git-scm.com/docs/git-check-ref-format
const forbidden = /[\p{Cc}\p{Cf}\s~^:?*[\\]|\.\.|@\{|\/\/|^[/-]|[/.]$|^@$|(?:^|\/)\.|\.lock(?:\/|$)/u;

/** Whether git takes it as a ref name, or a part of one; a leading `-` would be an option. */
export const isRefName = (name: string): boolean => name !== '' && name.length <= 200 && !forbidden.test(name);

/** A branch by its short name: `main`, `zendrift/acme`. */
export const isBranchName = (name: string): boolean => isRefName(name) && !name.startsWith('refs/');

/** A full ref name below `refs/`; a tag is not meant to move, and `refs/remotes` belongs to fetches. */
export const isStateRef = (name: string): boolean =>
  isRefName(name) && /^refs\/(?!tags\/|remotes\/|pull\/)[^/]+\/./.test(name);
