import { isObject } from '#json.ts';
import { everyMask } from './redact.ts';

/**
 * Whether two values may be one under different redaction rules: a mask stands for any text, and a masked field for any value.
 * What neither hides has to be equal.
 */
export function isSameButMasks(a: unknown, b: unknown): boolean {
  if (a === b || isMask(a) || isMask(b)) return true;
  if (typeof a === 'string' && typeof b === 'string') return fits(a, b) || fits(b, a) || mayMeet(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((one, index) => isSameButMasks(one, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSameButMasks(a[key], b[key]));
}

const isMask = (value: unknown): boolean =>
  typeof value === 'string' && value.replace(everyMask, '') === '' && value !== '';

/** Whether a text has everything around the masks of another one, in the same sequence. */
function fits(masked: string, text: string): boolean {
  const [start = '', ...parts] = masked.split(everyMask);
  const end = parts.pop();
  if (end === undefined || !text.startsWith(start)) return false;
  let place = start.length;
  for (const part of parts) {
    const found = text.indexOf(part, place);
    if (found === -1) return false;
    place = found + part.length;
  }
  return text.length - end.length >= place && text.endsWith(end);
}

/** Of two texts with masks in different places, only what is before the first and behind the last can be compared. */
function mayMeet(a: string, b: string): boolean {
  const [partsA, partsB] = [a.split(everyMask), b.split(everyMask)];
  if (partsA.length === 1 || partsB.length === 1) return false;
  const [startA = '', startB = ''] = [partsA[0], partsB[0]];
  const [endA = '', endB = ''] = [partsA.at(-1), partsB.at(-1)];
  const isSameStart = startA.startsWith(startB) || startB.startsWith(startA);
  return isSameStart && (endA.endsWith(endB) || endB.endsWith(endA));
}
