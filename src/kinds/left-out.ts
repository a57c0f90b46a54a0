import type { Kind } from './kind.ts';

/**
 * What the API gives beside the settings of an object: addresses and times, places (they are in `order.json`), counters,
 * permissions, side-loads, and second forms of what a snapshot holds (`raw_title`, the old `all` and `any` of conditions).
 * None of it is what an edit is about. https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/
 */
const volatile = new Set([
  ...['url', 'created_at', 'updated_at', 'default', 'position', 'watchable', 'all', 'any'],
  ...['permissions', 'app_installation', 'categories'],
]);

/** Whether a field of the API is neither in the kind's snapshots nor a setting of its own. */
export const isVolatile = (kind: Kind, field: string): boolean =>
  volatile.has(field) || /^(?:raw|usage)_/.test(field) || kind.volatile?.includes(field) === true;
