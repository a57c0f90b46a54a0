#!/usr/bin/env zx
// Builds the two self-contained bundles. They need no node_modules at run time; see docs/decisions/0001.
import { rolldown } from 'rolldown';

const version = JSON.parse(await fs.readFile('package.json', 'utf8')).version;

for (const entry of ['cli', 'action']) {
  const bundle = await rolldown({
    input: `src/${entry}.ts`,
    platform: 'node',
    transform: { define: { 'globalThis.ZENDRIFT_VERSION': JSON.stringify(version) } },
  });
  await bundle.write({
    file: `dist/${entry}.js`,
    format: 'esm',
    codeSplitting: false,
    minify: false,
    banner: entry === 'cli' ? '#!/usr/bin/env node' : '',
  });
}
await fs.chmod('dist/cli.js', 0o755);
