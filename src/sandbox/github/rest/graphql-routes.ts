import { type Actor, checkVisible } from '#sandbox/github/model/actor.ts';
import type { Issue, IssueEdit } from '#sandbox/github/model/entities.ts';
import { GraphqlRefusal, Refusal } from '#sandbox/github/model/refusal.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import type { Answer, Context, Route } from './exchange.ts';
import { isRecord } from './parse.ts';
import { readNodeId } from './to-user.ts';

/** The queries of zendrift: when issues and comments were last edited, and who edited an issue, last or ever. */
export const graphqlRoutes: readonly Route[] = [{ method: 'POST', path: '/graphql', answer: answerQuery }];

const editors =
  /^query ?\(\$ids: ?\[ID!\]!\) ?\{ nodes\(ids: ?\$ids\) \{ \.\.\. on Node \{ id \} \.\.\. on Issue \{ editor \{ __typename login \} \} \} \}$/;

const textEdits =
  /^query ?\(\$ids: ?\[ID!\]!\) ?\{ nodes\(ids: ?\$ids\) \{ \.\.\. on Node \{ id \} \.\.\. on Issue \{ userContentEdits\(first: 100\) \{ nodes \{ editedAt editor \{ __typename login \} \} \} timelineItems\(last: 100, itemTypes: \[RENAMED_TITLE_EVENT\]\) \{ nodes \{ \.\.\. on RenamedTitleEvent \{ createdAt actor \{ __typename login \} \} \} \} \} \} \}$/;

const shape =
  /^query ?\w* ?\(\$ids: ?\[ID!\]!\) ?\{ nodes\(ids: ?\$ids\) \{ (?:\.\.\. on Node \{ id \}|id) \.\.\. on IssueComment \{ lastEditedAt \} \.\.\. on Issue \{ lastEditedAt \} \} \}$/;

/** "You may not provide more than 100 node ids" */
const mostIds = 100;

type Editor = { readonly __typename: string; readonly login: string };

type Node = {
  readonly id: string;
  readonly lastEditedAt?: string | null;
  readonly editor?: Editor | null;
  readonly userContentEdits?: { readonly nodes: readonly unknown[] };
  readonly timelineItems?: { readonly nodes: readonly unknown[] };
};

type Question = 'times' | 'editors' | 'text-edits';

const questionOf = (query: string): Question | null =>
  shape.test(query) ? 'times' : editors.test(query) ? 'editors' : textEdits.test(query) ? 'text-edits' : null;

function answerQuery({ actor, request, store }: Context): Answer {
  if (actor === undefined) throw new Refusal(401, 'This endpoint requires you to be authenticated.');
  const body = isRecord(request.body) ? request.body : {};
  const query = typeof body['query'] === 'string' ? body['query'].replace(/\s+/g, ' ').trim() : '';
  const question = questionOf(query);
  if (question === null) throw new GraphqlRefusal('undefinedField', 'The sandbox knows three queries');
  const variables = isRecord(body['variables']) ? body['variables'] : {};
  const ids = variables['ids'];
  if (!Array.isArray(ids) || !ids.every((id): id is string => typeof id === 'string')) {
    throw new GraphqlRefusal('variableMismatch', 'Variable $ids of type [ID!]! was provided invalid value');
  }
  if (ids.length > mostIds) {
    const message = `You may not provide more than ${mostIds} node ids; you provided ${ids.length}.`;
    throw new GraphqlRefusal('ARGUMENT_LIMIT', message);
  }
  const nodes = ids.map((id) => findNode(store, actor, id, question));
  const errors = ids.flatMap((id, index) => (nodes[index] === null ? [toError(id, index)] : []));
  return { status: 200, body: { data: { nodes }, ...(errors.length > 0 ? { errors } : {}) } };
}

/** Null for what does not exist, or what this token may not see: GitHub does not distinguish the two. */
function findNode(store: Store, actor: Actor, nodeId: string, question: Question): Node | null {
  const { type, id } = readNodeId(nodeId) ?? { type: '', id: 0 };
  if (!maySee(store, actor)) return null;
  if (type === 'IssueComment') {
    const comment = store.comments.get(id);
    const isPresent = comment !== undefined && store.issues.get(comment.issue)?.fate.type === 'present';
    return isPresent ? { id: nodeId, ...(question === 'times' ? { lastEditedAt: comment.editedAt } : {}) } : null;
  }
  const issue = [...store.issues.values()].find((one) => one.id === id && one.fate.type === 'present');
  if (issue === undefined) return null;
  if (type === 'Issue' && !issue.pullRequest) {
    return { id: nodeId, ...answers[question](issue) };
  }
  return type === 'PullRequest' && issue.pullRequest ? { id: nodeId } : null;
}

const answers: Readonly<Record<Question, (issue: Issue) => Omit<Node, 'id'>>> = {
  times: ({ editedAt }) => ({ lastEditedAt: editedAt }),
  editors: ({ editor }) => ({ editor: toEditor(editor) }),
  'text-edits': ({ edits }) => {
    const of = (part: IssueEdit['part']) => edits.filter((edit) => edit.part === part).slice(-mostIds);
    return {
      userContentEdits: {
        nodes: of('body')
          .toReversed()
          .map(({ at, login }) => ({ editedAt: at, editor: toEditor(login) })),
      },
      timelineItems: { nodes: of('title').map(({ at, login }) => ({ createdAt: at, actor: toEditor(login) })) },
    };
  },
};

/** In GraphQL the login of an app has no `[bot]`. */
const toEditor = (login: string | null): Editor | null =>
  login === null
    ? null
    : { __typename: login.endsWith('[bot]') ? 'Bot' : 'User', login: login.replace(/\[bot\]$/, '') };

function maySee(store: Store, actor: Actor): boolean {
  if (actor.grant?.issues === 'none') return false;
  try {
    checkVisible(store, actor);
    return true;
  } catch {
    return false;
  }
}

const toError = (id: string, index: number) => ({
  type: 'NOT_FOUND',
  path: ['nodes', index],
  locations: [{ line: 1, column: 26 }],
  message: `Could not resolve to a node with the global id of '${id}'`,
});
