#!/usr/bin/env zx
// Runs every benchmark of this folder: bundles each file and prints the rows that its `run` returns.
import { rolldown } from 'rolldown';

const wanted = argv._;
for (const file of (await glob('bench/*.ts')).sort()) {
  const name = path.basename(file, '.ts');
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const target = path.join(tmpdir(), `${name}.mjs`);
  const bundle = await rolldown({ input: file, platform: 'node' });
  await bundle.write({ file: target, format: 'esm', codeSplitting: false });
  await bundle.close();
  const { run } = await import(target);
  echo(`\n${name}`);
  for (const row of await run()) echo(row);
}
