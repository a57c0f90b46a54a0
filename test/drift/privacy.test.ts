import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IpPrivacy, maskIp, type Privacy } from '#drift/privacy.ts';
import { blobId } from '../support/drift.ts';

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
