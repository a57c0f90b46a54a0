import { idForm } from '#kinds/object-id.ts';
import { type Refuse, timeForms } from './problem.ts';

/** What `restore` is asked for. */
export interface RestoreSettings {
  /** `KIND/ID`, each once; empty = everything that the other options leave. */
  readonly objects: readonly string[];
  /** At least 7 hex digits of a commit id. */
  readonly to: string | null;
  /** The same as it was typed. */
  readonly toText: string | null;
  /** Zendesk user id: only what this person changed since. */
  readonly actor: string | null;
  /** UTC, whole seconds: only what was changed from then on. */
  readonly since: string | null;
  /** Write; otherwise the plan is printed. */
  readonly apply: boolean;
}

const objectPattern = new RegExp(`^[a-z-]{1,40}/${idForm}$`);

export function parseObjects(objects: readonly string[], problems: string[]): readonly string[] {
  const wrong = objects.filter((object) => !objectPattern.test(object));
  if (wrong.length > 0) problems.push(`${listWords(wrong)} must be KIND/ID, such as trigger/360000000041`);
  return objects;
}

const mostNamed = 5;

const listWords = (wrong: readonly string[]): string =>
  [
    ...wrong.slice(0, mostNamed).map((text) => JSON.stringify(text.slice(0, 80))),
    ...(wrong.length > mostNamed ? [`${wrong.length - mostNamed} more`] : []),
  ].join(', ');

export function parseActor(text: string | null, refuse: Refuse): string | null {
  if (text === null || /^(?:-1|\d{1,32})$/.test(text)) return text;
  refuse('actor', 'a Zendesk user id');
  return null;
}

/** A time as in a commit, `2026-11-22T10:12:13Z`, or a day, which begins at midnight UTC. */
export function parseSince(text: string | null, refuse: Refuse): string | null {
  if (text === null) return null;
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  const usable = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time) && !Number.isNaN(Date.parse(time));
  if (usable) return time;
  refuse('since', timeForms);
  return null;
}

/** A commit id, or at least 7 digits of one; null for anything else, which other commands give the same option. */
export const parseCommitName = (text: string | null): string | null =>
  text !== null && /^[0-9a-f]{7,64}$/i.test(text) ? text.toLowerCase() : null;
