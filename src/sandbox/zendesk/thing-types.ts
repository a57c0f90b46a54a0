import type { JsonObject } from './json.ts';

/** Anything with an id. */
export type AnyThing = JsonObject & { readonly id: number | string };

/** How the account keeps what is no business rule: one row for each list of the API. */
export type ThingType = {
  /** Below `/api/v2`. */
  readonly path: string;
  /** Key of the list. */
  readonly list: string;
  readonly envelope: string;
  readonly paging: 'cursor' | 'offset' | 'none';
  /** `source_type` in the log; null = the log never has an entry of it. */
  readonly source: string | null;
  /** The object names who edited it last. */
  readonly signed?: true;
  /** Narrow OAuth scope. */
  readonly scope?: string;
};

export const thingTypes: readonly ThingType[] = [
  {
    path: 'webhooks',
    list: 'webhooks',
    envelope: 'webhook',
    paging: 'cursor',
    source: null,
    signed: true,
    scope: 'webhooks',
  },
  { path: 'groups', list: 'groups', envelope: 'group', paging: 'cursor', source: 'group' },
  { path: 'brands', list: 'brands', envelope: 'brand', paging: 'cursor', source: 'brand' },
  { path: 'ticket_fields', list: 'ticket_fields', envelope: 'ticket_field', paging: 'cursor', source: 'ticket_field' },
  {
    path: 'custom_statuses',
    list: 'custom_statuses',
    envelope: 'custom_status',
    paging: 'none',
    source: 'custom_status',
  },
];

export const findThingType = (path: string): ThingType => {
  const found = thingTypes.find((type) => type.path === path);
  if (found === undefined) throw new Error(`The sandbox has no ${path}`);
  return found;
};
