import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, write } from '../git/support.ts';
import { jane } from '../support/acme.ts';
import { always, check, settled } from './invariants.ts';
import { openWatchedWorld } from './world.ts';

const status = '/proc/self/status';

/**
 * Loaded into the program: writes down how much memory it had at most, in kilobytes, when it ends. `resourceUsage` would tell
 * what the test's own process had, which a started one inherits.
 */
const probe = (file: string): string =>
  `import { readFileSync, writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(file)}, /VmHWM:\\s*(\\d+)/.exec(readFileSync('${status}', 'utf8'))[1]));
`;

/** The whole size in a soak. */
const objects = process.env['ZENDRIFT_SOAK'] ? 2000 : 600;

test.skipIf(!existsSync(status))(`${objects} changed objects take less than 200 MB`, async () => {
  const world = await openWatchedWorld();
  world.edit(jane, (editor) => {
    for (let index = 0; index < objects; index += 1) {
      const value = `Dear customer, this is text number ${index}. `.repeat(20);
      editor.create('macro', { title: `Macro ${index}`, actions: [{ field: 'comment_value', value }] });
    }
  });
  world.wait(60);
  const folder = makeFolder();
  const file = join(folder, 'memory');
  write(folder, 'probe.mjs', probe(file));
  const env = { NODE_OPTIONS: `--import ${join(folder, 'probe.mjs')}` };
  const { code, stderr } = await world.runProcess({ during: { env }, checkout: world.lab.freshClone(1) });
  expect(code, stderr).toBe(0);
  const megabytes = Number(readFileSync(file, 'utf8')) / 1024;
  expect(megabytes).toBeGreaterThan(20);
  expect(megabytes).toBeLessThan(200);
  expect(await world.lab.changes()).toHaveLength(objects);
  await check(world, always, settled);
});
