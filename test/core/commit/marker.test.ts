import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeHandle,
  type Marker,
  parseDigestMarker,
  parseMarker,
  printDigestMarker,
  printMarker,
} from '#core/commit/marker.ts';
import { blob } from '../../support/facts.ts';
import { anyText } from '../../support/hostile.ts';

const marker: Marker = {
  account: 'acme',
  object: 'trigger/360000000041',
  change: '28835703787924',
  before: blob('3'),
  after: blob('a'),
};

const anyMarker: fc.Arbitrary<Marker> = fc.record({
  account: fc.constantFrom('acme', 'acme-eu2'),
  object: fc.constantFrom('trigger/1', 'view/order'),
  change: fc.constantFrom('1', '1,2,333', blob('f')),
  before: fc.constantFrom(null, blob('0')),
  after: fc.constantFrom(null, 'c'.repeat(64)),
});

describe('an issue marker', () => {
  it('is the line of the contract', () => {
    expect(printMarker({ ...marker, before: null })).toBe(
      `<!-- zendrift:1 object=acme/trigger/360000000041 change=28835703787924 before=none after=${blob('a')} -->`,
    );
  });

  it('reads back from the first line of a body, however the rest looks', () => {
    fc.assert(
      fc.property(anyMarker, anyText, fc.constantFrom('\n', '\r\n'), (some, rest, end) => {
        expect(parseMarker(printMarker(some) + end + rest)).toEqual(some);
      }),
    );
  });

  it('is not believed anywhere else', () => {
    const line = printMarker(marker);
    for (const body of [` ${line}`, `\n${line}`, `${line} x`, `> ${line}`, line.replace('zendrift:1', 'zendrift:2')])
      expect(parseMarker(body)).toBeNull();
  });

  it.each([
    ['an account that is none', line({ account: '../x' })],
    ['an object that is none', line({ object: 'trigger/../1' })],
    ['a change that is none', line({ change: '1,' })],
    ['a short blob', line({ before: 'abc1234' })],
    ['upper case', line({ after: blob('A') })],
    ['a part missing', '<!-- zendrift:1 object=acme/trigger/1 change=1 before=none -->'],
  ])('is void with %s', (_, text) => {
    expect(parseMarker(text)).toBeNull();
  });

  it('names the change by its entries, else by its blob', () => {
    expect(changeHandle({ entries: [{ id: '7' }, { id: '8' }], before: null, after: blob('a') })).toBe('7,8');
    expect(changeHandle({ entries: [], before: blob('b'), after: blob('a') })).toBe(blob('a'));
    expect(changeHandle({ entries: [], before: blob('b'), after: null })).toBe(blob('b'));
  });
});

describe('a digest marker', () => {
  it('reads back, and is no object marker', () => {
    const digest = { account: 'acme', id: '7c1f0e9a2b44', changes: 302 };
    expect(printDigestMarker(digest)).toBe('<!-- zendrift:1 digest=acme/7c1f0e9a2b44 changes=302 -->');
    expect(parseDigestMarker(`${printDigestMarker(digest)}\nmore`)).toEqual(digest);
    expect(parseMarker(printDigestMarker(digest))).toBeNull();
    expect(parseDigestMarker(printMarker(marker))).toBeNull();
  });
});

function line(over: Readonly<Record<string, string>>): string {
  const parts = { account: 'acme', object: 'trigger/1', change: '1', before: 'none', after: 'none', ...over };
  return `<!-- zendrift:1 object=${parts.account}/${parts.object} change=${parts.change} before=${parts.before} after=${parts.after} -->`;
}
