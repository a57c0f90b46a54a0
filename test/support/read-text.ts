import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** A file of this repository. */
export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');
