import { parseMoment } from '#policy/moment.ts';
import type { Start } from './audit-settings.ts';
import { parseDuration } from './duration.ts';
import type { InputName } from './inputs.ts';
import { type Refuse, timeForms } from './problem.ts';

export const policyFormats = ['text', 'markdown', 'json'] as const;
export type PolicyFormat = (typeof policyFormats)[number];

/** What `policy` is asked for. */
export interface PolicySettings {
  /** Configuration file as given; null = the one of the checkout. */
  readonly file: string | null;
  /** Oldest changes to look at. */
  readonly from: Start;
  readonly format: PolicyFormat;
}

const defaultSeconds = 90 * 86_400;

export function parsePolicy(read: (name: InputName) => string | null, refuse: Refuse): PolicySettings {
  const asked = read('format');
  const format = policyFormats.find((one) => one === asked);
  if (asked !== null && format === undefined) refuse('format', `one of ${policyFormats.join(', ')}`);
  return {
    file: read('file') ?? read('config'),
    from: parseFrom(read('from'), refuse),
    format: format ?? 'text',
  };
}

function parseFrom(text: string | null, refuse: Refuse): Start {
  if (text === null) return { type: 'before', seconds: defaultSeconds };
  const milliseconds = parseDuration(text);
  if (milliseconds !== null && milliseconds > 0) return { type: 'before', seconds: Math.floor(milliseconds / 1000) };
  const time = parseMoment(text, 'UTC', 'start');
  if (time === null) refuse('from', `${timeForms}, or a duration before the end such as 7d`);
  return { type: 'time', time: time ?? '' };
}
