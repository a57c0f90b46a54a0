import { isGitHubFailure, ZendriftError } from '#errors.ts';
import type { GitHubClient } from './client.ts';
import { parseLabelName } from './parse.ts';

type Look = { readonly color: string; readonly description: string };

/** Colours and descriptions of our labels, by name or by prefix; GitHub would make them grey and wordless. */
const looks: ReadonlyArray<readonly [prefix: string, look: Look]> = [
  ['config-drift', { color: 'd93f0b', description: 'Zendesk configuration that nobody has approved' }],
  ['risk:high', { color: 'b60205', description: 'Drift that can reach customers or send data elsewhere' }],
  ['risk:medium', { color: 'fbca04', description: 'Drift that changes how tickets are handled' }],
  ['risk:low', { color: 'c2e0c6', description: 'Drift with little effect' }],
  ['change-request', { color: '1d76db', description: 'Asks for approval of a change before it is made' }],
  ['zendrift-alert', { color: 'b60205', description: 'zendrift needs a person' }],
  ['zendrift-dashboard', { color: 'bfd4f2', description: 'What is open, at a glance' }],
  ['account:', { color: '1d76db', description: 'Zendesk account' }],
  ['restored', { color: '0e8a16', description: 'Undone without a decision' }],
  ['approved', { color: '0e8a16', description: 'Approved by a reviewer' }],
  ['rejected', { color: '5319e7', description: 'Rejected: to be fixed in Zendesk' }],
];

const lookOf = (label: string): Look =>
  looks.find(([prefix]) => label.startsWith(prefix))?.[1] ?? { color: 'ededed', description: '' };

const path = '/repos/{owner}/{repo}/labels';

/**
 * Makes the labels that are missing: one listing, then one request each. Fails softly, since an issue can do without a
 * colour; only a wrong token or a stop goes through.
 */
export function openLabels(
  client: GitHubClient,
  warn: (text: string) => void,
): (labels: readonly string[]) => Promise<void> {
  let known: Set<string> | null = null;
  return async (labels) => {
    try {
      known ??= new Set((await client.list(path, {})).map((label) => parseLabelName(label).toLowerCase()));
      for (const name of labels.filter((label) => !known?.has(label.toLowerCase()))) {
        // 422 = someone made it in the meantime; what else it may mean shows when the issue is filed.
        await client.send({ method: 'POST', path, parameters: { name, ...lookOf(name) } }, { accept: [422] });
        known.add(name.toLowerCase());
      }
    } catch (error) {
      if (!(error instanceof ZendriftError) || !['github-forbidden', 'github-refused'].includes(error.code))
        throw error;
      warn(`Labels keep their default colours: ${error.message}`);
      known = new Set([...(known ?? []), ...labels.map((label) => label.toLowerCase())]);
    }
  };
}

export interface CreatedLabels {
  readonly created: readonly string[];
  /** What kept the rest from being made. */
  readonly problem: ZendriftError | null;
}

/** The same for a repository that is set up: says which ones were made, and what was in the way. */
export async function createLabels(client: GitHubClient, names: readonly string[]): Promise<CreatedLabels> {
  const created: string[] = [];
  try {
    const known = new Set((await client.list(path, {})).map((label) => parseLabelName(label).toLowerCase()));
    for (const name of names.filter((label) => !known.has(label.toLowerCase()))) {
      const { status } = await client.send(
        { method: 'POST', path, parameters: { name, ...lookOf(name) } },
        { accept: [422] },
      );
      if (status !== 422) created.push(name);
    }
    return { created, problem: null };
  } catch (error) {
    if (!isGitHubFailure(error)) throw error;
    return { created, problem: error };
  }
}
