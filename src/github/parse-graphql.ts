import { fieldOf, textOf } from './parse.ts';

/** GraphQL says with status 200 that its budget is used up. */
export const isRateLimited = (data: unknown): boolean => listErrorTypes(data).includes('RATE_LIMITED');

/** Types of the errors in a GraphQL answer; empty text where one has none. */
export const listErrorTypes = (data: unknown): readonly string[] => {
  const errors = fieldOf(data, 'errors');
  return Array.isArray(errors) ? errors.map((one: unknown) => textOf(one, 'type')) : [];
};

/**
 * When each node was edited last, in the order of the question: null = never, undefined = GitHub does not say. Null where
 * there is no list at all.
 */
export const parseEdits = (data: unknown): ReadonlyArray<string | null | undefined> | null =>
  parseNodes(data, (node) => {
    const time = fieldOf(node, 'lastEditedAt');
    return time === null || (typeof time === 'string' && !Number.isNaN(Date.parse(time))) ? time : undefined;
  });

/** The same for the login of who edited it last. An app's has no `[bot]` here, as it has everywhere else. */
export const parseEditors = (data: unknown): ReadonlyArray<string | null | undefined> | null =>
  parseNodes(data, (node) => {
    const editor = fieldOf(node, 'editor');
    if (editor === null) return null;
    const login = textOf(editor, 'login');
    if (login === '') return undefined;
    return textOf(editor, '__typename') === 'Bot' && !login.endsWith('[bot]') ? `${login}[bot]` : login;
  });

function parseNodes<T>(data: unknown, parse: (node: unknown) => T): readonly T[] | null {
  const nodes = fieldOf(fieldOf(data, 'data'), 'nodes');
  return Array.isArray(nodes) ? nodes.map((node: unknown) => parse(node)) : null;
}
