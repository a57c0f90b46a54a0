import { idIn, type Kind, only } from './kind.ts';
import { exactly, flag, identifier, requiredText, text } from './shape.ts';

/** Targets are the older form of webhooks. https://developer.zendesk.com/api-reference/ticketing/targets/targets/ */
export const target: Kind = {
  name: 'target',
  plural: 'targets',
  api: { paging: 'none' },
  envelope: 'target',
  auditSources: [],
  needs: 'the permission to read them',
  adminPath: () => '/admin/apps-integrations/targets/targets',
  order: 'none',
  personal: false,
  fields: {
    id: identifier,
    title: requiredText,
    type: requiredText,
    active: flag,
    target_url: text,
    method: text,
    content_type: text,
    email: text,
    subject: text,
    parameters: exactly,
  },
  volatile: ['username', 'password', 'token', 'secret'],
  namedBy: { type: 'target', id: idIn },
  words: { target_url: 'Address', email: 'Address', method: 'Method', content_type: 'Format', subject: 'Subject' },
  secrets: ['target_url'],
  revisions: false,
  definitions: null,
  noCreate: 'its user name and password are not recorded',
  toWrite: only('title', 'active', 'target_url', 'method', 'content_type', 'email', 'subject'),
};
