/** Bodies of `pre-receive` hooks that refuse as GitHub does. Each line of standard input is `<old> <new> <ref>`. */

/** GitHub's branch protection, e.g. of a branch that takes changes through pull requests alone. */
export function refuseProtectedBranch(branch: string): string {
  return refuseRefs(`refs/heads/${branch}`, [
    `error: GH006: Protected branch update failed for refs/heads/${branch}.`,
    '',
    '- Changes must be made through a pull request.',
  ]);
}

/** A ruleset, which a GITHUB_TOKEN cannot bypass. `pattern` is a shell pattern of full ref names. */
export function refuseByRuleset(pattern: string): string {
  return refuseRefs(pattern, [
    'error: GH013: Repository rule violations found.',
    '',
    '- Cannot update this protected ref.',
  ]);
}

/**
 * Push protection: a file that holds the secret is refused and named, with commit and line, as GitHub's scanner does, or as the
 * id of its content alone.
 */
export function refuseSecret(secret: string, named: 'path' | 'blob' = 'path'): string {
  const location =
    named === 'path'
      ? `printf '         - commit: %s\\n           path: %s:%s\\n' "$commit" "$path" "$line"`
      : `printf '         - blob id: %s\\n' "$(git rev-parse "$commit:$path")"`;
  const message = [
    'error: GH013: Repository rule violations found.',
    '',
    '- GITHUB PUSH PROTECTION',
    '    Resolve the following violations before pushing again',
    '',
    '    - Push cannot contain secrets',
    '',
    '      —— GitHub Personal Access Token ——————————————————————',
    '       locations:',
  ];
  return `while read -r old new ref; do
  case "$new" in *[!0]*) ;; *) continue ;; esac
  found=$(git rev-list --reverse "$new" --not --all | while read -r commit; do
    git diff-tree -r --root --no-commit-id --name-only --diff-filter=AM "$commit" | while read -r path; do
      line=$(git cat-file blob "$commit:$path" | grep -nF -m 1 -- ${quote(secret)} | cut -d : -f 1)
      if [ -n "$line" ]; then
        ${location}
      fi
    done
  done)
  if [ -n "$found" ]; then
${toEchoes(message)}
    printf '%s\\n' "$found" >&2
    exit 1
  fi
done`;
}

function refuseRefs(pattern: string, message: readonly string[]): string {
  // A case pattern of a quoted literal would not match globs; branch names cannot hold the characters that matter.
  const safe = pattern.replace(/[^\w./*-]/g, '?');
  return `while read -r old new ref; do
  case "$ref" in
  ${safe})
${toEchoes(message)}
    exit 1 ;;
  esac
done`;
}

function toEchoes(lines: readonly string[]): string {
  return lines.map((line) => `    printf '%s\\n' ${quote(line)} >&2`).join('\n');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
