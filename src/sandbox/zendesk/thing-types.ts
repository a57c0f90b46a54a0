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
  { path: 'ticket_forms', list: 'ticket_forms', envelope: 'ticket_form', paging: 'offset', source: 'ticket_form' },
  { path: 'slas/policies', list: 'sla_policies', envelope: 'sla_policy', paging: 'offset', source: 'sla/policy' },
  {
    path: 'group_slas/policies',
    list: 'group_sla_policies',
    envelope: 'group_sla_policy',
    paging: 'offset',
    source: null,
  },
  { path: 'dynamic_content/items', list: 'items', envelope: 'item', paging: 'cursor', source: null },
  {
    path: 'business_hours/schedules',
    list: 'schedules',
    envelope: 'schedule',
    paging: 'none',
    source: 'zendesk/business_hours/workweek',
  },
  { path: 'user_fields', list: 'user_fields', envelope: 'user_field', paging: 'cursor', source: 'custom_field/field' },
  {
    path: 'organization_fields',
    list: 'organization_fields',
    envelope: 'organization_field',
    paging: 'cursor',
    source: 'custom_field/field',
  },
  { path: 'custom_roles', list: 'custom_roles', envelope: 'custom_role', paging: 'none', source: 'permission_set' },
  {
    path: 'recipient_addresses',
    list: 'recipient_addresses',
    envelope: 'recipient_address',
    paging: 'cursor',
    source: 'recipient_address',
  },
  { path: 'workspaces', list: 'workspaces', envelope: 'workspace', paging: 'offset', source: null },
  { path: 'targets', list: 'targets', envelope: 'target', paging: 'offset', source: null },
  { path: 'queues', list: 'queues', envelope: 'queue', paging: 'none', source: null },
  { path: 'routing/attributes', list: 'attributes', envelope: 'attribute', paging: 'none', source: null },
  {
    path: 'apps/installations',
    list: 'installations',
    envelope: 'installation',
    paging: 'none',
    source: 'zendesk/app_market/installation',
  },
];

export const findThingType = (path: string): ThingType => {
  const found = thingTypes.find((type) => type.path === path);
  if (found === undefined) throw new Error(`The sandbox has no ${path}`);
  return found;
};
