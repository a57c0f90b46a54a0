import { idOf, isOrder, kindOf, type ObjectKey } from '#core/object-key.ts';
import { matchesGlob } from './glob.ts';
import type { OwnerRule } from './rule.ts';

/** An object as far as it matters who owns it; null where it has no title or category. */
export interface Owned {
  readonly object: ObjectKey;
  readonly title: string | null;
  readonly category: { readonly id: string; readonly name: string | null } | null;
}

/** The entry that an object belongs to: the first one that matches. */
export const findOwners = <Rule extends OwnerRule>(rules: readonly Rule[], owned: Owned): Rule | null =>
  rules.find((rule) => matches(rule, owned)) ?? null;

function matches({ kinds, objects, titles, categories }: OwnerRule, { object, title, category }: Owned): boolean {
  if (kinds !== undefined && !kinds.includes(kindOf(object))) return false;
  if (objects !== undefined && !objects.some((one) => one === object || one === idOf(object))) return false;
  const isTitled = title !== null && !isOrder(object);
  if (titles !== undefined && !(isTitled && titles.some((glob) => matchesGlob(glob, title)))) return false;
  return categories === undefined || (category !== null && categories.some((one) => isCategory(one, category)));
}

const isCategory = (wanted: string, { id, name }: NonNullable<Owned['category']>): boolean =>
  wanted === id || (name !== null && matchesGlob(wanted, name));

/** What is wrong with one entry, in words for people: it owns nothing of what is recorded. */
export interface IdleOwners {
  /** Position in the list, from 0. */
  readonly index: number;
  /** Earlier entries own all that it matches. */
  readonly isCovered: boolean;
}

/** Entries that own none of these objects. */
export function listIdleOwners(rules: readonly OwnerRule[], objects: readonly Owned[]): readonly IdleOwners[] {
  const used = new Set(objects.map((owned) => findOwners(rules, owned)));
  return rules.flatMap((rule, index) =>
    used.has(rule) ? [] : [{ index, isCovered: objects.some((owned) => matches(rule, owned)) }],
  );
}

/** `owners[1] (macro, "Billing::*") matches no recorded object: nobody is assigned by it` */
export const idleWords = (rules: readonly OwnerRule[], { index, isCovered }: IdleOwners): string => {
  const rule = rules[index];
  const name = `owners[${index}] (${rule === undefined ? '' : renderClauses(rule)})`;
  return isCovered
    ? `${name} has no effect: earlier entries own every object that it matches`
    : `${name} matches no recorded object`;
};

/** `kinds: macro; titles: Billing::*`; `every object` where no clause is given. */
export function renderClauses({ kinds, objects, titles, categories }: OwnerRule): string {
  const clauses = Object.entries({ kinds, objects, titles, categories }).flatMap(([key, values]) =>
    values === undefined ? [] : [`${key}: ${values.join(', ')}`],
  );
  return clauses.length === 0 ? 'every object' : clauses.join('; ');
}
