import { describeChange } from '#core/describe/describe-change.ts';
import { describeOrder } from '#core/describe/describe-order.ts';
import type { Names } from '#core/names/names.ts';
import { isOrder } from '#core/object-key.ts';
import { parseOrder } from '#core/order/order.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { DescribedLine, Description } from '#core/words.ts';
import { type Kind, kindWords } from '#kinds/kind.ts';
import type { Refusal } from './write-back.ts';

/** Words of a kind and of its objects. */
export interface Speaker {
  readonly kind: Kind;
  readonly names: Names;
  readonly titleOf: (id: string) => string | null;
}

/** What a write changes, or what has changed meanwhile: of an object or of an order. */
export function describeStates(speaker: Speaker, before: Snapshot | null, after: Snapshot | null): Description {
  const { kind, names, titleOf } = speaker;
  const one = before ?? after;
  if (one === null || !isOrder(one.object)) return describeChange(kind, before, after, names);
  const [from, to] = [before, after].map((snapshot) => parseOrder(kind, snapshot?.text ?? '[]') ?? []);
  return describeOrder(kind, from ?? [], to ?? [], titleOf, names);
}

/** Why nothing is written, for people; the first line says it, the others what is behind it. */
export function describeRefusal(speaker: Speaker, refusal: Refusal): readonly DescribedLine[] {
  switch (refusal.reason) {
    case 'moved-on':
      if (refusal.live === null && refusal.recorded !== null) {
        return [
          { words: ['It was deleted in Zendesk after the last recorded state. Run track first, then decide again.'] },
        ];
      }
      return [
        {
          words: [
            'It has changed since the last recorded state. Run track first, then decide again. Changes since then:',
          ],
        },
        ...describeStates(speaker, refusal.recorded, refusal.live).lines,
      ];
    case 'unreadable':
      return [{ words: ['It could not be read: ', { value: refusal.detail }] }];
    case 'redacted':
      return [
        {
          words: [`The history has only a masked value of ${listed(refusal.fields)}. Set it by hand.`],
        },
      ];
    case 'not-writable':
      return [{ words: [`The Zendesk API can't set ${listed(refusal.fields)}. Set it by hand.`] }];
    case 'read-only':
      return [{ words: [`The Zendesk API can't write a ${kindWords(refusal.kind)}. Change it by hand.`] }];
    case 'no-create':
      return [
        {
          words: [`A deleted ${kindWords(refusal.kind)} can't be created again: ${refusal.detail}. Create it by hand.`],
        },
      ];
    case 'no-switch':
      return [
        {
          words: [
            `A ${kindWords(refusal.kind)} can't be switched off, and nothing is deleted here. Delete it by hand.`,
          ],
        },
      ];
    case 'incomplete':
      return [{ words: [`That state was recorded before ${listed(refusal.fields)} was tracked. Set it by hand.`] }];
    case 'personal':
      return [{ words: ['It is a personal object: only its agent can change it.'] }];
    case 'recreated':
      return [
        {
          words: [
            `It was created again as ${refusal.as}, which was never in that state. Change ${refusal.as} by hand.`,
          ],
        },
      ];
    case 'other-category':
      return [
        {
          words: [`Put these back into their categories first: ${refusal.ids.map((id) => `trigger/${id}`).join(', ')}`],
        },
      ];
  }
}

/** Names of fields are ours: they come from a kind. */
const listed = (fields: readonly string[]): string => fields.join(', ');
