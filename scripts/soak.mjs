#!/usr/bin/env zx
// Every variant of the tests of which `npm test` plays some. `npm run soak` does all of it; `npm run soak -- --seeds 500
// --from 1` plays these stories alone, and says of each that fails how to play it again.
const { seeds, from = 1 } = argv;
const files = seeds === undefined ? [] : ['test/faults/model'];
const env = { ...process.env, ZENDRIFT_SOAK: String(seeds ?? 500), ZENDRIFT_SOAK_FROM: String(from) };
const { exitCode } = await $({ stdio: 'inherit', nothrow: true, env })`npx vitest run ${files}`;
process.exitCode = exitCode;
