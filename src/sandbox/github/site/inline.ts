import { escapeHtml, type Html } from './html.ts';

/** Where `#12` leads: the path of the issues, `/acme/zendesk-config/issues`. */
export type InlineOptions = { readonly issuesPath: string };

type Rule = {
  readonly pattern: RegExp;
  readonly show: (found: RegExpExecArray, options: InlineOptions) => string;
};

/** Tried in this order at each place. Code comes first: nothing inside it means anything. */
const rules: readonly Rule[] = [
  {
    pattern: /(`+)(?!`)([\s\S]*?[^`])\1(?!`)/y,
    show: ([, , code = '']) => `<code>${escapeHtml(trimCode(code))}</code>`,
  },
  { pattern: /<!--[\s\S]*?(?:-->|$)/y, show: () => '' },
  { pattern: /<br\s*\/?>/iy, show: () => '<br>' },
  { pattern: /\\([!-/:-@[-`{-~])/y, show: ([, character = '']) => escapeHtml(character) },
  { pattern: /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|nbsp);/iy, show: ([entity]) => escapeHtml(decode(entity)) },
  // Spans are bounded, so that an opening that never closes is not searched to the end of 64 KB again and again.
  {
    pattern: /\*\*(?=\S)([\s\S]{0,2000}?\S)\*\*/y,
    show: ([, text = ''], o) => `<strong>${toInline(text, o)}</strong>`,
  },
  { pattern: /~~(?=\S)([\s\S]{0,2000}?\S)~~/y, show: ([, text = ''], o) => `<del>${toInline(text, o)}</del>` },
  { pattern: /[*_](?=\S)([^*_\n]{0,2000}?\S)[*_](?!\w)/y, show: ([, text = ''], o) => `<em>${toInline(text, o)}</em>` },
  {
    pattern: /\[((?:\\.|[^\][\\])*)\]\(\s*<?([^\s)<>]+)>?\s*\)/y,
    show: ([all, text = '', target = ''], o) =>
      isSafeTarget(target) ? toLink(target, toInline(text, o)) : escapeHtml(all),
  },
  { pattern: /https?:\/\/[^\s<>()"'`]*[^\s<>()"'`.,;:!?]/y, show: ([url]) => toLink(url, escapeHtml(url)) },
  {
    pattern: /#(\d{1,9})\b/y,
    show: ([all, number = ''], o) => toLink(`${o.issuesPath}/${number}`, escapeHtml(all)),
  },
  { pattern: /@[a-z\d](?:[a-z\d/-]*[a-z\d])?/iy, show: ([all]) => `<span class="mention">${escapeHtml(all)}</span>` },
  { pattern: /\n/y, show: () => '<br>\n' },
];

/** Words, numbers and emphasis inside one block. A line break is one on the page, as in GitHub's issues. */
export function renderInline(text: string, options: InlineOptions): Html {
  return { html: toInline(text, options) };
}

function toInline(text: string, options: InlineOptions): string {
  let shown = '';
  let index = 0;
  while (index < text.length) {
    const start = index;
    for (const rule of rulesAt(text, index)) {
      rule.pattern.lastIndex = index;
      const found = rule.pattern.exec(text);
      if (found === null) continue;
      index += found[0].length;
      shown += rule.show(found, options);
      break;
    }
    if (index > start) continue;
    const plain = nextPlain(text, index);
    shown += escapeHtml(plain);
    index += plain.length;
  }
  return shown;
}

/** A mention, a reference or a URL starts where a word does not go on. */
function rulesAt(text: string, index: number): readonly Rule[] {
  return /\w/.test(text[index - 1] ?? '') && /[@#h_]/.test(text[index] ?? '') ? [] : rules;
}

/** At least one character, then on to the next one that may mean something. */
function nextPlain(text: string, index: number): string {
  const rest = text.slice(index + 1).search(/[`<\\&*~_[h#@\n]/);
  // A run of backticks that closes nowhere is text as a whole, or its tail would be tried again and again.
  const run = /^`+/.exec(text.slice(index))?.[0];
  if (run !== undefined) return run;
  return rest < 0 ? text.slice(index) : text.slice(index, index + 1 + rest);
}

/** Links leave for http and https, or stay on the page's own host. */
function isSafeTarget(target: string): boolean {
  return /^(?:https?:\/\/|\/(?!\/)|#)/i.test(target);
}

function toLink(target: string, shown: string): string {
  return `<a href="${escapeHtml(target)}" rel="nofollow noreferrer">${shown}</a>`;
}

function trimCode(code: string): string {
  const flat = code.replaceAll('\n', ' ');
  const padded = flat.startsWith(' ') && flat.endsWith(' ') && flat.trim() !== '';
  return padded ? flat.slice(1, -1) : flat;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };

function decode(entity: string): string {
  const inner = entity.slice(1, -1).toLowerCase();
  if (!inner.startsWith('#')) return named[inner] ?? entity;
  const code = inner.startsWith('#x') ? Number.parseInt(inner.slice(2), 16) : Number(inner.slice(1));
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
}
