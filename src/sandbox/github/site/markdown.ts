import { Marked, type RendererObject, type TokenizerObject, type Tokens } from 'marked';
import { escapeHtml, type Html, html, join } from './html.ts';

/** Where `#12` leads: the path of the issues, `/acme/zendesk-config/issues`. */
export interface MarkdownOptions {
  readonly issuesPath: string;
}

/**
 * Shows GitHub's Markdown as issues use it. Raw HTML is shown as text, except for what zendrift's issues are folded with: no
 * other tag, attribute or scheme of the source ever reaches the page.
 */
export function renderMarkdown(text: string, options: MarkdownOptions): Html {
  // Deeper nesting than any issue needs is text: each level would be parsed again, and for 64 KB there is no stack.
  if (tooDeep.test(text)) return renderCode('', text.split('\n'));
  const fold = openFold();
  const shown = new Marked({ gfm: true, breaks: true, tokenizer, renderer: toRenderer(options, fold) }).parse(text, {
    async: false,
  });
  return { html: shown + fold.close() };
}

const tooDeep = /^(?: {0,4}(?:>|[-*+] |\d{1,9}[.)] )){50}/m;

/** Tags of ours in a block of raw HTML. A pair of `<details>` may be apart, with Markdown in between. */
const foldTags =
  /<!--[\s\S]*?(?:-->|$)|<details(?<open> open)?>|<(?<end>\/)details>|<summary>(?<summary>[^<]*)<\/summary>/gi;
const inlineTags = /<!--[\s\S]*?(?:-->|$)|<(?<br>br)\s*\/?>/gi;

interface Fold {
  /** A block of raw HTML, with every tag that is none of ours as text. */
  show(text: string): string;
  /** What closes that which is still open. */
  close(): string;
}

function openFold(): Fold {
  let open = 0;
  const toTag = (groups: Readonly<Record<string, string | undefined>>): string => {
    if (groups['summary'] !== undefined) return `<summary>${escapeHtml(groups['summary'].trim())}</summary>`;
    if (groups['end'] !== undefined) {
      open -= open > 0 ? 1 : 0;
      return '</details>';
    }
    open += 1;
    return `<details${groups['open'] ?? ''}>`;
  };
  return {
    show: (text) => {
      const shown = replaceTags(text.trim(), foldTags, (tag, groups) => {
        const isStray = groups['end'] !== undefined && open === 0;
        return tag.startsWith('<!--') || isStray ? '' : toTag(groups);
      });
      return shown === '' ? '' : `${shown}\n`;
    },
    close: () => '</details>\n'.repeat(open),
  };
}

/** Text with what a pattern finds replaced, and everything else escaped. */
function replaceTags(
  text: string,
  pattern: RegExp,
  show: (tag: string, groups: Readonly<Record<string, string | undefined>>) => string,
): string {
  let shown = '';
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    shown += escapeHtml(text.slice(end, found.index)) + show(found[0], found.groups ?? {});
    end = found.index + found[0].length;
  }
  return shown + escapeHtml(text.slice(end));
}

