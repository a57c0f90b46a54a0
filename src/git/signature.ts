import { createHash } from 'node:crypto';
import type { ObjectFormat } from './object-id.ts';

/** Commit objects as bytes: what of them is signed, where the signature stands, and which commits it speaks for. */

/** How many commits directly before the signed one were made in the same push, and are vouched for by its signature. */
const vouchHeader = 'zendrift-vouches';

const signatureHeader = (format: ObjectFormat): string => (format === 'sha1' ? 'gpgsig' : 'gpgsig-sha256');

/** Position of the empty line that ends the headers. */
const endOfHeaders = (body: Buffer): number => {
  const at = body.indexOf('\n\n');
  return at < 0 ? body.length : at;
};

/** Adds a header as the last one, as git does it: lines after the first begin with a space. */
function withHeader(body: Buffer, name: string, value: string): Buffer {
  const at = endOfHeaders(body);
  const header = `\n${name} ${value.trimEnd().replaceAll('\n', '\n ')}`;
  return Buffer.concat([body.subarray(0, at), Buffer.from(header), body.subarray(at)]);
}

export const withSignature = (body: Buffer, format: ObjectFormat, signature: string): Buffer =>
  withHeader(body, signatureHeader(format), signature);

/** `count` 0 says nothing more than the signature alone. */
export const withVouched = (body: Buffer, count: number): Buffer =>
  count === 0 ? body : withHeader(body, vouchHeader, String(count));

/** Puts the commit on another parent. Only the first `parent` header is looked at: our commits have at most one. */
export function withParent(body: Buffer, parent: string): Buffer {
  const at = endOfHeaders(body);
  const head = body.subarray(0, at).toString('latin1');
  const moved = head.replace(/^parent [0-9a-f]+$/m, `parent ${parent}`);
  return Buffer.concat([Buffer.from(moved, 'latin1'), body.subarray(at)]);
}

export interface SignedParts {
  /** The bytes that were signed: the object without the signature. */
  readonly payload: Buffer;
  /** Armoured, with its final line feed. */
  readonly signature: string;
  /** Commits directly before this one, parent by parent, that it speaks for. */
  readonly vouched: number;
}

const longestBatch = 1_000_000;

/** Takes a signed commit apart; null for one without signature, or with more than one. */
export function splitSignature(body: Buffer, format: ObjectFormat): SignedParts | null {
  const at = endOfHeaders(body);
  // latin1 keeps each byte one character, so that nothing changes that git has signed.
  const lines = body.subarray(0, at).toString('latin1').split('\n');
  const name = `${signatureHeader(format)} `;
  const kept: string[] = [];
  const signature: string[] = [];
  let signatures = 0;
  let inside = false;
  for (const line of lines) {
    if (line.startsWith(name)) signatures += 1;
    inside = line.startsWith(name) || (inside && line.startsWith(' '));
    if (inside) signature.push(line.slice(line.startsWith(name) ? name.length : 1));
    else kept.push(line);
  }
  if (signatures !== 1) return null;
  const counts = kept.filter((line) => line.startsWith(`${vouchHeader} `));
  const count = /^[1-9]\d*$/.test(counts[0]?.slice(vouchHeader.length + 1) ?? '') ? counts[0] : undefined;
  const vouched = counts.length === 1 ? Number(count?.slice(vouchHeader.length + 1) ?? 0) : 0;
  return {
    payload: Buffer.concat([Buffer.from(kept.join('\n'), 'latin1'), body.subarray(at)]),
    signature: `${signature.join('\n')}\n`,
    vouched: vouched <= longestBatch ? vouched : 0,
  };
}

/** The id that git gives a commit with this content, computed without git. */
export const commitIdOf = (format: ObjectFormat, body: Buffer): string =>
  createHash(format).update(`commit ${body.length}\0`).update(body).digest('hex');
