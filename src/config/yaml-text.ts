import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { reasonOf } from '#errors.ts';

type Path = readonly PropertyKey[];

/** YAML 1.2 as plain data, with the way back to its lines. */
export interface ReadYaml {
  readonly type: 'read';
  readonly value: unknown;
  /** Counted from 1. */
  readonly lineOf: (path: Path) => number;
}

/**
 * Mappings become objects without inherited keys in the way, an empty text `{}`, and an integer beyond 2^53 its digits.
 * Nothing throws: aliases are counted, and unknown tags, duplicate keys, merge keys or deep nesting are problems.
 */
export function parseYamlText(
  text: string,
): ReadYaml | { readonly type: 'broken'; readonly problems: readonly string[] } {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      schema: 'core',
      merge: false,
      uniqueKeys: true,
      stringKeys: true,
      intAsBigInt: true,
      prettyErrors: false,
      lineCounter: lines,
    });
    const problems = [...document.errors, ...document.warnings].map(
      ({ message, pos }) => `${message} (line ${lines.linePos(pos[0]).line})`,
    );
    if (problems.length > 0) return { type: 'broken', problems };
    const value = toPlain(document.toJS({ maxAliasCount: 100 }), 0);
    return { type: 'read', value: value ?? {}, lineOf: (path) => findLine(document, lines, path) };
  } catch (thrown) {
    return { type: 'broken', problems: [reasonOf(thrown)] };
  }
}

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

/** Line of the innermost node on a path that stands in the text: an alias or a missing key has no place of its own. */
function findLine(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
