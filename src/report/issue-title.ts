import { toInert } from '#drift/inert.ts';
import { idOf, isOrder, type ObjectKey } from '#drift/object-key.ts';
import { clip, toVisible } from '#drift/visible.ts';
import type { Description, Verb } from '#drift/words.ts';

/** GitHub's limit. https://docs.github.com/en/rest/issues/issues */
const limit = 256;

const done: Readonly<Record<Verb, string>> = {
  Create: 'created',
  Update: 'updated',
  Rename: 'renamed',
  Activate: 'activated',
  Deactivate: 'deactivated',
  Delete: 'deleted',
  Reorder: 'reordered',
  Record: 'changed and changed back',
};

export interface Titled {
  readonly account: string;
  readonly object: ObjectKey;
  readonly kind: { readonly name: string; readonly plural: string };
  readonly description: Description;
}

/** `[acme] Unapproved: trigger "Notify requester" deactivated (360000000041)`, plain text of at most 256 code points. */
export function issueTitle({ account, object, kind, description }: Titled): string {
  const { verb, title, headline } = description;
  if (isOrder(object)) {
    const moved = headline?.map((word) => (typeof word === 'string' ? word : `"${word.value}"`)).join('') ?? '';
    return safe(`[${account}] Unapproved: ${kind.plural} reordered${moved === '' ? '' : `: ${moved}`}`, limit);
  }
  // A kind that is not known any more: it came and went between two runs.
  const what = object.startsWith('rule/') && verb === 'Record' ? 'made and deleted' : done[verb];
  const start = `[${account}] Unapproved: ${kind.name} "`;
  const end = `" ${what} (${idOf(object)})`;
  return start + safe(title, limit - [...start, ...end].length) + end;
}

export const safe = (text: string, room: number): string => clip(toInert(toVisible(clip(text, 1000))), room);
