/** A rich text as the lines that a reader sees, with its lists, links and tables as text. */
export interface HtmlText {
  readonly lines: readonly string[];
  /** What the lines do not show: comments, scripts, and every tag with a style or another attribute. */
  readonly hidden: readonly string[];
}

const blocks = new Set([
  ...['p', 'div', 'br', 'ul', 'ol', 'li', 'table', 'tr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'blockquote', 'pre'],
  ...['section', 'article', 'header', 'footer', 'dl', 'dt', 'dd', 'body', 'html', 'head', 'thead', 'tbody'],
]);
const unseen = new Set(['script', 'style', 'title', 'template']);

export const isHtml = (text: string): boolean =>
  /<\/?(?:p|div|br|li|ul|ol|h[1-6]|table|tr|td|a|b|i|u|em|strong|span|font|img|hr|blockquote|pre|html|body)(?=[\s/>])/i.test(
    text,
  );

/** One pass from left to right, whatever the text holds: what is no tag stays text. */
export function htmlText(html: string): HtmlText {
  const lines: string[] = [];
  const hidden: string[] = [];
  const lists: { readonly ordered: boolean; items: number }[] = [];
  const links: { readonly href: string; readonly start: number }[] = [];
  let line = '';
  let bullet = '';
  const flush = (): void => {
    const text = line.replace(/[\t\n\f\r ]+/g, ' ').trim();
    if (text !== '') lines.push(`${bullet}${text}`);
    line = '';
    if (text !== '') bullet = '';
  };
  const open = (name: string, attributes: string): void => {
    if (blocks.has(name)) flush();
    if (name === 'ul' || name === 'ol') lists.push({ ordered: name === 'ol', items: 0 });
    if (name === 'li') bullet = bulletOf(lists);
    if (name === 'td' || name === 'th') line += line.trim() === '' ? '' : ' | ';
    if (name === 'hr') line = '———';
    if (name === 'a') links.push({ href: attributeOf(attributes, 'href'), start: line.length });
    if (name === 'img') line += `[image: ${attributeOf(attributes, 'alt')} ${attributeOf(attributes, 'src')}]`;
    const rest =
      name === 'a' ? without(attributes, ['href']) : name === 'img' ? without(attributes, ['alt', 'src']) : attributes;
    if (rest.replace(/[\s/]/g, '') !== '') hidden.push(`<${name} ${rest.trim()}>`);
  };
  const close = (name: string): void => {
    const link = name === 'a' ? links.pop() : undefined;
    if (link !== undefined && link.href !== '' && line.slice(link.start).trim() !== link.href)
      line += ` (${link.href})`;
    if (blocks.has(name)) flush();
    if (name === 'ul' || name === 'ol') lists.pop();
    if (name === 'li') bullet = '';
  };
  for (const token of tokensOf(html)) {
    if (token.type === 'text') line += decoded(token.text);
    else if (token.type === 'unseen') hidden.push(token.text);
    else if (token.type === 'open') open(token.name, token.attributes);
    else close(token.name);
  }
  flush();
  return { lines, hidden };
}

function bulletOf(lists: { readonly ordered: boolean; items: number }[]): string {
  const list = lists.at(-1);
  if (list === undefined) return '• ';
  list.items += 1;
  return `${'  '.repeat(Math.min(lists.length, 6) - 1)}${list.ordered ? `${list.items}. ` : '• '}`;
}

type Token =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'unseen'; readonly text: string }
  | { readonly type: 'open'; readonly name: string; readonly attributes: string }
  | { readonly type: 'close'; readonly name: string };

function* tokensOf(html: string): Generator<Token> {
  let place = 0;
  // Looked for once, however many tags begin in front of it.
  let bracket = -1;
  while (place < html.length) {
    const start = html.indexOf('<', place);
    if (start !== -1 && bracket <= start) bracket = html.indexOf('>', start);
    const end =
      start === -1 || bracket === -1 ? -1 : html.startsWith('<!--', start) ? endOfComment(html, start) : bracket + 1;
    if (end === -1) {
      yield { type: 'text', text: html.slice(place) };
      return;
    }
    if (start > place) yield { type: 'text', text: html.slice(place, start) };
    const [, slash = '', tag = '', attributes = ''] =
      /^<(\/?)([a-z][a-z0-9]*)((?:[\s/].*)?)>$/is.exec(html.slice(start, end)) ?? [];
    const name = tag.toLowerCase();
    place = end;
    if (name === '') {
      const isComment = html.startsWith('<!', start) || html.startsWith('<?', start);
      if (!isComment) place = start + 1;
      if (isComment) yield { type: 'unseen', text: html.slice(start, end) };
      else yield { type: 'text', text: '<' };
    } else if (unseen.has(name) && slash === '') {
      const close = new RegExp(`</${name}`, 'gi');
      close.lastIndex = end;
      place = close.exec(html)?.index ?? html.length;
      yield { type: 'unseen', text: html.slice(start, place) };
    } else if (slash === '') yield { type: 'open', name, attributes };
    else yield { type: 'close', name };
  }
}

function endOfComment(html: string, start: number): number {
  const end = html.indexOf('-->', start + 4);
  return end === -1 ? -1 : end + 3;
}

function attributeOf(attributes: string, name: string): string {
  const match = new RegExp(`(?:^|[\\s/])${name}\\s{0,5}=\\s{0,5}(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(
    attributes,
  );
  return decoded(match?.[1] ?? match?.[2] ?? match?.[3] ?? '');
}

const without = (attributes: string, names: readonly string[]): string =>
  names.reduce(
    (rest, name) =>
      rest.replace(new RegExp(`(?:^|[\\s/])${name}\\s{0,5}=\\s{0,5}(?:"[^"]*"|'[^']*'|[^\\s"'>]+)`, 'i'), ''),
    attributes,
  );

const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', euro: '€', pound: '£', yen: '¥', cent: '¢' },
  ...{ copy: '©', reg: '®', trade: '™', hellip: '…', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“' },
  ...{ rdquo: '”', laquo: '«', raquo: '»', bull: '•', middot: '·', deg: '°', times: '×', auml: 'ä', ouml: 'ö' },
  ...{ uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è', agrave: 'à', ccedil: 'ç' },
};

/** Entities as the characters that they stand for; one that is not known stays as it is written. */
const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
