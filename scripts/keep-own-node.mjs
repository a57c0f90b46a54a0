// The dev dependency "node" (a second runtime for tests) links its binary into node_modules/.bin, where npm scripts and
// npx would find it before the one that was asked for: a run on Node 20 would quietly be a run on Node 24.
import { rmSync } from 'node:fs';

for (const name of ['node', 'node.cmd', 'node.ps1']) rmSync(`node_modules/.bin/${name}`, { force: true });
