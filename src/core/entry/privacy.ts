import { type AuditEntry, unknownIp } from './audit-entry.ts';

/** How IP addresses are written everywhere: commits, state, issues, reports (docs/security.md, Data about people). */
export type IpPrivacy = 'full' | 'truncated' | 'hashed' | 'omitted';

export interface Privacy {
  readonly ip: IpPrivacy;
  /** Keyed hash as hex; asked for only where `ip` is `hashed`. */
  readonly keyedHash: (text: string) => string;
}

/** Entries as they may be kept. Verdicts are made before this: a rule sees the full address. */
export const maskEntries = (entries: readonly AuditEntry[], privacy: Privacy): readonly AuditEntry[] =>
  privacy.ip === 'full'
    ? entries
    : entries.map((entry) => ({
        ...entry,
        ip: maskIp(entry.ip, privacy),
        description: maskIpsIn(entry.description, privacy),
      }));

// What may be an address in prose, with the network of one that was masked before.
const v4 = /(?:::ffff:)?(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\d|\.\d)/.source;
const v6 = /(?<![0-9a-z])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?![0-9a-z])/.source;
const address = new RegExp(`(${v4}|${v6})(/\\d{1,3})?`, 'gi');

/** Free text of the log ("login from 203.0.113.7") with its addresses kept as all others are. */
export const maskIpsIn = (text: string, privacy: Privacy): string =>
  text.replace(address, (found: string, ip: string, network = '') => {
    if (isMaskedIp(found)) return found;
    // A colon may end the clause, not the address.
    const colon = /[^:]:$/.test(ip) ? ':' : '';
    const whole = colon === '' ? ip : ip.slice(0, -1);
    if (!whole.includes('.') && !isV6(whole)) return found;
    const masked = maskIp(whole, privacy) ?? '';
    return `${masked}${masked.includes('/') ? '' : network}${colon}`;
  });

/** Not a time of day, a ratio or a hardware address; and not the `::` between two words. */
const isV6 = (text: string): boolean => {
  const groups = text.split(':');
  const halves = text.split('::').length;
  return /\d/.test(text) && (halves === 2 ? groups.length <= 9 : halves === 1 && groups.length === 8);
};

export function maskIp(ip: string | null, { ip: mode, keyedHash }: Privacy): string | null {
  if (ip === null || ip === unknownIp || mode === 'full') return ip;
  if (mode === 'omitted') return 'omitted';
  // Entries that waited in the state were masked when they were put there.
  if (isMaskedIp(ip)) return ip;
  if (mode === 'hashed') return `hash:${keyedHash(`ip ${ip}`).slice(0, 16)}`;
  return truncateIp(ip);
}

/** Whether an address is kept in a form that a rule cannot compare with a range. */
export const isMaskedIp = (ip: string): boolean =>
  ip === 'omitted' || /^(?:hash:[0-9a-f]{16}|(?:\d{1,3}\.){3}0\/24|[0-9a-f:]{2,14}::\/48)$/.test(ip);

/** The network that is left when the part naming one machine is gone: /24 of IPv4, /48 of IPv6. */
function truncateIp(ip: string): string {
  const v4 = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(ip);
  if (v4) return `${v4[1]}.0/24`;
  const [head = '', tail] = ip.split('::');
  const groups = head === '' ? [] : head.split(':');
  const isAddress = /^[0-9a-f:]+$/i.test(ip) && (tail !== undefined || groups.length === 8);
  if (!isAddress) return 'omitted';
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const whole = [
    ...groups,
    ...Array.from({ length: Math.max(0, missing) }, () => '0'),
    ...(tail ? tail.split(':') : []),
  ];
  return `${whole
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')}::/48`;
}
