import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IpPrivacy, maskIp, maskIpsIn, type Privacy } from '#core/entry/privacy.ts';
import { blobId } from '../../support/drift.ts';

const privacy = (ip: IpPrivacy): Privacy => ({ ip, keyedHash: (text) => blobId(`key ${text}`) });

describe('an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.0/24'],
    ['::ffff:203.0.113.7', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:0DB8:0001::6', '2001:db8:1::/48'],
    ['2001:db8::', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['nonsense', 'omitted'],
    ['203.0.113.7, 198.51.100.4', 'omitted'],
  ])('%s truncated is %s', (ip, masked) => {
    expect(maskIp(ip, privacy('truncated'))).toBe(masked);
  });

  it('is the same text for the same address where it is hashed, and another for another', () => {
    const hash = (ip: string) => maskIp(ip, privacy('hashed'));
    expect(hash('203.0.113.7')).toMatch(/^hash:[0-9a-f]{16}$/);
    expect(hash('203.0.113.7')).toBe(hash('203.0.113.7'));
    expect(hash('203.0.113.7')).not.toBe(hash('203.0.113.8'));
  });

  it('is left out, or whole, as configured; no address stays none', () => {
    expect(maskIp('203.0.113.7', privacy('omitted'))).toBe('omitted');
    expect(maskIp('203.0.113.7', privacy('full'))).toBe('203.0.113.7');
    expect(maskIp(null, privacy('hashed'))).toBeNull();
  });

  it('is masked once, however often it is masked, and never shows its last part', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    const mode = fc.constantFrom<IpPrivacy>('truncated', 'hashed', 'omitted');
    fc.assert(
      fc.property(address, mode, (ip, ip_mode) => {
        const once = maskIp(ip, privacy(ip_mode));
        expect(maskIp(once, privacy(ip_mode))).toBe(once);
        expect(once).toMatch(
          /^(?:omitted|hash:[0-9a-f]{16}|(?:\d+\.){3}0\/24|[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){2}::\/48)$/,
        );
      }),
    );
  });

  it('that was kept in part is left out once the configuration says so', () => {
    expect(maskIp('203.0.113.0/24', privacy('omitted'))).toBe('omitted');
  });
});

describe('addresses in a free text of the log', () => {
  const say = (text: string, ip: IpPrivacy) => maskIpsIn(text, privacy(ip));

  it.each([
    ['Login from 198.51.100.4.', 'Login from 198.51.100.0/24.'],
    ['from 198.51.100.4, then (2001:db8:1::9)', 'from 198.51.100.0/24, then (2001:db8:1::/48)'],
    ['ip=2001:0db8:0001:0002:0003:0004:0005:0006;', 'ip=2001:db8:1::/48;'],
    ['allowed 203.0.113.0/28', 'allowed 203.0.113.0/24'],
    ['::ffff:203.0.113.7', '203.0.113.0/24'],
    ['"203.0.113.7"', '"203.0.113.0/24"'],
    ['IP:203.0.113.7:443', 'IP:203.0.113.0/24:443'],
    ['x203.0.113.7_', 'x203.0.113.0/24_'],
    ['IP:2001:db8:1::9: denied', 'IP:2001:db8:1::/48: denied'],
    ['[2001:DB8:1:2:3:4:5:6]:443', '[2001:db8:1::/48]:443'],
  ])('%s', (text, masked) => {
    expect(say(text, 'truncated')).toBe(masked);
    expect(say(masked, 'truncated')).toBe(masked);
    expect(say(text, 'omitted')).toContain('omitted');
    expect(say(text, 'hashed')).toMatch(/hash:[0-9a-f]{16}/);
  });

  it.each([
    'At 10:12:13 on 2026-11-22T10:12:13Z',
    'Ratio 1:2:3, version 1.2.3, sum 1.234.567',
    'Refunds::EU – face::cafe',
    'MAC 00:1a:2b:3c:4d:5e',
    'Author names such as a:b:c',
  ])('%s holds none', (text) => {
    expect(say(text, 'omitted')).toBe(text);
  });

  it('never keep their last part, wherever they stand', () => {
    const mode = fc.constantFrom<IpPrivacy>('truncated', 'hashed', 'omitted');
    fc.assert(
      fc.property(fc.ipV4(), mode, fc.constantFrom(' ', '"', '(', ',', '='), (ip, how, around) => {
        const once = say(`x${around}${ip}${around}y`, how);
        expect(once).not.toContain(`${around}${ip}${around}`.replace(/\.0(?=\D*$)/, '.0.'));
        expect(say(once, how)).toBe(once);
      }),
    );
  });
});
