import type { Names } from '#core/names/names.ts';
import type { RecordedObject } from '#core/references/recorded-object.ts';
import { canonicalText, type JsonObject } from '#json.ts';
import { listChanges } from './list-changes.ts';
import { openNaming } from './named-value.ts';

/** The objects of one account, in the order of their paths, and its words. */
export interface ComparedAccount {
  readonly objects: readonly RecordedObject[];
  readonly names: Names;
}

export interface AccountDifference {
  readonly a: string;
  readonly b: string;
  readonly title: string;
  readonly changes: readonly string[];
}

export interface OnlyThere {
  readonly object: string;
  readonly title: string;
}

export interface AccountComparison {
  readonly same: number;
  readonly different: readonly AccountDifference[];
  readonly only: { readonly a: readonly OnlyThere[]; readonly b: readonly OnlyThere[] };
}

interface Named {
  readonly object: string;
  readonly kind: string;
  readonly title: string;
  readonly value: JsonObject;
}

/** Objects are equal by kind, title and content, then by kind and title, then by content alone; each is matched once. */
export function compareAccounts(accountA: ComparedAccount, accountB: ComparedAccount): AccountComparison {
  const [left, right] = [nameAll(accountA), nameAll(accountB)];
  const pairs = new Map<Named, Named>();
  const taken = new Set<Named>();
  for (const keyOf of [contentKey, titleKey, bareKey]) {
    const free = new Map<string, Named[]>();
    for (const one of right) if (!taken.has(one)) free.set(keyOf(one), [...(free.get(keyOf(one)) ?? []), one]);
    for (const one of left) {
      const match = pairs.has(one) ? undefined : free.get(keyOf(one))?.shift();
      if (match === undefined) continue;
      pairs.set(one, match);
      taken.add(match);
    }
  }
  const compared = left.flatMap((one) => {
    const match = pairs.get(one);
    return match === undefined ? [] : [{ one, match, changes: listChanges(one.value, match.value) }];
  });
  const different = compared.filter(({ changes }) => changes.length > 0);
  return {
    same: compared.length - different.length,
    different: different.map(({ one, match, changes }) => ({
      ...{ a: one.object, b: match.object, title: one.title, changes },
    })),
    only: {
      a: left.filter((one) => !pairs.has(one)).map(toOnly),
      b: right.filter((one) => !taken.has(one)).map(toOnly),
    },
  };
}

const toOnly = ({ object, title }: Named): OnlyThere => ({ object, title });

function nameAll({ objects, names }: ComparedAccount): readonly Named[] {
  const naming = new Map<string, ReturnType<typeof openNaming>>();
  return objects.map(({ object, kind, title, value }) => {
    const say = naming.get(kind) ?? openNaming(kind, names);
    naming.set(kind, say);
    return { object, kind, title, value: say(value) };
  });
}

const contentKey = ({ kind, value }: Named): string => `${kind} ${canonicalText(value)}`;
const titleKey = ({ kind, title }: Named): string => `${kind} ${title.trim().toLowerCase()}`;
const bareKey = ({ kind, value: { title: _, ...rest } }: Named): string => `${kind} ${canonicalText(rest)}`;
