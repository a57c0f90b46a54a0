import type { TextEdit } from '#ports.ts';
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
    return editor === null ? null : toLogin(editor);
  });

function toLogin(account: unknown): string | undefined {
  const login = textOf(account, 'login');
  if (login === '') return undefined;
  return textOf(account, '__typename') === 'Bot' && !login.endsWith('[bot]') ? `${login}[bot]` : login;
}

/** Every edit of the body and the title of each issue, oldest first; undefined = GitHub does not say. */
export const parseTextEdits = (data: unknown): ReadonlyArray<readonly TextEdit[] | undefined> | null =>
  parseNodes(data, (node) => {
    const bodies = listOf(node, 'userContentEdits');
    const titles = listOf(node, 'timelineItems');
    if (bodies === null || titles === null) return undefined;
    // Of those in one second, the later one comes behind.
    const edits = [
      ...bodies.toReversed().flatMap((one) => toTextEdit('body', fieldOf(one, 'editedAt'), fieldOf(one, 'editor'))),
      ...titles.flatMap((one) => toTextEdit('title', fieldOf(one, 'createdAt'), fieldOf(one, 'actor'))),
    ];
    return edits.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  });

function listOf(node: unknown, field: string): readonly unknown[] | null {
  const nodes = fieldOf(fieldOf(node, field), 'nodes');
  return Array.isArray(nodes) ? nodes : null;
}

const toTextEdit = (part: TextEdit['part'], at: unknown, account: unknown): readonly TextEdit[] =>
  typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? [{ part, at, by: toLogin(account) ?? null }] : [];

function parseNodes<T>(data: unknown, parse: (node: unknown) => T): readonly T[] | null {
  const nodes = fieldOf(fieldOf(data, 'data'), 'nodes');
  return Array.isArray(nodes) ? nodes.map((node: unknown) => parse(node)) : null;
}
