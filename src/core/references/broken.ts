import type { ObjectKey } from '#core/object-key.ts';
import { findKind } from '#kinds/registry.ts';
import { findReferences } from './find-references.ts';
import type { RecordedObject } from './recorded-object.ts';
import { referenceOf } from './uses.ts';

/** An active object that names something which is not there, or is switched off. */
export interface BrokenReference {
  readonly object: ObjectKey;
  readonly title: string;
  /** `webhook/01H…` */
  readonly reference: string;
  readonly where: string;
  readonly problem: 'deleted' | 'inactive';
}

/**
 * Sees all recorded objects of an account, one after the other. What is named counts as deleted only where objects of its
 * kind are recorded at all: else nobody looked.
 */
export function openBroken() {
  const targets = new Map<string, { readonly active: boolean }>();
  const recorded = new Set<string>();
  const named: Omit<BrokenReference, 'problem'>[] = [];
  return {
    add: ({ object, kind: name, title, active, value }: RecordedObject): void => {
      const kind = findKind(name);
      const own = referenceOf(kind, value);
      if (own !== null && kind?.namedBy) {
        targets.set(own, { active });
        recorded.add(kind.namedBy.type);
      }
      if (!active) return;
      for (const { type, id, where } of findReferences(value)) {
        named.push({ object, title, reference: `${type}/${id}`, where });
      }
    },
    list: (): readonly BrokenReference[] =>
      named.flatMap((one): BrokenReference[] => {
        if (!recorded.has(one.reference.slice(0, one.reference.indexOf('/')))) return [];
        const target = targets.get(one.reference);
        if (target === undefined) return [{ ...one, problem: 'deleted' }];
        return target.active ? [] : [{ ...one, problem: 'inactive' }];
      }),
  };
}
