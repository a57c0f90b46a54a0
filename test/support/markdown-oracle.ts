import { Parser } from 'commonmark';

/** What a CommonMark parser sees in a text: the oracle for everything that is shown on GitHub. */
export interface MarkdownParts {
  /** All text outside of code, which is what GitHub searches for mentions, references and links. */
  readonly text: string;
  readonly code: readonly string[];
  readonly html: readonly string[];
  readonly links: readonly string[];
  /** Types of all other nodes: `heading`, `image`, `list`, … */
  readonly types: ReadonlySet<string>;
}

export function parseMarkdown(markdown: string): MarkdownParts {
  const text: string[] = [];
  const code: string[] = [];
  const html: string[] = [];
  const links: string[] = [];
  const types = new Set<string>();
  const walker = new Parser().parse(markdown).walker();
  for (let event = walker.next(); event; event = walker.next()) {
    const { node, entering } = event;
    if (!entering) continue;
    const literal = node.literal ?? '';
    if (node.type === 'text') text.push(literal);
    else if (node.type === 'softbreak' || node.type === 'paragraph' || node.type === 'item') text.push('\n');
    else if (node.type === 'code' || node.type === 'code_block') code.push(literal);
    else if (node.type === 'html_block' || node.type === 'html_inline') html.push(literal);
    else if (node.type === 'link') links.push(node.destination ?? '');
    else types.add(node.type);
  }
  return { text: text.join(''), code, html, links, types };
}

/** Cells of a GFM table row: a pipe counts unless an odd number of backslashes stands before it. */
export const tableCells = (row: string): readonly string[] =>
  row
    .replace(/\\[\s\S]/g, '__')
    .split('|')
    .slice(1, -1);
