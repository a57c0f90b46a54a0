import type { Description } from '#core/words.ts';
import { listRunning, type Use, useWords } from './uses.ts';

/** A description that also says who uses the object, and of a deletion what it breaks. */
export function withUses(description: Description, uses: readonly Use[]): Description {
  const { verb, lines } = description;
  const isGone = verb === 'Delete';
  const start = isGone ? (listRunning(uses).length > 0 ? 'This breaks' : 'Was used by') : 'Used by';
  const words = useWords(uses, start);
  return words === null ? description : { ...description, lines: [...lines, { words }] };
}
