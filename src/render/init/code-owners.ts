/** Who must review the rules, the workflows and this list itself. */
const pattern = '/.github/';

/** Where GitHub looks, first match wins: adding a file further up would switch one further down off. */
export const ownerPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** The list with an owner of the configuration. One that names an owner of it, or of everything, stays as it is. */
export function renderCodeOwners(before: string | null, owner: string): string {
  const text = before ?? '';
  if (text.split('\n').some((line) => /^(?:\/?\.github\/\S*|\*)[ \t]+[^\s#]/.test(line.trim()))) return text;
  const start = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${start}# zendrift: who may change the rules and the workflows\n${pattern} @${owner}\n`;
}
