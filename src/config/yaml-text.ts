import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { reasonOf } from '#errors.ts';

type Path = readonly PropertyKey[];

/** YAML 1.2 as plain data, with the way back to its lines. */
export interface ReadYaml {
  readonly type: 'read';
  readonly value: unknown;
  /** Counted from 1. */
  readonly lineOf: (path: Path) => number;
}

export interface YamlProblem {
  readonly message: string;
  /** Counted from 1; null where it is about the whole text. */
  readonly line: number | null;
}

export type BrokenYaml = { readonly type: 'broken'; readonly problems: readonly YamlProblem[] };

/** Far beyond any configuration, and read in about a second. Each key or item has a line or a comma of its own. */
const limits = { characters: 1_000_000, entries: 25_000 };

const broken = (message: string): BrokenYaml => ({ type: 'broken', problems: [{ message, line: null }] });

/**
 * Mappings become objects without inherited keys in the way, an empty text `{}`, and an integer beyond 2^53 its digits.
 * Nothing throws: size and aliases are limited, and unknown tags, duplicate keys, merge keys or deep nesting are problems.
 */
export function parseYamlText(text: string): ReadYaml | BrokenYaml {
  if (text.length > limits.characters) return broken(`too large: ${inMegabytes(text.length)}, the limit is 1 MB`);
  if (text.replace(/[^\n,]+/g, '').length > limits.entries)
    return broken(`too large: more than ${limits.entries.toLocaleString('en')} lines and items`);
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      schema: 'core',
      merge: false,
      // The library compares each key with all others of its mapping; `indexDocument` takes one look at each.
      uniqueKeys: false,
      stringKeys: true,
      intAsBigInt: true,
      prettyErrors: false,
      lineCounter: lines,
    });
    const problems = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
      message,
      line: lines.linePos(pos[0]).line,
    }));
    if (problems.length > 0) return { type: 'broken', problems };
    const value = toPlain(document.toJS({ maxAliasCount: 100 }), 0);
    const index = indexDocument(document, lines);
    if (index.repeated.length > 0) return { type: 'broken', problems: index.repeated };
    return { type: 'read', value: value ?? {}, lineOf: (path) => findLine(index.lines, path) };
  } catch (thrown) {
    return broken(reasonOf(thrown));
  }
}

const inMegabytes = (characters: number): string => `${(characters / 1_000_000).toFixed(1)} MB`;

const deepest = 20;

/** Bounded, because an alias may stand inside what it names. */
function toPlain(value: unknown, depth: number): unknown {
  if (depth > deepest) throw new RangeError(`nested more than ${deepest} levels deep`);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (Array.isArray(value)) return value.map((item) => toPlain(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.some(([key]) => key === '__proto__')) throw new RangeError('"__proto__" is not allowed as a key');
  return Object.fromEntries(entries.map(([key, item]) => [key, toPlain(item, depth + 1)]));
}

interface Index {
  /** Path, joined by NUL → line of its value. */
  readonly lines: ReadonlyMap<string, number>;
  readonly repeated: readonly YamlProblem[];
}

/** Where everything stands, in one pass: a text may have thousands of problems, each with a line to be found. */
function indexDocument(document: Document, counter: LineCounter): Index {
  const lines = new Map<string, number>();
  const repeated: YamlProblem[] = [];
  const walk = (node: unknown, path: string): void => {
    if (isNode(node) && node.range) lines.set(path, counter.linePos(node.range[0]).line);
    if (isAlias(node)) return;
    if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, `${path}\0${index}`);
    if (!isMap(node)) return;
    const known = new Set<string>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      if (known.has(name)) {
        const line = isNode(key) && key.range ? counter.linePos(key.range[0]).line : null;
        repeated.push({ message: `the key ${JSON.stringify(name.slice(0, 60))} is given twice`, line });
      }
      known.add(name);
      walk(value, `${path}\0${name}`);
    }
  };
  walk(document.contents, '');
  return { lines, repeated };
}

/** Line of the innermost value on a path that stands in the text: an alias or a missing key has no place of its own. */
function findLine(lines: ReadonlyMap<string, number>, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const line = lines.get(['', ...path.slice(0, length)].map(String).join('\0'));
    if (line !== undefined) return line;
  }
  return 1;
}
