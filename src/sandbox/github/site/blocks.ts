/** A Markdown text as the blocks that zendrift's issues are made of. */
export type Block =
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'heading'; readonly level: number; readonly text: string }
  | { readonly type: 'code'; readonly language: string; readonly lines: readonly string[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly start: number; readonly items: readonly Blocks[] }
  | { readonly type: 'table'; readonly align: readonly Align[]; readonly rows: ReadonlyArray<readonly string[]> }
  | { readonly type: 'quote'; readonly blocks: Blocks }
  | { readonly type: 'details'; readonly summary: string; readonly blocks: Blocks }
  | { readonly type: 'rule' };

export type Blocks = readonly Block[];
export type Align = 'left' | 'right' | 'center';

/** One block read from the front of the lines, and how many lines it took; undefined where it is of another type. */
type Read = { readonly block: Block | undefined; readonly taken: number };
type Reader = (lines: readonly string[]) => Read | undefined;

const fence = /^ {0,3}(`{3,}|~{3,})([^`]*)$/;
const item = /^( {0,3})([-*+]|\d{1,9}[.)])( +|$)(.*)$/;
/** Deeper nesting than any issue needs is text; it also bounds the recursion on hostile input. */
const deepest = 8;

export function parseBlocks(text: string): Blocks {
  return parseLines(text.replace(/\r\n?/g, '\n').split('\n'), 0);
}

function parseLines(lines: readonly string[], depth: number): Blocks {
  const readers = [readBlank, readComment, readFence, readHeading, readRule, readTable, ...nested(depth)];
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length > 0) blocks.push({ type: 'paragraph', text: paragraph.join('\n').trim() });
    paragraph = [];
  };
  let at = 0;
  while (at < lines.length) {
    const read = firstRead(readers, lines.slice(at));
    if (read === undefined) {
      paragraph.push(lines[at] ?? '');
      at += 1;
      continue;
    }
    flush();
    if (read.block !== undefined) blocks.push(read.block);
    at += read.taken;
  }
  flush();
  return blocks;
}

function firstRead(readers: readonly Reader[], lines: readonly string[]): Read | undefined {
  for (const reader of readers) {
    const read = reader(lines);
    if (read !== undefined) return read;
  }
  return undefined;
}

function nested(depth: number): readonly Reader[] {
  if (depth >= deepest) return [];
  return [readDetails, readQuote, readList].map((reader) => (lines) => reader(lines, depth + 1));
}

function readBlank([line = '']: readonly string[]): Read | undefined {
  return line.trim() === '' ? { block: undefined, taken: 1 } : undefined;
}

/** A comment that begins a line hides all its lines; without an end, everything, as in a browser. */
function readComment(lines: readonly string[]): Read | undefined {
  if (!lines[0]?.trimStart().startsWith('<!--')) return undefined;
  const end = lines.findIndex((line) => line.includes('-->'));
  if (end < 0) return { block: undefined, taken: lines.length };
  const after = (lines[end] ?? '').split('-->').slice(1).join('-->').trim();
  return after === '' ? { block: undefined, taken: end + 1 } : undefined;
}

function readFence(lines: readonly string[]): Read | undefined {
  const [, mark = '', language = ''] = fence.exec(lines[0] ?? '') ?? [];
  if (mark === '') return undefined;
  const closing = new RegExp(`^ {0,3}${mark[0]}{${mark.length},}\\s*$`);
  const end = lines.findIndex((line, index) => index > 0 && closing.test(line));
  const taken = end < 0 ? lines.length : end + 1;
  const block: Block = { type: 'code', language: language.trim(), lines: lines.slice(1, end < 0 ? undefined : end) };
  return { block, taken };
}

