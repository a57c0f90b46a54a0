import type { Input } from './input.ts';
import { type InputName, inputs } from './inputs.ts';

/** Where the inputs came from; a person is shown the name that was typed there. */
export type Surface = 'command-line' | 'action';

/** Reports that an input must be something else: "a duration such as 45m". */
export type Refuse = (name: InputName, wanted: string) => void;

/** What a time looks like on the command line. */
export const timeForms = 'a day such as 2026-11-22 or a time such as 2026-11-22T10:12:13Z';

/** The items of a list, each once, divided by commas or blanks. */
export const listOf = (text: string | null): readonly string[] => [
  ...new Set((text ?? '').split(/[\s,]+/).filter((item) => item !== '')),
];

/**
 * `--from`, `ZENDESK_SUBDOMAIN`, or the name of the Action's input, `zendesk-subdomain`. `command` = whose meaning counts, where
 * several commands share the word.
 */
export function nameInput(name: InputName, surface: Surface, command = ''): string {
  if (surface === 'action') return name;
  const input: Input = inputs[name];
  const { argument, value, only, env }: Input = { ...input, ...input.meanings?.[command] };
  if (argument !== undefined && value !== undefined) return value;
  return only === 'environment' && env !== undefined ? env : `--${name}`;
}

const mostShown = 80;

/** The value as it was given, in quotes. An address may hold a password before its `@`, so such a text isn't repeated. */
export const quoteValue = (text: string): string =>
  text.includes('@') ? '' : `, not ${JSON.stringify(text.length > mostShown ? `${text.slice(0, mostShown)}…` : text)}`;

export const mustBe = (name: string, wanted: string, given: string): string =>
  `${name} must be ${wanted}${quoteValue(given)}`;
