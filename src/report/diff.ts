import { createTwoFilesPatch } from 'diff';
import { toVisible } from '#drift/visible.ts';

/** Unlike texts of 5,000 lines would take seconds; a diff is for reading, and the commit has it too. */
const timeout = 300;

/**
 * Unified diff of two snapshots, without file headers. Null = the object was not there. Where comparing takes too long,
 * one line says so.
 */
export function unifiedDiff(before: string | null, after: string | null, path: string): readonly string[] {
  if (before === after) return [];
  const patch = createTwoFilesPatch(path, path, before ?? '', after ?? '', undefined, undefined, {
    context: 3,
    timeout,
  });
  if (patch === undefined) return [`The two texts of ${path} are too unlike to be compared here; see the commit.`];
  const lines = patch.split('\n');
  const start = lines.findIndex((line) => line.startsWith('@@'));
  return (start === -1 ? [] : lines.slice(start))
    .filter((line, index, all) => line !== '' || index < all.length - 1)
    .map(toVisible);
}