function readHeading([line = '']: readonly string[]): Read | undefined {
  const [, marks = '', text = ''] = /^ {0,3}(#{1,6})(?=\s|$)(.*)$/.exec(line) ?? [];
  return marks === '' ? undefined : { block: { type: 'heading', level: marks.length, text: text.trim() }, taken: 1 };
}

function readRule([line = '']: readonly string[]): Read | undefined {
  return /^ {0,3}([-*_])\s*(?:\1\s*){2,}$/.test(line) ? { block: { type: 'rule' }, taken: 1 } : undefined;
}

function readTable(lines: readonly string[]): Read | undefined {
  const [head = '', dashes = ''] = lines;
  if (!head.includes('|') || !dashes.includes('|') || !toCells(dashes).every((cell) => /^:?-+:?$/.test(cell)))
    return undefined;
  const end = lines.findIndex((line, index) => index > 1 && !line.includes('|'));
  const rows = lines.slice(0, end < 0 ? undefined : end);
  const align = toCells(dashes).map((cell): Align => {
    if (!cell.endsWith(':')) return 'left';
    return cell.startsWith(':') ? 'center' : 'right';
  });
  const block: Block = { type: 'table', align, rows: rows.filter((_, index) => index !== 1).map(toCells) };
  return { block, taken: rows.length };
}

function toCells(line: string): readonly string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function readDetails(lines: readonly string[], depth: number): Read | undefined {
  const [, opened = ''] = /^ {0,3}<details(?:\s+open)?>(.*)$/i.exec(lines[0] ?? '') ?? [];
  if (!/^ {0,3}<details/i.test(lines[0] ?? '')) return undefined;
  const end = findDetailsEnd(lines);
  const inner = [opened, ...lines.slice(1, end)].join('\n');
  const [all = '', summary = 'Details'] = /^\s*<summary>([\s\S]*?)<\/summary>/i.exec(inner) ?? [];
  const blocks = parseLines(
    inner
      .slice(all.length)
      .replace(/<\/details>\s*$/i, '')
      .split('\n'),
    depth,
  );
  return { block: { type: 'details', summary: summary.trim(), blocks }, taken: Math.min(end + 1, lines.length) };
}

/** The line that closes the first `<details>`; what stands in a fence closes nothing. */
function findDetailsEnd(lines: readonly string[]): number {
  let open = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const fenced = readFence(lines.slice(at));
    if (fenced !== undefined) {
      at += fenced.taken - 1;
      continue;
    }
    const line = lines[at] ?? '';
    open += line.match(/<details/gi)?.length ?? 0;
    open -= line.match(/<\/details>/gi)?.length ?? 0;
    if (open <= 0) return at;
  }
  return lines.length;
}

function readQuote(lines: readonly string[], depth: number): Read | undefined {
  const end = lines.findIndex((line) => !/^ {0,3}>/.test(line));
  const quoted = lines.slice(0, end < 0 ? undefined : end);
  if (quoted.length === 0) return undefined;
  const inner = quoted.map((line) => line.replace(/^ {0,3}> ?/, ''));
  return { block: { type: 'quote', blocks: parseLines(inner, depth) }, taken: quoted.length };
}

function readList(lines: readonly string[], depth: number): Read | undefined {
  const first = item.exec(lines[0] ?? '');
  if (first === null) return undefined;
  const ordered = /\d/.test(first[2] ?? '');
  const items: string[][] = [];
  let taken = 0;
  let indent = 0;
  for (const line of lines) {
    const found = item.exec(line);
    if (found !== null && (found[1] ?? '').length < Math.max(indent, 1) && /\d/.test(found[2] ?? '') === ordered) {
      indent = line.length - (found[4] ?? '').length;
      items.push([found[4] ?? '']);
    } else if (line.trim() === '' ? /^\s{2,}\S/.test(lines[taken + 1] ?? '') : line.startsWith(' '.repeat(indent))) {
      items.at(-1)?.push(line.slice(indent));
    } else break;
    taken += 1;
  }
  const start = Number.parseInt(first[2] ?? '1', 10) || 1;
  return { block: { type: 'list', ordered, start, items: items.map((inner) => parseLines(inner, depth)) }, taken };
}
