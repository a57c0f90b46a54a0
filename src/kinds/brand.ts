import { idIn, type Kind, only } from './kind.ts';
import { flag, identifier, maybe, requiredText, set, text } from './shape.ts';

/** Brands have addresses, a help centre and a signature of their own. https://developer.zendesk.com/api-reference/ticketing/account-configuration/brands/ */
export const brand: Kind = {
  name: 'brand',
  plural: 'brands',
  envelope: 'brand',
  auditSources: ['brand'],
  needs: 'the permission to read them',
  adminPath: () => '/admin/account/brand_management/brands',
  order: 'none',
  personal: false,
  fields: {
    id: identifier,
    name: requiredText,
    subdomain: text,
    host_mapping: text,
    active: flag,
    default: maybe(flag),
    has_help_center: maybe(flag),
    help_center_state: text,
    signature_template: text,
    ticket_form_ids: set(identifier),
  },
  volatile: ['brand_url', 'logo', 'is_deleted'],
  namedBy: { type: 'brand', id: idIn },
  words: { host_mapping: 'Own address', signature_template: 'Signature', ticket_form_ids: 'Form' },
  secrets: [],
  revisions: false,
  definitions: null,
  toWrite: only('name', 'subdomain', 'host_mapping', 'active', 'default', 'signature_template'),
};
