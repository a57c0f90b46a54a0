import { toInert } from '#core/inert.ts';
import { isOrder } from '#core/object-key.ts';
import type { Verb, Words } from '#core/words.ts';
import { wordsText } from '#render/words-text.ts';
import { clip, toVisible } from '#text.ts';
import type { IssueView } from './issue-view.ts';
import { peopleOf, titlePeople } from './people.ts';

/** GitHub's limit. https://docs.github.com/en/rest/issues/issues */
const limit = 256;

const done: Readonly<Record<Verb, string>> = {
  Create: 'created',
  Update: 'updated',
  Rename: 'renamed',
  Activate: 'activated',
  Deactivate: 'deactivated',
  Delete: 'deleted',
  Reorder: 'moved',
  Record: 'changed',
};

/** `[acme] Jane Doe and 1 other deactivated trigger "Notify requester"`, plain text of at most 256 code points. */
export function issueTitle({
  account,
  episode,
  kind,
  description,
}: Pick<IssueView, 'account' | 'episode' | 'kind' | 'description'>): string {
  const { verb, title, headline } = description;
  const start = `[${account}] ${titlePeople(peopleOf(episode.changes))} `;
  if (isOrder(episode.object)) {
    const room = limit - [...start].length;
    return start + safe(`moved ${headline === undefined ? kind.plural : headlineText(kind.name, headline)}`, room);
  }
  // A kind that is not known any more: it came and went between two runs.
  const what = episode.object.startsWith('rule/') && verb === 'Record' ? 'created and deleted' : done[verb];
  const named = `${start}${what} ${kind.name} "`;
  const end = what === done.Record ? '" and changed it back' : '"';
  return `${named}${safe(title, limit - [...named].length - end.length)}${end}`;
}

/** `trigger "Close spam" above "Auto-reply"`; an object without a title, or a category, says itself what it is. */
function headlineText(kind: string, words: Words): string {
  const text = wordsText(words);
  return typeof words[0] === 'string' ? text : `${kind} ${text}`;
}

export const safe = (text: string, room: number): string => clip(toInert(toVisible(clip(text, 1000))), room);
