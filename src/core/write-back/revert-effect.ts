import { isOrder } from '#core/object-key.ts';
import { everyMask } from '#core/snapshot/redact.ts';
import type { Words } from '#core/words.ts';
import { isObject, type Json, type JsonObject } from '#json.ts';
import { type LiveObject, planWriteBack, type WriteBackTarget } from './write-back.ts';
import { describeRefusal, type Speaker } from './write-back-words.ts';

/** What `/revert` would do, as far as what is recorded shows it: said before anybody types it. */
export type RevertEffect =
  /** `remove` = it takes the word `delete`: a new object that is inactive already, or that nothing can deactivate. */
  | { readonly type: 'update' | 'deactivate' | 'remove' | 'create' | 'reorder' | 'nothing' }
  /** Nothing that is recorded could be written back. */
  | { readonly type: 'impossible'; readonly why: Words };

/** `recorded` = the newest state, `wanted` = the approved one; null = not there. */
export function findRevertEffect(
  speaker: Speaker,
  { id, recorded, wanted }: Pick<WriteBackTarget, 'id' | 'recorded' | 'wanted'>,
): RevertEffect {
  const one = recorded ?? wanted;
  if (one === null || recorded?.text === wanted?.text) return { type: 'nothing' };
  if (isOrder(one.object)) return { type: 'reorder' };
  const live: LiveObject =
    recorded === null
      ? { type: 'gone' }
      : { type: 'there', snapshot: recorded, unmasked: withoutMasks(recorded.value), personal: false };
  const planned = (remove: boolean) => planWriteBack({ kind: speaker.kind, id, recorded, wanted, remove }, live);
  const plan = planned(false);
  if (wanted === null && plan.type !== 'deactivate' && planned(true).type === 'delete') return { type: 'remove' };
  switch (plan.type) {
    case 'refused':
      return { type: 'impossible', why: describeRefusal(speaker, plan.refusal)[0]?.words ?? [] };
    case 'delete':
      return { type: 'remove' };
    default:
      return { type: plan.type };
  }
}

/** As Zendesk has it: a secret that did not change is sent back as it is read, so its mask is in nobody's way. */
const withoutMasks = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unmasked(item)]));

function unmasked(value: Json): Json {
  if (typeof value === 'string') return value.replace(everyMask, 'secret');
  if (Array.isArray(value)) return value.map(unmasked);
  return isRecord(value) ? withoutMasks(value) : value;
}

const isRecord = (value: Json): value is JsonObject => isObject(value);
