import { parseMoment } from '#policy/moment.ts';
import type { Start } from './audit-settings.ts';
import { parseDuration } from './duration.ts';
import type { InputName } from './inputs.ts';
import { type Refuse, timeForms } from './problem.ts';

/** What `backfill` is asked for. */
export interface BackfillSettings {
  /** Null = from the first edit that the account remembers. */
  readonly from: Start | null;
  /** The same as it was given: a run that goes on must be asked for the same. */
  readonly fromText: string | null;
  /** Also edits whose state no revision holds. */
  readonly entries: boolean;
  /** What is wrong with it; other commands give the same options another meaning. */
  readonly problems: readonly string[];
}

export function parseBackfill(
  read: (name: InputName) => string | null,
  isSet: (name: InputName) => boolean,
  refuseInto: (problems: string[]) => Refuse,
): BackfillSettings {
  const text = read('from');
  const problems: string[] = [];
  const from = text === null ? null : parseFrom(text, refuseInto(problems));
  return { from, fromText: text, entries: isSet('entries'), problems };
}

function parseFrom(text: string, refuse: Refuse): Start {
  const milliseconds = parseDuration(text);
  if (milliseconds !== null && milliseconds > 0) return { type: 'before', seconds: Math.floor(milliseconds / 1000) };
  const time = parseMoment(text, 'UTC', 'start');
  if (time === null) refuse('from', `${timeForms}, or a duration before now such as 365d`);
  return { type: 'time', time: time ?? '' };
}
