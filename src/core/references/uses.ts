import { listWords, plural, quoted } from '#core/describe/phrases.ts';
import type { ObjectKey } from '#core/object-key.ts';
import type { Words } from '#core/words.ts';
import type { JsonObject } from '#json.ts';
import { type Kind, kindWords } from '#kinds/kind.ts';
import { findKind } from '#kinds/registry.ts';
import { findReferences } from './find-references.ts';
import type { RecordedObject } from './recorded-object.ts';

/** An object that names another one. */
export type Use = Pick<RecordedObject, 'object' | 'kind' | 'title' | 'active'>;

/** What others name an object by, `type/id`; null where its kind is named by nothing. */
export function referenceOf(kind: Kind | undefined, value: JsonObject): string | null {
  const id = kind?.namedBy?.id(value) ?? null;
  return id === null ? null : `${kind?.namedBy?.type}/${id}`;
}

/** `type/id` → the objects that name it, each once, in the order in which they come. */
export function foldUses(
  objects: Iterable<RecordedObject>,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Map<ObjectKey, Use>>();
  for (const { object, kind, title, active, value } of objects) {
    for (const { type, id } of findReferences(value)) {
      const reference = `${type}/${id}`;
      if (!wanted.has(reference)) continue;
      const known = uses.get(reference) ?? new Map<ObjectKey, Use>();
      uses.set(reference, known.set(object, { object, kind, title, active }));
    }
  }
  return new Map([...uses].map(([reference, found]) => [reference, [...found.values()]]));
}

/** Titles that are named of each kind. */
const mostTitles = 10;

/** `Used by 3 active triggers: "A", "B", "C"; 1 inactive macro: "D"`; null where nothing uses it. */
export function useWords(uses: readonly Use[], start: string): Words | null {
  if (uses.length === 0) return null;
  const groups = [true, false].flatMap((active) =>
    [...new Set(uses.map(({ kind }) => kind))].flatMap((kind): Words[] => {
      const own = uses.filter((use) => use.kind === kind && use.active === active);
      if (own.length === 0) return [];
      const [one, many] = [kindWords(kind), kindWords(findKind(kind)?.plural ?? `${kind}s`)];
      const state = active ? 'active' : 'inactive';
      const counted = plural(own.length, `${state} ${one}`, `${state} ${many}`);
      return [
        [
          `${counted}: `,
          ...listWords(
            own.map(({ title }) => quoted(title)),
            mostTitles,
          ),
        ],
      ];
    }),
  );
  return [`${start} `, ...groups.flatMap((words, index) => (index === 0 ? words : ['; ', ...words]))];
}

/** Active objects that run by themselves: what they send or do changes with what they name. */
export const listRunning = (uses: readonly Use[]): readonly Use[] =>
  uses.filter(
    ({ active, kind }) => active && (kind === 'trigger' || kind === 'automation' || kind === 'object-trigger'),
  );
