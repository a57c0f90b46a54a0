import { type Kind, only } from './kind.ts';
import { exactly, flag, identifier, list, maybe, record, requiredText, text } from './shape.ts';

/** Dynamic content: texts in several languages, put in by a placeholder. https://developer.zendesk.com/api-reference/ticketing/ticket-management/dynamic_content/ */
export const dynamicContent: Kind = {
  name: 'dynamic-content',
  plural: 'dynamic-content',
  api: { path: 'dynamic_content/items', list: 'items' },
  envelope: 'item',
  auditSources: [],
  needs: 'a plan with dynamic content',
  adminPath: () => '/admin/workspaces/agent-workspace/dynamic_content',
  order: 'none',
  personal: false,
  fields: {
    id: identifier,
    name: requiredText,
    placeholder: text,
    default_locale_id: exactly,
    variants: list(
      record({ id: identifier, locale_id: exactly, content: text, active: maybe(flag), default: maybe(flag) }),
    ),
  },
  volatile: ['outdated'],
  // Others name it by its placeholder: `{{dc.greeting}}`.
  namedBy: {
    type: 'dynamic-content',
    id: ({ placeholder }) => /^\{\{\s*dc\.([\w-]{1,255})\s*\}\}$/.exec(String(placeholder ?? ''))?.[1] ?? null,
  },
  words: { default_locale_id: 'Default language', variants: 'Variant' },
  secrets: [],
  revisions: false,
  definitions: null,
  // Its variants are written one by one, each in a request of its own.
  toWrite: only('name', 'default_locale_id'),
};
