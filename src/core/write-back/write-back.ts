import type { ObjectKey } from '#core/object-key.ts';
import { switchIn } from '#core/snapshot/known-as.ts';
import { isRedacted, isSameMasked } from '#core/snapshot/redact.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { canonicalText, type Json, type JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import type { OrderWrite } from './order-write.ts';
import { withActive } from './own-writes.ts';
import { toBody, type WriteBody } from './write-body.ts';

/** What is wanted of one object. */
export interface WriteBackTarget {
  readonly kind: Kind;
  /** `order` for the order of the kind. */
  readonly id: string;
  /** Last recorded state, null where the object is recorded as not there. */
  readonly recorded: Snapshot | null;
  /** State to bring back: one of a commit that counts. Null = it should not be there. */
  readonly wanted: Snapshot | null;
  /** Delete what should not be there; otherwise it is only deactivated. */
  readonly remove: boolean;
}

/** The object as it is now. */
export type LiveObject =
  | {
      readonly type: 'there';
      /** As it would be recorded: secrets masked. */
      readonly snapshot: Snapshot;
      /** As it was read; never kept, only sent back. */
      readonly unmasked: JsonObject;
      readonly personal: boolean;
    }
  | { readonly type: 'gone' }
  | { readonly type: 'unreadable'; readonly reason: string };

/** Why nothing is written. */
export type Refusal =
  /** Live state and last recorded state differ: someone was there since. */
  | { readonly reason: 'moved-on'; readonly recorded: Snapshot | null; readonly live: Snapshot | null }
  | { readonly reason: 'unreadable'; readonly detail: string }
  /** These fields hold masks in history: nobody here knows what to write. */
  | { readonly reason: 'redacted'; readonly fields: readonly string[] }
  /** The API has no way to set these fields (a macro's attachments). */
  | { readonly reason: 'not-writable'; readonly fields: readonly string[] }
  /** The API has no way to write the kind. */
  | { readonly reason: 'read-only'; readonly kind: string }
  /** What would make it whole again is in no snapshot. */
  | { readonly reason: 'no-create'; readonly kind: string; readonly detail: string }
  /** It should be switched off, and its kind has no switch. */
  | { readonly reason: 'no-switch'; readonly kind: string }
  /** Written before these fields were tracked: what they were is not known. */
  | { readonly reason: 'incomplete'; readonly fields: readonly string[] }
  /** It belongs to one agent, and the API writes it for nobody else. */
  | { readonly reason: 'personal' }
  /** An order cannot be brought back while triggers stand in other categories. */
  | { readonly reason: 'other-category'; readonly ids: readonly string[] }
  /** It was created again under another id, which never had the target state. */
  | { readonly reason: 'recreated'; readonly as: ObjectKey };

export type WriteBackPlan =
  /** `goal` = what the object will be; for `create` under its old id. `body.sent` stands inside the kind's envelope. */
  | { readonly type: 'update' | 'deactivate' | 'create'; readonly body: WriteBody; readonly goal: Snapshot }
  | { readonly type: 'delete' }
  /** For the order of a kind (`KIND/order`). */
  | { readonly type: 'reorder'; readonly write: OrderWrite; readonly goal: Snapshot }
  /** It is so already. */
  | { readonly type: 'nothing'; readonly goal: Snapshot | null }
  | { readonly type: 'refused'; readonly refusal: Refusal };

const refused = (refusal: Refusal): WriteBackPlan => ({ type: 'refused', refusal });

/** What the object will be when the target is written: a created object is kept, inactive, unless it is to be removed. */
export function goalOf({ recorded, wanted, remove }: WriteBackTarget): Snapshot | null {
  return wanted !== null || recorded === null || remove ? wanted : withActive(recorded, false);
}

/** What has to be sent to Zendesk. Pure; the same target on an account that has it gives `nothing`. */
export function planWriteBack(target: WriteBackTarget, live: LiveObject): WriteBackPlan {
  if (live.type === 'unreadable') return refused({ reason: 'unreadable', detail: live.reason });
  const goal = goalOf(target);
  const present = live.type === 'there' ? live.snapshot : null;
  const { name, toWrite, noCreate } = target.kind;
  const isToBeOff = target.wanted === null && !target.remove && present !== null;
  if (isToBeOff && switchIn(present.value) === null) return refused({ reason: 'no-switch', kind: name });
  if (isSameSnapshot(present, goal)) return { type: 'nothing', goal };
  if (!isSameSnapshot(present, target.recorded)) {
    return refused({ reason: 'moved-on', recorded: target.recorded, live: present });
  }
  if (toWrite === null) return refused({ reason: 'read-only', kind: name });
  if (goal === null) return { type: 'delete' };
  if (present === null && noCreate !== undefined) return refused({ reason: 'no-create', kind: name, detail: noCreate });
  if ((live.type === 'there' && live.personal) || isPersonal(target.kind, goal)) return refused({ reason: 'personal' });
  const missing = Object.keys(target.kind.fields).filter((field) => !Object.hasOwn(goal.value, field));
  if (missing.length > 0) return refused({ reason: 'incomplete', fields: missing });
  const unmasked = live.type === 'there' ? live.unmasked : null;
  const silent = unwritable(target.kind, goal.value, unmasked === null ? null : (present?.value ?? null));
  if (silent.length > 0) return refused({ reason: 'not-writable', fields: silent });
  const body = toBody(
    target.kind,
    goal.value,
    unmasked === null || !present ? null : { unmasked, masked: present.value },
  );
  const masked = Object.entries(body.sent).flatMap(([key, value]) => (isRedacted(value) ? [key] : []));
  if (masked.length > 0) return refused({ reason: 'redacted', fields: masked });
  if (present === null) return { type: 'create', body, goal };
  return { type: target.wanted === null ? 'deactivate' : 'update', body, goal };
}

/** Whoever writes back may not have the key of the recorded masks: masks of two keys are no difference. */
export const isSameSnapshot = (a: Snapshot | null, b: Snapshot | null): boolean =>
  a === null || b === null ? a === b : isSameMasked(a.text, b.text);

function isPersonal(kind: Kind, { value }: Snapshot): boolean {
  const { restriction } = value;
  return kind.personal && isRecord(restriction) && restriction['type'] === 'User';
}

/** Fields that should become something else and that the kind's write form leaves out. */
function unwritable(kind: Kind, goal: JsonObject, live: JsonObject | null): readonly string[] {
  const form = (value: JsonObject) => canonicalText(kind.toWrite?.(value) ?? null);
  return Object.keys(kind.fields).filter((field) => {
    const wanted = goal[field] ?? null;
    const present = live === null ? emptyLike(wanted) : (live[field] ?? null);
    if (field === 'id' || isSameMasked(canonicalText(wanted), canonicalText(present))) return false;
    return form(goal) === form({ ...goal, [field]: toOther(wanted) });
  });
}

const emptyLike = (value: Json): Json => (Array.isArray(value) ? [] : null);

/** Some other value of the same shape, so that the write form treats it alike. */
function toOther(value: Json): Json {
  if (Array.isArray(value)) return [...value, null];
  if (!isRecord(value)) return [value];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toOther(item)]));
}

const isRecord = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
