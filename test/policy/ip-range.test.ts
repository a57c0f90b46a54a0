import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInRange, parseIpRange } from '#policy/ip-range.ts';
import { rangeByBlockList } from './naive.ts';

const isIn = (range: string, address: string | null): boolean => {
  const parsed = parseIpRange(range);
  if (parsed === null) throw new Error(`no range: ${range}`);
  return isInRange(parsed, address);
};

describe('an address range', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.114.0', false],
    ['203.0.113.99/24', '203.0.113.1', true],
    ['0.0.0.0/0', '198.51.100.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '2001:db8::1', true],
    ['::/0', '198.51.100.1', false],
    ['2001:db8::/32', '2001:DB8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::1', '2001:db8:0:0:0:0:0:1', true],
    ['2001:db8::1/128', '2001:db8::2', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['10.0.0.0/8', '::ffff:a01:203', true],
    ['::ffff:10.0.0.0/104', '10.1.2.3', true],
    ['::ffff:10.0.0.0/104', '::ffff:11.0.0.1', false],
    ['::/0', '::ffff:10.1.2.3', false],
  ])('%s holds %s: %s', (range, address, expected) => {
    expect(isIn(range, address)).toBe(expected);
  });

  test.each([
    null,
    '',
    ' 203.0.113.7',
    '203.0.113.7, 10.0.0.1',
    '203.0.113.07',
    '203.0.113',
    '203.0.113.256',
    '0xcb.0.113.7',
    'fe80::1%eth0',
    '[::1]',
    '1::2::3',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8:9',
    '1:2:3:4::5:6:7:8',
    '203.0.113.7::',
    '::1.2.3.4:5',
    'unknown',
    '203.0.113.7/32',
  ])('what is no address is in no range, however wide: %j', (address) => {
    expect(isIn('0.0.0.0/0', address)).toBe(false);
    expect(isIn('::/0', address)).toBe(false);
  });

  test.each([
    '',
    '/',
    '10.0.0.0/',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/8/8',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/8.',
    'office',
  ])('%j is no range', (text) => {
    expect(parseIpRange(text)).toBeNull();
  });

  test('agrees with the platform on any address and prefix, close by or far away', () => {
    const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 32 })).map(([ip, bits]) => `${ip}/${bits}`);
    const v6 = fc
      .tuple(fc.ipV6(), fc.integer({ min: 1, max: 128 }))
      .filter(([ip]) => !/^(?:0*:)*:*(?:0*:)*ffff:/i.test(ip))
      .map(([ip, bits]) => `${ip}/${bits}`);
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(fc.oneof(v4, v6), address, fc.boolean(), (range, other, own) => {
        const candidate = own ? (range.split('/')[0] ?? '') : other;
        expect(isIn(range, candidate)).toBe(rangeByBlockList(range, candidate));
      }),
      { numRuns: 1000 },
    );
  });
});
