import fc from 'fast-check';
import { describe, test } from 'vitest';
import { play } from './play.ts';
import { stories } from './story.ts';

/** `npm test` plays a few stories; `npm run soak -- --seeds 500 --from 1` any others. */
const from = Number(process.env['ZENDRIFT_SOAK_FROM'] ?? 1);
const count = Number(process.env['ZENDRIFT_SOAK'] ?? 2);
// Shrinking plays a story a hundred times: it is for the one who looks at a single seed.
const endOnFailure = process.env['ZENDRIFT_SHRINK'] === undefined;

describe('whatever happens, and in whichever order', () => {
  test.each(Array.from({ length: count }, (_, index) => from + index))(
    'nothing is lost, doubled or borrowed: seed %i',
    { timeout: 300_000 },
    async (seed) => {
      try {
        await fc.assert(fc.asyncProperty(stories, play), { seed, numRuns: 1, endOnFailure });
      } catch (error) {
        process.stderr.write(`\nSeed ${seed} fails. Again: npm run soak -- --seeds 1 --from ${seed}\n`);
        throw error;
      }
    },
  );
});
