import { type Block, type Blocks, parseBlocks } from './blocks.ts';
import { type Html, html, join } from './html.ts';
import { type InlineOptions, renderInline } from './inline.ts';

/**
 * Shows the part of GitHub's Markdown that issues here are written in. Everything that is not part of it is shown as
 * text: no tag, attribute or scheme of the source ever reaches the page.
 */
export function renderMarkdown(text: string, options: InlineOptions): Html {
  return renderBlocks(parseBlocks(text), options);
}

function renderBlocks(blocks: Blocks, options: InlineOptions): Html {
  return join(blocks.map((block) => renderBlock(block, options)));
}

function renderBlock(block: Block, options: InlineOptions): Html {
  switch (block.type) {
    case 'paragraph': {
      const shown = renderInline(block.text, options);
      return shown.html.trim() === '' ? shown : html`<p>${shown}</p>\n`;
    }
    case 'heading': {
      // The page's own headings come first, so a text's headings begin below them.
      const level = Math.min(block.level + 2, 6);
      const shown = renderInline(block.text, options);
      return { html: `<h${level}>${shown.html}</h${level}>\n` };
    }
    case 'code':
      return renderCode(block.language, block.lines);
    case 'list':
      return renderList(block, options);
    case 'table':
      return renderTable(block, options);
    case 'quote':
      return html`<blockquote>${renderBlocks(block.blocks, options)}</blockquote>\n`;
    case 'details':
      return html`<details${block.open && html` open`}><summary>${renderInline(block.summary, options)}</summary>
${renderBlocks(block.blocks, options)}</details>\n`;
    case 'rule':
      return html`<hr>\n`;
  }
}

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

function renderList(block: Extract<Block, { type: 'list' }>, options: InlineOptions): Html {
  const items = block.items.map((inner) => {
    const [first, ...rest] = inner;
    // One paragraph in an item is its text, not a paragraph of its own.
    const tight = first?.type === 'paragraph';
    const shown = tight ? renderInline(first.text, options) : renderBlocks(inner, options);
    return html`<li>${shown}${tight ? renderBlocks(rest, options) : ''}</li>\n`;
  });
  return block.ordered ? html`<ol start="${block.start}">${items}</ol>\n` : html`<ul>${items}</ul>\n`;
}

function renderTable(block: Extract<Block, { type: 'table' }>, options: InlineOptions): Html {
  const [head = [], ...rows] = block.rows;
  const alignOf = (index: number): string => block.align[index] ?? 'left';
  const heads = head.map(
    (cell, at) => html`<th scope="col" class="${alignOf(at)}">${renderInline(cell, options)}</th>`,
  );
  const body = rows.map((row) => {
    const shown = head.map((_, at) => html`<td class="${alignOf(at)}">${renderInline(row[at] ?? '', options)}</td>`);
    return html`<tr>${shown}</tr>\n`;
  });
  return html`<div class="table" tabindex="0" role="region" aria-label="Table"><table>
<thead><tr>${heads}</tr></thead>
<tbody>${body}</tbody></table></div>\n`;
}
