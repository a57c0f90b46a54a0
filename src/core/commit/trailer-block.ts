import { replaceTriggers } from '#core/inert.ts';
import { escapeUnits, isVisible, toVisible } from '#text.ts';

export interface Trailer {
  readonly key: string;
  /** As it was meant, before escaping: may hold any text. */
  readonly value: string;
}

const line = /^([A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*): (\S.*)$/u;

/** Values that are meant to refer to someone or something, and are ours: written as they are. */
const references: Readonly<Record<string, RegExp>> = {
  'Decision-By': /^@[0-9A-Za-z][0-9A-Za-z_-]{0,99}(?:\[bot\])?$/,
  'Verdict-Rule': /^#[1-9]\d{0,9}$/,
};

// Early versions wrote these two variation selectors as they are.
const emojiStyle = /[\ufe0e\ufe0f]/g;

const empty = '(empty)';

/**
 * The trailer block, one line a value, ending in LF. Whatever git or GitHub could act on is written as `\uXXXX`, so
 * that the value reads back exactly.
 */
export const printTrailers = (trailers: readonly Trailer[]): string =>
  trailers.map(({ key, value }) => `${key}: ${references[key]?.test(value) ? value : encode(value)}\n`).join('');

/**
 * The last paragraph of a raw commit message, if it is a whole, well-formed block, else null. Independent of git's own
 * rules, which one foreign line or a user's `trailer.separators` can upset.
 */
export function parseTrailers(message: string): readonly Trailer[] | null {
  const text = message.endsWith('\n') ? message.slice(0, -1) : message;
  const start = text.lastIndexOf('\n\n');
  if (start <= 0) return null;
  const trailers: Trailer[] = [];
  for (const written of text.slice(start + 2).split('\n')) {
    const [, key, value] = line.exec(written) ?? [];
    if (
      key === undefined ||
      value === undefined ||
      value.trimEnd() !== value ||
      !isVisible(value.replace(emojiStyle, ''))
    )
      return null;
    trailers.push({ key, value: decode(value) });
  }
  return trailers;
}

function encode(value: string): string {
  if (value === '') return empty;
  if (value === empty) return `${escapeUnits('(')}${empty.slice(1)}`;
  // A backslash that would read as an escape is escaped itself: decoding gives back exactly this value.
  const visible = toVisible(value.replace(/\\(?=u[0-9a-f]{4})/g, escapeUnits));
  return replaceTriggers(visible, escapeUnits).replace(/^\s|\s$/g, escapeUnits);
}

const decode = (written: string): string =>
  written === empty
    ? ''
    : written.replace(/\\u([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)));
