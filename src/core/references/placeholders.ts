import type { Reference } from './reference.ts';

/** The longest text that is searched: the API takes no longer one. */
const longest = 200_000;

/** Names inside `{{…}}` and `{%…%}`, such as `ticket.requester.name`, each once. */
export function placeholdersIn(text: string): readonly string[] {
  if (!text.includes('{{') && !text.includes('{%')) return [];
  const found = new Set<string>();
  for (const [, output, tag] of text.slice(0, longest).matchAll(/\{\{([^{}]{1,500})\}\}|\{%([^{}]{1,500})%\}/g)) {
    // What stands in quotes is compared with, and is no name.
    const inside = (output ?? tag ?? '').replace(/"[^"]*"|'[^']*'/g, ' ');
    for (const [name] of inside.matchAll(/(?<![\w.])[a-z_]\w*(?:\.[\w-]+)+/gi)) found.add(name);
  }
  return [...found];
}

/** What the placeholders of a text name. */
export function textReferences(text: string): readonly Pick<Reference, 'type' | 'id'>[] {
  return placeholdersIn(text).flatMap((name): readonly Pick<Reference, 'type' | 'id'>[] => {
    const [, field] = /^ticket\.ticket_field_(?:option_title_)?(\d{1,20})$/.exec(name) ?? [];
    if (field !== undefined) return [{ type: 'field', id: field }];
    const [, item] = /^dc\.([\w-]{1,255})$/.exec(name) ?? [];
    if (item !== undefined) return [{ type: 'dynamic-content', id: item }];
    const [, owner, key] = /\b(\w+)\.custom_fields\.([\w-]{1,100})/.exec(name) ?? [];
    if (key === undefined) return [];
    return [{ type: owner === 'organization' ? 'organization-field' : 'user-field', id: key }];
  });
}
