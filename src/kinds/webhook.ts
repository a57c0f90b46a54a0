import { isObject } from '#json.ts';
import { idIn, type Kind } from './kind.ts';
import { identifier, record, requiredText, type Shape, set, text } from './shape.ts';

// Names of headers are worth knowing; their values are keys as often as not, and nobody could see whether they are.
const headerNames: Shape = (value) => set(text)(isObject(value) ? Object.keys(value) : value);

/** Webhooks send tickets to other systems. https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/ */
export const webhook: Kind = {
  name: 'webhook',
  plural: 'webhooks',
  envelope: 'webhook',
  auditSources: [],
  editor: 'updated_by',
  needs: 'an admin, or a custom role that manages webhooks',
  adminPath: (id) => `/admin/apps-integrations/webhooks/webhooks/${id}/details`,
  order: 'none',
  personal: false,
  fields: {
    id: identifier,
    name: requiredText,
    description: text,
    status: requiredText,
    endpoint: requiredText,
    http_method: text,
    request_format: text,
    authentication: (value) =>
      value === null || value === undefined
        ? { type: 'kept', value: null }
        : record({ type: text, add_position: text })(value),
    custom_headers: headerNames,
    subscriptions: set(text),
  },
  volatile: ['created_by', 'updated_by', 'signing_secret', 'external_source'],
  namedBy: { type: 'webhook', id: idIn },
  words: {
    endpoint: 'Address',
    http_method: 'Method',
    request_format: 'Format',
    custom_headers: 'Header',
    subscriptions: 'Event',
  },
  secrets: ['endpoint'],
  revisions: false,
  definitions: null,
  api: { method: 'PATCH' },
  // Secrets of its authentication and values of its headers are in no snapshot: what is left out stays as it is.
  toWrite: ({ name, description, status, endpoint, http_method, request_format, subscriptions }) => ({
    name: name ?? null,
    description: description ?? null,
    status: status ?? null,
    endpoint: endpoint ?? null,
    http_method: http_method ?? null,
    request_format: request_format ?? null,
    subscriptions: subscriptions ?? null,
  }),
  noCreate: 'the secrets of its authentication and the values of its headers are not recorded',
};
