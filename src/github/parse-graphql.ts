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
export function parseEdits(data: unknown): ReadonlyArray<string | null | undefined> | null {
  const nodes = fieldOf(fieldOf(data, 'data'), 'nodes');
  if (!Array.isArray(nodes)) return null;
  return nodes.map((node: unknown) => {
    const time = fieldOf(node, 'lastEditedAt');
    return time === null || (typeof time === 'string' && !Number.isNaN(Date.parse(time))) ? time : undefined;
  });
}
