import type { RiskLevel } from '#core/words.ts';

/** GitHub refuses a longer label name (422). */
const longestName = 50;

/** The label that says which Zendesk account an issue is about. */
export const accountLabel = (account: string): string => toLabelName(`account:${account}`);

/** The name as GitHub can hold it: the end of a longer one is replaced by a hash of the whole. */
export function toLabelName(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= longestName) return name;
  const hash = `-${hashOf(name)}`;
  return `${characters.slice(0, longestName - hash.length).join('')}${hash}`;
}

/** FNV-1a, 32 bits: enough to distinguish the accounts of one repository, and nothing secret depends on it. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** GitHub does not distinguish label names by case: `Config-Drift`, made by a person, is the label `config-drift`. */
export const isSameLabel = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export const hasLabel = (labels: readonly string[], name: string): boolean =>
  labels.some((label) => isSameLabel(label, name));

/** The highest risk comes first, wherever open drift is listed. */
export const riskOrder: Readonly<Record<RiskLevel, number>> = { high: 0, medium: 1, low: 2 };
