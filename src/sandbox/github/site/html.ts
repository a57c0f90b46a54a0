/** Text that is HTML already. Everything else that reaches a page is escaped by the `html` tag. */
export type Html = { readonly html: string };

type Value = string | number | Html | readonly Html[] | undefined | false;

/** Builds HTML; strings and numbers put into it are escaped, `Html` is taken as it is. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: parts.map((part, index) => part + toHtmlText(values[index])).join('') };
}

export function join(parts: readonly Html[]): Html {
  return { html: parts.map((part) => part.html).join('') };
}

export const nothing: Html = { html: '' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function toHtmlText(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'html' in value ? value.html : value.map((part) => part.html).join('');
}
