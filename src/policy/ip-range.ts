/** An address as one number; IPv4 written as IPv6 (`::ffff:192.0.2.1`) is IPv4. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface IpRange {
  readonly bits: 32 | 128;
  /** The leading bits that every address of the range shares, moved to the right. */
  readonly network: bigint;
  /** How many bits are left free. */
  readonly free: bigint;
}

const mappedPrefix = 0xffffn;

/** `192.0.2.1`, `10.0.0.0/8`, `2001:db8::/32`, `::ffff:10.0.0.0/104`; bits below the prefix do not matter. Null for anything else. */
export function parseIpRange(text: string): IpRange | null {
  const [addressText = '', prefixText, ...rest] = text.split('/');
  const written = parseWritten(addressText);
  if (written === null || rest.length > 0) return null;
  if (prefixText !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(prefixText)) return null;
  const prefix = prefixText === undefined ? written.bits : Number(prefixText);
  if (prefix > written.bits) return null;
  const address = prefix >= 96 ? unmap(written) : written;
  const free = BigInt(written.bits - prefix);
  return { bits: address.bits, network: address.value >> free, free };
}

/** False for whatever is no address: what cannot be read never matches. */
export function isInRange(range: IpRange, address: string | null): boolean {
  const written = address === null ? null : parseWritten(address);
  if (written === null) return false;
  const { bits, value } = unmap(written);
  return bits === range.bits && value >> range.free === range.network;
}

const unmap = (address: Address): Address =>
  address.bits === 128 && address.value >> 32n === mappedPrefix
    ? { bits: 32, value: address.value & 0xffff_ffffn }
    : address;

function parseWritten(text: string): Address | null {
  const value = text.includes(':') ? parseV6(text) : parseV4(text);
  return value === null ? null : { bits: text.includes(':') ? 128 : 32, value };
}

/** Four decimal parts without leading zeros: `010` is 8 to some readers and 10 to others. */
function parseV4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return null;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseV6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half, index) => toGroups(half, index === halves.length - 1));
  const [head, tail] = groups;
  if (head === undefined || head === null || tail === null) return null;
  const given = head.length + (tail?.length ?? 0);
  // "::" stands for at least one group of zeros.
  if (tail === undefined ? given !== 8 : given > 7) return null;
  const all = [...head, ...Array.from({ length: 8 - given }, () => 0n), ...(tail ?? [])];
  return all.reduce((value, group) => (value << 16n) | group, 0n);
}

/** Groups of 16 bits; dotted decimal may stand for the last two groups of the address. */
function toGroups(half: string, last: boolean): readonly bigint[] | null {
  if (half === '') return [];
  const groups: bigint[] = [];
  const parts = half.split(':');
  for (const [index, part] of parts.entries()) {
    if (last && index === parts.length - 1 && part.includes('.')) {
      const v4 = parseV4(part);
      if (v4 === null) return null;
      groups.push(v4 >> 16n, v4 & 0xffffn);
    } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      groups.push(BigInt(`0x${part}`));
    } else {
      return null;
    }
  }
  return groups;
}
