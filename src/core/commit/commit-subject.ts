import { toInert } from '#core/inert.ts';
import type { Words } from '#core/words.ts';
import { clip, toVisible } from '#text.ts';

/** First line of a commit. Everything but `title` and the values in `headline` is ours. */
export type Subject =
  | {
      readonly type: 'object';
      /** `Update`, `Approve`, … */
      readonly verb: string;
      readonly kind: string;
      readonly id: string;
      readonly title: string;
    }
  /** `start` = `Reorder triggers:` or `Update names:`; the headline follows. */
  | { readonly type: 'headline'; readonly start: string; readonly headline: Words }
  | { readonly type: 'plain'; readonly text: string };

const limit = 72;

/** At most 72 code points, on one line, inert. A macro's title is cut in front, where its folders stand. */
export function renderSubject(subject: Subject): string {
  if (subject.type === 'plain') return clip(toInert(toVisible(subject.text)), limit);
  if (subject.type === 'headline') return renderHeadline(subject.start, subject.headline);
  const { verb, kind, id, title } = subject;
  const room = limit - length(`${verb} ${kind} "" (${id})`);
  const cut = kind === 'macro' ? clipMacroTitle(title, room) : clipTitle(title, room);
  return clip(`${verb} ${kind} "${cut}" (${id})`, limit);
}

export const clipTitle = (title: string, room: number): string => clip(safe(title), Math.max(room, 1));

/** `Refunds::EU::Partial` in less room: `…::EU::Partial`, then `…::Partial`, then `…::Parti…`. */
export function clipMacroTitle(title: string, room: number): string {
  const parts = title.split('::');
  for (let from = Math.max(0, parts.length - 50); from < parts.length; from += 1) {
    const rest = safe((from === 0 ? '' : '…::') + parts.slice(from).join('::'));
    if (length(rest) <= room || from === parts.length - 1) return clip(rest, Math.max(room, 1));
  }
  return '';
}

function renderHeadline(start: string, headline: Words): string {
  const values = headline.filter((word) => typeof word !== 'string').length;
  const print = (room: number) =>
    `${start} ${headline.map((word) => (typeof word === 'string' ? word : `"${clipTitle(word.value, room)}"`)).join('')}`;
  const whole = print(limit);
  if (length(whole) <= limit || values === 0) return clip(toInert(toVisible(whole)), limit);
  const ours =
    length(start) +
    1 +
    2 * values +
    headline.reduce((sum, word) => sum + (typeof word === 'string' ? length(word) : 0), 0);
  return clip(print(Math.floor((limit - ours) / values)), limit);
}

// Cut long before it is looked at closely: a title may have a megabyte.
const safe = (title: string): string => toInert(toVisible(clip(title, 1000)));

const length = (text: string): number => [...text].length;
