import { ZendriftError } from '#errors.ts';
import { toNonsenseError } from './answer.ts';
import type { GitHubClient } from './client.ts';
import { readMessage } from './parse.ts';
import { listErrorTypes, parseEdits } from './parse-graphql.ts';
import { toReason } from './reason.ts';
import { graphqlPath } from './transport.ts';

/** "The maximum number of nodes": https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
const batch = 100;

// REST has no such field, and `updated_at` also moves without an edit.
const query =
  'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Node { id } ... on IssueComment { lastEditedAt } ... on Issue { lastEditedAt } } }';

/** When each issue or comment was last edited, null = never. What GitHub does not report is left out. */
export async function readEdits(
  client: GitHubClient,
  nodeIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const wanted = [...new Set(nodeIds)].filter((id) => id !== '');
  const edits = new Map<string, string | null>();
  for (let start = 0; start < wanted.length; start += batch) {
    const ids = wanted.slice(start, start + batch);
    const times = await readBatch(client, ids);
    for (const [index, id] of ids.entries()) {
      const time = times[index];
      if (time !== undefined) edits.set(id, time);
    }
  }
  return edits;
}

/** In the order of the ids: GitHub may answer an id of the old form with one of the new form. */
async function readBatch(
  client: GitHubClient,
  ids: readonly string[],
): Promise<ReadonlyArray<string | null | undefined>> {
  const request = { method: 'POST', path: graphqlPath, parameters: { query, variables: { ids } } } as const;
  const { data } = await client.send(request);
  const times = parseEdits(data);
  // An id that does not exist leaves a gap in the list and an error of its own, NOT_FOUND.
  if (times?.length === ids.length) return times;
  const types = listErrorTypes(data).filter((type) => type !== '');
  if (times !== null || types.length === 0) throw toNonsenseError(`POST ${graphqlPath}`, 'a list of nodes');
  const reason = toReason(`${types.join(', ')} ${readMessage(data)}`);
  const code = types.some((type) => /FORBIDDEN|SCOPES/.test(type)) ? 'github-forbidden' : 'github-refused';
  throw new ZendriftError(code, { request: `POST ${graphqlPath}`, reason });
}
