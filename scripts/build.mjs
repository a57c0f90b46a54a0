#!/usr/bin/env zx
// Builds the two self-contained bundles. They need no node_modules at run time; see docs/decisions/0001.
import { rolldown } from 'rolldown';

const { version, license } = await fs.readJson('package.json');
const about = `/*! zendrift ${version}, ${license}. Licences of what is bundled: licenses.txt */`;
const modules = new Set();

for (const entry of ['cli', 'action']) {
  const bundle = await rolldown({
    input: `src/${entry}.ts`,
    platform: 'node',
    // What "init" writes: the examples, as text.
    moduleTypes: { '.yml': 'text' },
    transform: { define: { 'globalThis.ZENDRIFT_VERSION': JSON.stringify(version) } },
  });
  const { output } = await bundle.write({
    file: `dist/${entry}.js`,
    format: 'esm',
    codeSplitting: false,
    minify: false,
    banner: entry === 'cli' ? `#!/usr/bin/env node\n${about}` : about,
  });
  if (output.length !== 1) throw new Error(`dist/${entry}.js is not one file: ${output.map((part) => part.fileName)}`);
  for (const id of output[0].moduleIds) modules.add(id);
  await bundle.close();
}
await fs.chmod('dist/cli.js', 0o755);
await fs.writeFile('dist/licenses.txt', await toLicenses([...modules]));

/** The licence of each package that ended up in a bundle, sorted: equal sources give equal files. */
async function toLicenses(ids) {
  const found = ids.map((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(id)?.[0]);
  const folders = [...new Set(found.filter((folder) => folder !== undefined))];
  const texts = await Promise.all(
    folders.map(async (folder) => {
      const meta = await fs.readJson(path.join(folder, 'package.json'));
      const file = (await fs.readdir(folder)).sort().find((name) => /^licen[cs]e/i.test(name));
      const text = file === undefined ? '' : await fs.readFile(path.join(folder, file), 'utf8');
      return `${meta.name} ${meta.version}: ${meta.license}\n\n${text.trim()}\n`;
    }),
  );
  return [...new Set(texts)].sort().join(`\n${'-'.repeat(80)}\n\n`);
}
