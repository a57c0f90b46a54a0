import { ZendriftError } from '#errors.ts';
import type { TextEdit } from '#ports.ts';
import { toNonsenseError } from './answer.ts';
import type { GitHubClient } from './client.ts';
import { readMessage } from './parse.ts';
import { listErrorTypes, parseEditors, parseEdits, parseTextEdits } from './parse-graphql.ts';
import { toReason } from './reason.ts';
import { graphqlPath } from './transport.ts';

/** "The maximum number of nodes": https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
const batch = 100;

// REST has no such field, and `updated_at` also moves without an edit.
const query =
  'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Node { id } ... on IssueComment { lastEditedAt } ... on Issue { lastEditedAt } } }';

const editorQuery =
  'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Node { id } ... on Issue { editor { __typename login } } } }';

// GitHub lists the newest edits of a body first, and of a long list only these matter.
const textQuery =
  'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Node { id } ... on Issue { userContentEdits(first: 100) { nodes { editedAt editor { __typename login } } } timelineItems(last: 100, itemTypes: [RENAMED_TITLE_EVENT]) { nodes { ... on RenamedTitleEvent { createdAt actor { __typename login } } } } } } }';

/** When each issue or comment was last edited, null = never. What GitHub does not report is left out. */
export const readEdits = (
  client: GitHubClient,
  nodeIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> => readAll(client, query, nodeIds, parseEdits);

/** Who edited each issue last, null = nobody, or an account that is gone. What GitHub does not report is left out. */
export const readEditors = (
  client: GitHubClient,
  nodeIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> => readAll(client, editorQuery, nodeIds, parseEditors);

/** Who edited the body and the title of each issue, and when. What GitHub does not report is left out. */
export const readTextEdits = (
  client: GitHubClient,
  nodeIds: readonly string[],
): Promise<ReadonlyMap<string, readonly TextEdit[]>> => readAll(client, textQuery, nodeIds, parseTextEdits);

type Parse<T> = (data: unknown) => ReadonlyArray<T | undefined> | null;

async function readAll<T>(
  client: GitHubClient,
  asked: string,
  nodeIds: readonly string[],
  parse: Parse<T>,
): Promise<ReadonlyMap<string, T>> {
  const wanted = [...new Set(nodeIds)].filter((id) => id !== '');
  const answers = new Map<string, T>();
  for (let start = 0; start < wanted.length; start += batch) {
    const ids = wanted.slice(start, start + batch);
    const found = await readBatch(client, asked, ids, parse);
    for (const [index, id] of ids.entries()) {
      const answer = found[index];
      if (answer !== undefined) answers.set(id, answer);
    }
  }
  return answers;
}

/** In the order of the ids: GitHub may answer an id of the old form with one of the new form. */
async function readBatch<T>(
  client: GitHubClient,
  asked: string,
  ids: readonly string[],
  parse: Parse<T>,
): Promise<ReadonlyArray<T | undefined>> {
  const request = { method: 'POST', path: graphqlPath, parameters: { query: asked, variables: { ids } } } as const;
  const { data } = await client.send(request);
  const answers = parse(data);
  // An id that does not exist leaves a gap in the list and an error of its own, NOT_FOUND.
  if (answers?.length === ids.length) return answers;
  const types = listErrorTypes(data).filter((type) => type !== '');
  if (answers !== null || types.length === 0) throw toNonsenseError(`POST ${graphqlPath}`, 'a list of nodes');
  const reason = toReason(`${types.join(', ')} ${readMessage(data)}`);
  const code = types.some((type) => /FORBIDDEN|SCOPES/.test(type)) ? 'github-forbidden' : 'github-refused';
  throw new ZendriftError(code, { request: `POST ${graphqlPath}`, reason });
}
