import fc from 'fast-check';
import { isSoak } from './soak.ts';

/** One seed for every property test, printed when one fails; `ZENDRIFT_SEED=…` replays or widens the search. */
export const seed = Number(process.env['ZENDRIFT_SEED'] ?? 20261122);

fc.configureGlobal({ seed, numRuns: Number(process.env['ZENDRIFT_RUNS'] ?? (isSoak ? 200 : 50)), verbose: 1 });
