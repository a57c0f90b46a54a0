import { type Kind, only } from './kind.ts';
import { exactly, flag, identifier, options, requiredText, text } from './shape.ts';

/** Custom fields of organizations. https://developer.zendesk.com/api-reference/ticketing/organizations/organization_fields/ */
export const organizationField: Kind = {
  name: 'organization-field',
  plural: 'organization-fields',
  api: { path: 'organization_fields' },
  envelope: 'organization_field',
  // The log has one word for both kinds of custom fields.
  auditSources: ['custom_field/field'],
  needs: 'the permission to read them',
  adminPath: (id) => `/admin/people/configuration/organization_fields/${id}`,
  order: 'none',
  personal: false,
  fields: {
    id: identifier,
    key: requiredText,
    type: requiredText,
    title: requiredText,
    description: text,
    active: flag,
    regexp_for_validation: text,
    tag: text,
    custom_field_options: options,
    relationship_target_type: text,
    relationship_filter: exactly,
  },
  volatile: ['system'],
  namedBy: { type: 'organization-field', id: ({ key }) => (typeof key === 'string' ? key : null) },
  words: { key: 'Key', regexp_for_validation: 'Pattern', custom_field_options: 'Option' },
  secrets: [],
  revisions: false,
  definitions: null,
  toWrite: only(
    'key',
    'type',
    'title',
    'description',
    'active',
    'regexp_for_validation',
    'tag',
    'custom_field_options',
    'relationship_target_type',
    'relationship_filter',
  ),
};
