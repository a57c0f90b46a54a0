import type { Kind } from './kind.ts';
import { exactly, flag, identifier, maybe, record, type Shape, set, text } from './shape.ts';

// Whether another setting is a secret, only the app knows.
const settings: Shape = (value) => record({ name: text, title: text })(value ?? {});

/** Installed apps; of their settings only the name and the title, because any other may be a secret. https://developer.zendesk.com/api-reference/ticketing/apps/apps/ */
export const appInstallation: Kind = {
  name: 'app-installation',
  plural: 'app-installations',
  api: { path: 'apps/installations', list: 'installations', paging: 'none', bare: true },
  envelope: 'installation',
  auditSources: ['zendesk/app_market/installation'],
  needs: 'an admin',
  adminPath: () => '/admin/apps-integrations/apps/support-apps',
  order: 'none',
  personal: false,
  fields: {
    id: identifier,
    app_id: exactly,
    product: text,
    enabled: maybe(flag),
    settings,
    role_restrictions: set(exactly),
    group_restrictions: set(exactly),
  },
  volatile: [
    ...[
      'settings_objects',
      'updated',
      'collapsible',
      'paid',
      'recurring_payment',
      'plan_information',
      'stripe_publishable_key',
    ],
    ...['stripe_account', 'stripe_subscription_id', 'has_unpaid_subscription', 'has_incomplete_subscription'],
  ],
  words: { settings: 'Setting', role_restrictions: 'Role', group_restrictions: 'Group' },
  secrets: [],
  revisions: false,
  definitions: null,
  toWrite: null,
};
