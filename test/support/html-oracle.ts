/** HTML as a browser's tokenizer reads it, as far as a document without script needs: written down apart from the code. */
export interface HtmlTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly isEnd: boolean;
}

export interface HtmlDocument {
  readonly tags: readonly HtmlTag[];
  /** Decoded text between tags, each run once, blank ones left out. */
  readonly texts: readonly string[];
  readonly comments: number;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decode = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return hex !== undefined ? String.fromCodePoint(Number.parseInt(hex, 16)) : (named[name] ?? all);
  });

// A letter or a slash after `<` opens a tag, `!` and `?` a comment; any other `<` is text.
const token = /<!--[\s\S]*?(?:-->|$)|<!doctype[^>]*>|<[!?][^>]*>|<(\/?)([a-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const attribute = /([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g;

export function parseHtml(html: string): HtmlDocument {
  const tags: HtmlTag[] = [];
  const texts: string[] = [];
  let comments = 0;
  let end = 0;
  const takeText = (raw: string): void => {
    if (raw.trim() !== '') texts.push(decode(raw));
  };
  token.lastIndex = 0;
  for (let match = token.exec(html); match; match = token.exec(html)) {
    takeText(html.slice(end, match.index));
    const [all, slash, name, rest = ''] = match;
    end = match.index + all.length;
    if (name === undefined) {
      if (!/^<!doctype/i.test(all)) comments += 1;
      continue;
    }
    const pairs = [...rest.matchAll(attribute)].map(
      ([, key = '', double, single, bare]) => [key.toLowerCase(), decode(double ?? single ?? bare ?? '')] as const,
    );
    tags.push({ name: name.toLowerCase(), attributes: new Map(pairs), isEnd: slash === '/' });
    if (!/^(?:style|title)$/i.test(name) || slash === '/') continue;
    // Everything up to its own end is text, whatever it looks like.
    const close = new RegExp(`</${name}`, 'i').exec(html.slice(end));
    const until = close ? end + close.index : html.length;
    takeText(html.slice(end, until));
    end = until;
    token.lastIndex = until;
  }
  takeText(html.slice(end));
  return { tags, texts, comments };
}

const empty = ['meta', 'br', 'link', 'img', 'input', 'hr', 'base'];

/** Elements that are not closed where they should be; empty for a well-formed document. */
export function findUnclosed({ tags }: HtmlDocument): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const { name, isEnd } of tags) {
    if (!isEnd && !empty.includes(name)) open.push(name);
    else if (isEnd && open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}
