/** A Markdown text as the blocks that zendrift's issues are made of. */
export type Block =
  | { readonly type: 'paragraph'; readonly text: string }
  | { readonly type: 'heading'; readonly level: number; readonly text: string }
  | { readonly type: 'code'; readonly language: string; readonly lines: readonly string[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly start: number; readonly items: readonly Blocks[] }
  | { readonly type: 'table'; readonly align: readonly Align[]; readonly rows: ReadonlyArray<readonly string[]> }
  | { readonly type: 'quote'; readonly blocks: Blocks }
  | { readonly type: 'details'; readonly open: boolean; readonly summary: string; readonly blocks: Blocks }
  | { readonly type: 'rule' };

export type Blocks = readonly Block[];
export type Align = 'left' | 'right' | 'center';

/** One block that begins at a line, and how many lines it took; undefined where it is of another type. */
type Read = { readonly block: Block | undefined; readonly taken: number };
/** Takes the place, not a rest of the lines: 64 KB of line ends would otherwise be copied 64 thousand times. */
type Reader = (lines: Lines, at: number) => Read | undefined;
type Lines = readonly string[];

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
    const read = firstRead(readers, lines, at);
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

function firstRead(readers: readonly Reader[], lines: Lines, at: number): Read | undefined {
  for (const reader of readers) {
    const read = reader(lines, at);
    if (read !== undefined) return read;
  }
  return undefined;
}

function nested(depth: number): readonly Reader[] {
  if (depth >= deepest) return [];
  return [readDetails, readQuote, readList].map((reader) => (lines, at) => reader(lines, at, depth + 1));
}

/** The first line from a place on for which something holds; their number where it holds for none. */
function findFrom(lines: Lines, from: number, holds: (line: string) => boolean): number {
  let at = from;
  while (at < lines.length && !holds(lines[at] ?? '')) at += 1;
  return at;
}

function readBlank(lines: Lines, at: number): Read | undefined {
  return (lines[at] ?? '').trim() === '' ? { block: undefined, taken: 1 } : undefined;
}

/** A comment that begins a line hides all its lines; without an end, everything, as in a browser. */
function readComment(lines: Lines, at: number): Read | undefined {
  if (!lines[at]?.trimStart().startsWith('<!--')) return undefined;
  const end = findFrom(lines, at, (line) => line.includes('-->'));
  if (end === lines.length) return { block: undefined, taken: end - at };
  const after = (lines[end] ?? '').split('-->').slice(1).join('-->').trim();
  return after === '' ? { block: undefined, taken: end + 1 - at } : undefined;
}

function readFence(lines: Lines, at: number): Read | undefined {
  const [, mark = '', language = ''] = fence.exec(lines[at] ?? '') ?? [];
  if (mark === '') return undefined;
  const closing = new RegExp(`^ {0,3}${mark[0]}{${mark.length},}\\s*$`);
  const end = findFrom(lines, at + 1, (line) => closing.test(line));
  const taken = Math.min(end + 1, lines.length) - at;
  const block: Block = { type: 'code', language: language.trim(), lines: lines.slice(at + 1, end) };
  return { block, taken };
}

function readHeading(lines: Lines, at: number): Read | undefined {
  const [, marks = '', text = ''] = /^ {0,3}(#{1,6})(?=\s|$)(.*)$/.exec(lines[at] ?? '') ?? [];
  return marks === '' ? undefined : { block: { type: 'heading', level: marks.length, text: text.trim() }, taken: 1 };
}

function readRule(lines: Lines, at: number): Read | undefined {
  const line = lines[at] ?? '';
  return /^ {0,3}([-*_])\s*(?:\1\s*){2,}$/.test(line) ? { block: { type: 'rule' }, taken: 1 } : undefined;
}

function readTable(lines: Lines, at: number): Read | undefined {
  const [head = '', dashes = ''] = [lines[at], lines[at + 1]];
  if (!head.includes('|') || !dashes.includes('|') || !toCells(dashes).every((cell) => /^:?-+:?$/.test(cell)))
    return undefined;
  const rows = lines.slice(
    at,
    findFrom(lines, at + 2, (line) => !line.includes('|')),
  );
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

function readDetails(lines: Lines, at: number, depth: number): Read | undefined {
  const found = /^ {0,3}<details(\s+open)?>(.*)$/i.exec(lines[at] ?? '');
  if (found === null) return undefined;
  const [, open, opened = ''] = found;
  const end = findDetailsEnd(lines, at);
  const inner = [opened, ...lines.slice(at + 1, end + 1)].join('\n');
  const [all = '', summary = 'Details'] = /^\s*<summary>([\s\S]*?)<\/summary>/i.exec(inner) ?? [];
  const blocks = parseLines(
    inner
      .slice(all.length)
      .replace(/<\/details>\s*$/i, '')
      .split('\n'),
    depth,
  );
  return {
    block: { type: 'details', open: open !== undefined, summary: summary.trim(), blocks },
    taken: Math.min(end + 1, lines.length) - at,
  };
}

/** The line that closes the first `<details>`; what stands in a fence closes nothing. */
function findDetailsEnd(lines: Lines, from: number): number {
  let open = 0;
  for (let at = from; at < lines.length; at += 1) {
    const fenced = readFence(lines, at);
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

function readQuote(lines: Lines, at: number, depth: number): Read | undefined {
  const quoted = lines.slice(
    at,
    findFrom(lines, at, (line) => !/^ {0,3}>/.test(line)),
  );
  if (quoted.length === 0) return undefined;
  const inner = quoted.map((line) => line.replace(/^ {0,3}> ?/, ''));
  return { block: { type: 'quote', blocks: parseLines(inner, depth) }, taken: quoted.length };
}

function readList(lines: Lines, at: number, depth: number): Read | undefined {
  const first = item.exec(lines[at] ?? '');
  if (first === null) return undefined;
  const ordered = /\d/.test(first[2] ?? '');
  const items: string[][] = [];
  let end = at;
  let indent = 0;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    const found = item.exec(line);
    if (found !== null && (found[1] ?? '').length < Math.max(indent, 1) && /\d/.test(found[2] ?? '') === ordered) {
      indent = line.length - (found[4] ?? '').length;
      items.push([found[4] ?? '']);
    } else if (line.trim() === '' ? /^\s{2,}\S/.test(lines[end + 1] ?? '') : line.startsWith(' '.repeat(indent))) {
      items.at(-1)?.push(line.slice(indent));
    } else break;
  }
  const start = Number.parseInt(first[2] ?? '1', 10) || 1;
  return {
    block: { type: 'list', ordered, start, items: items.map((inner) => parseLines(inner, depth)) },
    taken: end - at,
  };
}
