import * as z from 'zod';
import { configSchema } from './schema.ts';

type Path = readonly PropertyKey[];

/** What helps with a problem at a path: a similar word that is known there, else what the nearest key is for. */
export function helpFor(path: Path, word: string | null): string {
  const { known, description } = lookUp(path);
  const guess = word === null ? null : findSimilar(word, known);
  if (guess !== null) return `Did you mean "${guess}"?`;
  return description ?? 'docs/configuration.md describes every key.';
}

/** `known` = the words that may stand at the end of a path: keys where that key is unknown, else values. */
function lookUp(path: Path): { readonly known: readonly string[]; readonly description: string | null } {
  let schema: unknown = configSchema;
  let description: string | null = null;
  for (const key of path) {
    const keys = keysOf(schema);
    if (keys !== null && !keys.includes(String(key))) return { known: keys, description: null };
    schema = below(schema, String(key));
    description = descriptionOf(schema) ?? description;
  }
  return { known: valuesOf(schema), description };
}

/** What is inside of defaults and the like. */
function unwrap(schema: unknown): unknown {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  )
    return unwrap(schema.unwrap());
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema;
}

function keysOf(schema: unknown): readonly string[] | null {
  const inner = unwrap(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : null;
}

function below(schema: unknown, key: string): unknown {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return inner.shape[key];
  if (inner instanceof z.ZodArray) return inner.element;
  if (inner instanceof z.ZodUnion) return inner.options.map((one) => below(one, key)).find((one) => one !== null);
  return inner instanceof z.ZodRecord ? inner.valueType : null;
}

const descriptionOf = (schema: unknown): string | undefined =>
  schema instanceof z.ZodType ? (schema.description ?? descriptionOf(unwrapOnce(schema))) : undefined;

const unwrapOnce = (schema: unknown): unknown => {
  const inner = unwrap(schema);
  return inner === schema ? null : inner;
};

function valuesOf(schema: unknown): readonly string[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodEnum) return inner.options.map(String);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap(valuesOf);
  const words = inner instanceof z.ZodType ? inner.meta()?.['enum'] : undefined;
  return Array.isArray(words) ? words.map(String) : [];
}

const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Longer words are no slip of the finger, and comparing them would take its time. */
const longest = 40;

/** The word that was probably meant: two slips at most, or one word that begins with the other. */
export function findSimilar(given: string, words: readonly string[]): string | null {
  const word = plain(given.slice(0, longest));
  if (word.length < 2) return null;
  const rated = words
    .filter((known) => Math.abs(plain(known).length - word.length) <= 2)
    .map((known) => ({ known, slips: countSlips(word, plain(known)) }))
    .sort((a, b) => a.slips - b.slips);
  const [best] = rated;
  if (best !== undefined && best.slips <= Math.min(2, Math.floor(word.length / 2) - 1)) return best.known;
  const alike = (known: string): boolean =>
    Math.min(known.length, word.length) >= 3 && (word.startsWith(known) || known.startsWith(word));
  return words.find((known) => alike(plain(known))) ?? null;
}

/** Letters to put in, take away, replace, or swap with the next one. */
function countSlips(a: string, b: string): number {
  let [older, previous]: [readonly number[], readonly number[]] = [
    [],
    Array.from({ length: b.length + 1 }, (_, j) => j),
  ];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const least = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(swapped ? Math.min(least, (older[j - 2] ?? 0) + 1) : least);
    }
    [older, previous] = [previous, row];
  }
  return previous[b.length] ?? 0;
}
