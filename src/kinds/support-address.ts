import { type Kind, only } from './kind.ts';
import { exactly, flag, identifier, maybe, requiredText, text } from './shape.ts';

/** Support addresses take e-mails in. https://developer.zendesk.com/api-reference/ticketing/account-configuration/support_addresses/ */
export const supportAddress: Kind = {
  name: 'support-address',
  plural: 'support-addresses',
  api: { path: 'recipient_addresses' },
  envelope: 'recipient_address',
  auditSources: ['recipient_address'],
  needs: 'the permission to read them',
  adminPath: () => '/admin/channels/talk_and_email/email',
  order: 'none',
  personal: false,
  fields: { id: identifier, name: text, email: requiredText, brand_id: exactly, default: maybe(flag) },
  volatile: [
    ...['forwarding_status', 'spf_status', 'cname_status', 'dns_results'],
    ...['domain_verification_status', 'domain_verification_code'],
  ],
  words: { email: 'Address', brand_id: 'Brand', default: 'Default address' },
  secrets: [],
  revisions: false,
  definitions: null,
  toWrite: only('name', 'email', 'brand_id', 'default'),
};
