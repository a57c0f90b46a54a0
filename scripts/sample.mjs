#!/usr/bin/env zx
// Writes the committed sample (snapshots/acme, docs/demo.svg, the commit in README.md, the issue in docs/reviewer.md) from the
// demo. The test that keeps it true writes it, so that there is one way to make it: see test/contracts/snapshots.test.ts.
process.env.ZENDRIFT_SAMPLE = 'write';
await $({ stdio: 'inherit' })`npx vitest run test/contracts/snapshots.test.ts`;
await $({ stdio: 'inherit' })`git status --short -- snapshots docs/demo.svg docs/reviewer.md README.md`;
