import { describeOtherFields, withOtherFields } from '#core/describe/describe-other-fields.ts';
import { isOrder, type ObjectKey, objectAt, objectKey } from '#core/object-key.ts';
import type { Description } from '#core/words.ts';
import { kinds } from '#kinds/registry.ts';
import { describeStates, type Texts } from '#ledger/describe-event.ts';
import { namesPath } from '#ledger/describe-tree.ts';
import type { States } from '#ledger/object-event.ts';
import type { DifferentObject } from '#render/diff/diff-result.ts';
import { linesText } from '#render/words-text.ts';
import type { Between, ReadPoints } from './read-points.ts';

/** An object that differs, not described yet. */
export interface Difference extends States {
  readonly object: ObjectKey;
  readonly between: Between | null;
  readonly isBaselined: boolean;
}

/** Objects and orders whose states differ, and those of which a setting changed that no snapshot holds. */
export function findDifferences(account: string, points: ReadPoints): readonly Difference[] {
  const { before, after, between, baselined } = points;
  const names = namesPath(account);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const object = objectAt(account, path) ?? orderOf(account, path);
    if (object === null) return [];
    const states = { before: before.get(path) ?? null, after: after.get(path) ?? null };
    const known = between.get(object) ?? null;
    if (states.before === states.after && (known === null || known.otherFields.size === 0)) return [];
    // The words of what is gone were known while it was there.
    const words = (states.after === null ? before.get(names) : after.get(names)) ?? null;
    const isBaselined = states.before === null && baselined.has(path);
    return [{ object, ...states, names: words, between: known, isBaselined }];
  });
}

function orderOf(account: string, path: string): ObjectKey | null {
  const kind = kinds.find(({ plural }) => path === `snapshots/${account}/${plural}/order.json`);
  return kind === undefined ? null : objectKey(kind.name, 'order');
}

export function toDifferent(difference: Difference, texts: Texts): DifferentObject {
  const { object, before, after, between, isBaselined } = difference;
  const description = describe(difference, texts);
  return {
    object,
    title: description.title,
    change: isBaselined ? 'recorded' : changeOf(object, before, after),
    words: isBaselined ? [] : linesText(description.lines),
    ...{ before, after },
    changes: between?.changes ?? 0,
    actors: [...(between?.actors.values() ?? [])],
    last: between?.last ?? null,
  };
}

function describe({ object, between, ...states }: Difference, texts: Texts): Description {
  const others = [...(between?.otherFields ?? [])].sort();
  const description = describeStates(states, object, texts);
  if (states.before !== states.after) return withOtherFields(description, others);
  return describeOtherFields(description.title, others);
}

function changeOf(object: ObjectKey, before: string | null, after: string | null): DifferentObject['change'] {
  if (isOrder(object)) return 'reordered';
  return before === null ? 'created' : after === null ? 'deleted' : 'updated';
}