const longestEmphasized = 8_000;
const plain = /^(?:[`~]+|[^`~])[\s\S]*?(?=[\\<![`*~_\n]|https?:\/\/|www\.| {2,}\n|$)/i;

/**
 * The parser looks ahead for the end of an emphasis, and for an e-mail address, from every place in a paragraph: 64 KB of
 * hostile text would take seconds.
 */
const tokenizer: TokenizerObject = {
  emStrong: (source) => (source.length > longestEmphasized ? undefined : false),
  url: (source) => (/^(?:https?:\/\/|www\.)/i.test(source) ? false : undefined),
  inlineText: (source) => {
    const text = plain.exec(source)?.[0];
    return text === undefined ? false : { type: 'text', raw: text, text, escaped: false };
  },
};

function toRenderer(options: MarkdownOptions, fold: Fold): RendererObject {
  let isInLink = false;
  return {
    html: ({ block, text }) =>
      block ? fold.show(text) : replaceTags(text, inlineTags, (_, { br }) => (br === undefined ? '' : '<br>')),
    text(token) {
      if ('tokens' in token && token.tokens) return this.parser.parseInline(token.tokens);
      // The source, where `&#64;` is no mention.
      const source = token.type === 'escape' ? token.text : token.raw;
      return isInLink ? toText(source) : toWords(source, options);
    },
    codespan: ({ text }) => `<code>${escapeHtml(text)}</code>`,
    code: ({ text, lang }) => renderCode(lang ?? '', text.split('\n')).html,
    br: () => '<br>\n',
    hr: () => '<hr>\n',
    // The page's own headings come first, so a text's headings begin below them.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 2, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    paragraph({ tokens }) {
      const shown = this.parser.parseInline(tokens);
      return shown.trim() === '' ? '' : `<p>${shown}</p>\n`;
    },
    blockquote({ tokens }) {
      return `<blockquote>${this.parser.parse(tokens)}</blockquote>\n`;
    },
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    link({ href, tokens }) {
      isInLink = true;
      const shown = this.parser.parseInline(tokens);
      isInLink = false;
      return isSafeTarget(href) ? toLink(href, shown) : shown;
    },
    image: ({ href, text }) => (isSafeTarget(href) ? toLink(href, toText(text)) : toText(text)),
    table(token) {
      const cells = (row: readonly Tokens.TableCell[], tag: string) =>
        row.map(
          ({ tokens, align }) =>
            `<${tag} class="${align ?? 'left'}">${this.parser.parseInline(tokens)}</${tag.slice(0, 2)}>`,
        );
      const rows = token.rows.map((row) => `<tr>${cells(row, 'td').join('')}</tr>\n`);
      return `<div class="table" tabindex="0" role="region" aria-label="Table"><table>
<thead><tr>${cells(token.header, 'th scope="col"').join('')}</tr></thead>
<tbody>${rows.join('')}</tbody></table></div>\n`;
    },
  };
}

/** Escaped; what is an entity already stays one. */
const toText = (text: string): string =>
  text
    .split(/(&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|nbsp);)/i)
    .map((part, index) => (index % 2 === 1 ? part : escapeHtml(part)))
    .join('');

/** A mention or a reference starts where a word does not go on. */
const special = /(?<![\w&/])(?:#\d{1,9}\b|@[a-z\d](?:[a-z\d/-]*[a-z\d])?)/gi;

function toWords(text: string, { issuesPath }: MarkdownOptions): string {
  let shown = '';
  let end = 0;
  for (const { 0: found, index } of text.matchAll(special)) {
    shown += toText(text.slice(end, index));
    shown += found.startsWith('#')
      ? toLink(`${issuesPath}/${found.slice(1)}`, found)
      : `<span class="mention">${escapeHtml(found)}</span>`;
    end = index + found.length;
  }
  return shown + toText(text.slice(end));
}

/** Links leave for http and https, or stay on the page's own host. */
const isSafeTarget = (target: string): boolean => /^(?:https?:\/\/|\/(?![/\\])|#)/i.test(target);

const toLink = (target: string, shown: string): string =>
  `<a href="${escapeHtml(target)}" rel="nofollow noreferrer">${shown}</a>`;

/** Scrollable by keyboard too; the lines of a diff are told apart by their sign as well as by colour. */
export function renderCode(language: string, lines: readonly string[]): Html {
  const shown = language === 'diff' ? join(lines.map(renderDiffLine)) : html`${lines.join('\n')}`;
  const label = language === 'diff' ? 'Diff' : 'Code';
  return html`<pre tabindex="0" role="region" aria-label="${label}"><code>${shown}</code></pre>\n`;
}

function renderDiffLine(line: string): Html {
  const sign = line[0];
  if (line.startsWith('@@')) return html`<span class="hunk">${line}</span>`;
  if (sign === '+' && !line.startsWith('+++ ')) return html`<ins>${line}</ins>`;
  if (sign === '-' && !line.startsWith('--- ')) return html`<del>${line}</del>`;
  return html`<span>${line === '' ? ' ' : line}</span>`;
}
