import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTrailers, printTrailers } from '#core/commit/trailer-block.ts';
import { mentions, references, skipMarkers } from '../../support/github-rules.ts';
import { anyText, hostileTexts, megabytes } from '../../support/hostile.ts';

const key = fc.constantFrom('Zendesk-Account', 'Audit-Actor', 'Decision-Reason', 'Risk');
const block = fc.array(fc.record({ key, value: anyText }), { minLength: 1, maxLength: 6 });

describe('a trailer block', () => {
  it('reads back exactly, whatever its values hold', () => {
    fc.assert(
      fc.property(block, anyText, (trailers, body) => {
        expect(parseTrailers(`Subject\n\n${body}\n\n${printTrailers(trailers)}`)).toEqual(trailers);
      }),
    );
  });

  it('has one line a value, and nothing on it that GitHub would act on', () => {
    for (const value of [...hostileTexts, ...megabytes]) {
      const text = printTrailers([{ key: 'Audit-Actor', value }]);
      expect(text.split(/[\n\r\u0085\u2028\u2029]/)).toHaveLength(2);
      expect([...mentions(text), ...references(text), ...skipMarkers(text)]).toEqual([]);
    }
  });

  it('writes what cannot be seen as escapes, and nothing as nothing', () => {
    const values = ['a\u202eb\nc', '', ' x ', '(empty)', '@org/team'];
    expect(printTrailers(values.map((value) => ({ key: 'A', value })))).toBe(
      'A: a\\u202eb\\u000ac\nA: (empty)\nA: \\u0020x\\u0020\nA: \\u0028empty)\nA: \\u0040org/team\n',
    );
  });

  it('keeps the references that are meant', () => {
    const meant = [
      { key: 'Decision-By', value: '@admin-ann' },
      { key: 'Verdict-Rule', value: '#123' },
    ];
    expect(printTrailers(meant)).toBe('Decision-By: @admin-ann\nVerdict-Rule: #123\n');
  });

  it.each([
    ['no blank line in front of it', 'Zendesk-Account: acme\n'],
    ['an empty message', ''],
    ['a line of prose in it', 'S\n\nZendesk-Account: acme\nprose\n'],
    ['a continuation line', 'S\n\nZendesk-Account: acme\n  more\n'],
    ['an empty value', 'S\n\nZendesk-Account: \n'],
    ['a space at the end', 'S\n\nZendesk-Account: acme \n'],
    ['no space after the colon', 'S\n\nZendesk-Account:acme\n'],
    ['a lower-case key', 'S\n\nzendesk-account: acme\n'],
    ['CRLF', 'S\n\nZendesk-Account: acme\r\n'],
    ['an invisible character', 'S\n\nZendesk-Account: ac\u200bme\n'],
    ['an empty last paragraph', 'S\n\nZendesk-Account: acme\n\n'],
  ])('is void with %s', (_, message) => {
    expect(parseTrailers(message)).toBeNull();
  });
});
