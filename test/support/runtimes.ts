import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const second = join(resolve(import.meta.dirname, '../..'), 'node_modules/node/bin/node');

/** The Node.js that runs the tests, and the one that Actions uses (a dev dependency). */
export const runtimes: ReadonlyArray<{ readonly name: string; readonly node: string; readonly missing: boolean }> = [
  { name: `Node ${process.versions.node}`, node: process.execPath, missing: false },
  existsSync(second)
    ? { name: 'Node 24', node: second, missing: false }
    : { name: 'Node 24 (skipped: the package "node" has no binary here)', node: second, missing: true },
];
