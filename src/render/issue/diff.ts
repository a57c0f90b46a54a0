import { createTwoFilesPatch } from 'diff';
import { toVisible } from '#text.ts';

/**
 * Unlike texts of 5,000 lines would take seconds. A number of edits bounds that (1,000 take 0.2 s), because a time alone
 * would make the same issue look different on a slower machine; the time (milliseconds) only stands behind it.
 */
const limits = { maxEditLength: 1_000, timeout: 3_000 };

/**
 * Unified diff of two snapshots, without file headers. Null = the object was not there. Where comparing takes too long,
 * one line says so.
 */
export function unifiedDiff(before: string | null, after: string | null, path: string): readonly string[] {
  if (before === after) return [];
  const patch = createTwoFilesPatch(path, path, before ?? '', after ?? '', undefined, undefined, {
    context: 3,
    // All added or all removed is quick, however long.
    ...(before === null || after === null ? {} : limits),
  });
  if (patch === undefined) return [`The two versions of ${path} differ too much to compare here. See the commit.`];
  const lines = patch.split('\n');
  const start = lines.findIndex((line) => line.startsWith('@@'));
  return (start === -1 ? [] : lines.slice(start))
    .filter((line, index, all) => line !== '' || index < all.length - 1)
    .map(toVisible);
}
