import type { Account } from './account.ts';
import type { JsonObject } from './json.ts';

export const supportGroup = 360000000101;
export const billingGroup = 360000000102;
export const onCallGroup = 360000000103;
export const opsRelay = '01HVK3T9QK5Z0W8Y2R4B6N7C1D';
export const shopEvents = '01HW2M8C4XJ7Q5T3V9K0P6R1AB';
export const orderField = 360000000201;
export const regionField = 360000000202;
export const waitingForCarrier = 360000000305;
export const brand = 360000000401;

/** The things that business rules name by id. */
export function seedDirectory(account: Account, at: string): void {
  const stamps = { created_at: at, updated_at: at };
  const url = (path: string, id: number) => `${account.origin}/api/v2/${path}/${id}.json`;
  const groups = { [supportGroup]: 'Support', [billingGroup]: 'Billing', [onCallGroup]: 'On-call' };
  for (const [id, name] of entries(groups)) {
    const first = id === supportGroup;
    account.groups.put({
      url: url('groups', id),
      id,
      is_public: true,
      name,
      description: '',
      default: first,
      deleted: false,
      ...stamps,
    });
  }
  account.webhooks.put({ ...webhook(opsRelay, 'ops-relay', 'https://ops.acme.example/zendesk'), ...signed(at) });
  account.webhooks.put({
    ...webhook(shopEvents, 'shop-events', 'https://shop.acme.example/hooks/tickets'),
    ...signed(at),
  });
  const system = {
    360000000210: 'subject',
    360000000211: 'description',
    360000000212: 'status',
    360000000213: 'priority',
  };
  for (const [id, type] of entries(system)) {
    const title = `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
    account.ticketFields.put({ url: url('ticket_fields', id), id, ...field(type, title, false), ...stamps });
  }
  account.ticketFields.put({
    url: url('ticket_fields', orderField),
    id: orderField,
    ...field('regexp', 'Order number', true),
    regexp_for_validation: '\\bAC-[0-9]{6}\\b',
    ...stamps,
  });
  account.ticketFields.put({
    url: url('ticket_fields', regionField),
    id: regionField,
    ...field('tagger', 'Region', true),
    custom_field_options: [option(1, 'EU', 'region_eu'), option(2, 'UK', 'region_uk'), option(3, 'US', 'region_us')],
    ...stamps,
  });
  const statuses = { 360000000301: 'new', 360000000302: 'open', 360000000303: 'pending', 360000000304: 'solved' };
  for (const [id, category] of entries(statuses)) {
    const label = `${category.charAt(0).toUpperCase()}${category.slice(1)}`;
    account.customStatuses.put({ url: url('custom_statuses', id), id, ...status(category, label, true), ...stamps });
  }
  account.customStatuses.put({
    url: url('custom_statuses', waitingForCarrier),
    id: waitingForCarrier,
    ...status('hold', 'Waiting for carrier', false),
    ...stamps,
  });
  account.brands.put({
    url: url('brands', brand),
    id: brand,
    name: 'Acme',
    brand_url: account.origin,
    subdomain: account.subdomain,
    has_help_center: true,
    help_center_state: 'enabled',
    active: true,
    default: true,
    is_deleted: false,
    logo: null,
    ticket_form_ids: [360000000501],
    signature_template: '{{agent.signature}}',
    ...stamps,
    host_mapping: null,
  });
}

function entries(names: Readonly<Record<number, string>>): readonly (readonly [number, string])[] {
  return Object.entries(names).map(([id, name]) => [Number(id), name]);
}

function webhook(id: string, name: string, endpoint: string): JsonObject & { readonly id: string } {
  return {
    id,
    name,
    description: '',
    status: 'active',
    subscriptions: ['conditional_ticket_events'],
    endpoint,
    http_method: 'POST',
    request_format: 'json',
    authentication: { type: 'bearer_token', add_position: 'header' },
  };
}

function signed(at: string): JsonObject {
  return { created_at: at, created_by: '1003', updated_at: at, updated_by: '1003' };
}

function field(type: string, title: string, removable: boolean): JsonObject {
  return {
    type,
    title,
    raw_title: title,
    description: title,
    raw_description: title,
    position: 1,
    active: true,
    required: false,
    collapsed_for_agents: false,
    regexp_for_validation: null,
    title_in_portal: title,
    raw_title_in_portal: title,
    visible_in_portal: true,
    editable_in_portal: true,
    required_in_portal: false,
    agent_can_edit: true,
    tag: null,
    removable,
    agent_description: null,
  };
}

function option(id: number, name: string, value: string): JsonObject {
  return { id, name, raw_name: name, value, default: false };
}

function status(category: string, label: string, isDefault: boolean): JsonObject {
  return {
    status_category: category,
    agent_label: label,
    raw_agent_label: label,
    end_user_label: label,
    raw_end_user_label: label,
    description: '',
    raw_description: '',
    end_user_description: '',
    raw_end_user_description: '',
    active: true,
    default: isDefault,
  };
}
