import { setFlagsFromString } from 'node:v8';

/**
 * Keeps a run small: V8 would let the heap grow to twice of what is needed before it cleans up, and a run shares its
 * machine with others. Measured over 2,000 changed objects: 157 MB instead of 283 MB (docs/benchmarks.md).
 */
export const keepSmall = (): void => setFlagsFromString('--optimize-for-size');
