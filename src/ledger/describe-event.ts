import { describeChange } from '#core/describe/describe-change.ts';
import { describeOrder } from '#core/describe/describe-order.ts';
import { describeOtherFields, describeUnsure, withOtherFields } from '#core/describe/describe-other-fields.ts';
import {
  describeLate,
  describeShortLived,
  describeTransient,
  describeUnchanged,
} from '#core/describe/describe-unchanged.ts';
import { hasAction } from '#core/entry/changed-objects.ts';
import type { Names } from '#core/names/names.ts';
import { isOrder, kindOf, type ObjectKey } from '#core/object-key.ts';
import { parseOrder } from '#core/order/order.ts';
import type { Description } from '#core/words.ts';
import { findKind } from '#kinds/registry.ts';
import type { ObjectEvent, States } from './object-event.ts';
import { toRecorded } from './snapshot-text.ts';

export interface Texts {
  readonly textOf: (blob: string) => string | null;
  readonly namesOf: (blob: string | null) => Names;
  /** Title of an object as it is, or was last. */
  readonly titleOf: (kind: string, id: string) => string | null;
}

/** What an event changed, in the words that its commit used; made from the files, not out of the message. */
export function describeEvent(event: ObjectEvent, object: ObjectKey, texts: Texts): Description | null {
  if (event.type === 'decision' || event.type === 'moved') return null;
  const kind = findKind(kindOf(object));
  if (event.type === 'backfilled') {
    if (event.change.after === null) return { verb: 'Record', title: '', lines: [] };
    return describeStates({ ...event.change, names: event.names }, object, texts);
  }
  if (event.type !== 'change') return kind ? describeStates(event, object, texts) : null;
  const { facts, change } = event;
  if (facts.explains !== undefined) return describeLate('', facts.entries.length);
  if (!kind) return describeShortLived([], facts.entries.length);
  const { otherFields = [] } = facts;
  if (facts.change === 'none') {
    if (otherFields.length > 0) return describeOtherFields('', otherFields);
    if (change.transient && facts.entries.length === 1) return describeUnsure('');
    const describe = change.transient ? describeTransient : describeUnchanged;
    return describe('', facts.entries.length);
  }
  const description = withOtherFields(describeStates({ ...event, ...change }, object, texts), otherFields);
  // Its creation is not in the log: it was not made just then.
  const isFound = facts.change === 'created' && !hasAction(change.entries, 'create');
  return isFound ? { ...description, verb: 'Record' } : description;
}

/** What differs between two states. */
export function describeStates({ before, after, names }: States, object: ObjectKey, texts: Texts): Description {
  const kind = findKind(kindOf(object));
  if (!kind) return { verb: 'Record', title: '', lines: [] };
  const words = texts.namesOf(names);
  if (isOrder(object)) {
    const order = (blob: string | null) => parseOrder(kind, (blob === null ? null : texts.textOf(blob)) ?? '[]') ?? [];
    return describeOrder(kind, order(before), order(after), (id) => texts.titleOf(kind.name, id), words);
  }
  const snapshot = (blob: string | null) => {
    const text = blob === null ? null : texts.textOf(blob);
    return text === null ? null : toRecorded(object, text);
  };
  return describeChange(kind, snapshot(before), snapshot(after), words);
}
