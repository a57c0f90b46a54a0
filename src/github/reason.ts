import { clip, toVisible } from '#text.ts';

/**
 * GitHub's own words, made fit for one line of a log: nothing invisible, at most 200 characters.
 * A proxy may answer with a page of HTML, and a validation error repeats what was sent.
 */
export function toReason(text: string): string {
  return clip(toVisible(text.replace(/\s+/g, ' ').trim()), 200);
}
