import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quote } from '#config/quote.ts';
import { renderSubject } from '#core/commit/commit-subject.ts';
import { printTrailers } from '#core/commit/trailer-block.ts';
import { toPersonName } from '#core/entry/author.ts';
import { markdownCell } from '#core/names/markdown-cell.ts';
import { toPlainJson, toPlainLine } from '#entry/plain-line.ts';
import { renderReason } from '#git/git-failure.ts';
import { cleanName } from '#git/identity.ts';
import { toReason } from '#github/reason.ts';
import { canonicalText } from '#json.ts';
import { visibleJson } from '#render/document.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { csvCell } from '#render/escape/csv-cell.ts';
import { fence } from '#render/escape/fence.ts';
import { escapeHtml } from '#render/escape/html.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { isVisible, toVisible } from '#text.ts';
import { oneLine } from '#zendesk/one-line.ts';

/** Everything that a text of someone else goes through before it is written anywhere. */
const sinks: Readonly<Record<string, (text: string) => string>> = {
  'a snapshot': (text) => canonicalText({ title: text }),
  'a subject': (text) => renderSubject({ type: 'plain', text }),
  'a trailer': (text) => printTrailers([{ key: 'Key', value: text }]),
  'an author': (text) => toPersonName(text, 'nobody'),
  'an index': markdownCell,
  'a code span': codeSpan,
  'a fence': (text) => fence([text]).join('\n'),
  'plain Markdown': plainMarkdown,
  'a CSV cell': csvCell,
  HTML: escapeHtml,
  'an export': (text) => visibleJson(text),
  'the terminal': toPlainLine,
  'a JSON result': toPlainJson,
  'a problem of the configuration': quote,
  'words of Zendesk': (text) => oneLine(text),
  'words of GitHub': toReason,
  'words of git': renderReason,
};

// Written down apart from the code: what Unicode calls control, format, surrogate, separator or ignorable, and U+2800.
const ranges: ReadonlyArray<readonly [number, number]> = [
  ...([
    [0, 0x1f],
    [0x7f, 0x9f],
    [0xad, 0xad],
    [0x34f, 0x34f],
    [0x600, 0x605],
    [0x61c, 0x61c],
    [0x115f, 0x1160],
  ] as const),
  ...([
    [0x17b4, 0x17b5],
    [0x180b, 0x180f],
    [0x200b, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
  ] as const),
  ...([
    [0x2800, 0x2800],
    [0x3164, 0x3164],
    [0xd800, 0xdfff],
    [0xfe00, 0xfe0f],
    [0xfeff, 0xfeff],
  ] as const),
  ...([
    [0xffa0, 0xffa0],
    [0x1d173, 0x1d17a],
    [0xe0000, 0xe0fff],
  ] as const),
];
const invisible = fc.constantFrom(...ranges).chain(([from, to]) => fc.integer({ min: from, max: to }));
const blanks = /^[\t\n\v\f\r\u2028\u2029\ufeff]$/;
const written = (character: string): string =>
  [...Array(character.length).keys()]
    .map((unit) => `u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
    .join('\\');

describe('characters that nobody can see', () => {
  test('are written as \\uXXXX, the same ones in every sink and in snapshots', () => {
    fc.assert(
      fc.property(
        invisible.map((code) => String.fromCodePoint(code)),
        (character) => {
          for (const [name, sink] of Object.entries(sinks)) {
            const text = sink(`front${character}back`);
            expect(text.replaceAll('\n', ''), name).not.toContain(character === '\n' ? '\r' : character);
            // A line of a log makes a space of a line break; JSON has short names for some controls.
            if (blanks.test(character) || character === '\b') continue;
            expect(text.replace(/\\\\|&#92;/g, '\\'), name).toContain(`front\\${written(character)}back`);
          }
          expect(isVisible(character)).toBe(false);
          expect(cleanName(`front${character}back`)).toBe('front back');
        },
      ),
    );
  });

  test('are all that is: a character that Unicode shows stays as it is in every sink', () => {
    const shown = fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 4 }).filter(isVisible);
    const letters = shown.filter((text) => /^[\p{L}\p{N}\p{M}]+$/u.test(text));
    fc.assert(
      fc.property(letters, (text) => {
        for (const [name, sink] of Object.entries(sinks)) expect(sink(`front${text}`), name).toContain(`front${text}`);
      }),
    );
  });

  test.each([
    '\u3164',
    '\u2800',
    '\u115f',
    '\u1160',
    '\uffa0',
    '\u034f',
    '\u180e',
    '\ufe0e',
    '\ufe0f',
    '\u{e0101}',
    '\u{e0041}',
  ])('%j is one of them', (character) => {
    for (const sink of Object.values(sinks)) expect(sink(`front${character}back`)).not.toContain(character);
  });

  test('an emoji is readable, its variation selector is not hidden', () => {
    expect(toVisible('❤️ 👍')).toBe('❤\\ufe0f 👍');
  });
});
