import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ExportFiles } from '#commands/audit/export-files.ts';
import { audit } from '#commands/audit.ts';
import { exportFiles } from '#connect/audit-files.ts';
import { makeFolder } from '../../git/support.ts';
import { type AuditWorld, openAuditWorld, toLogEntry } from '../../support/audit-world.ts';

const openFile = (): string => join(makeFolder(), 'audit.jsonl');

function add(world: AuditWorld, ...entries: readonly (readonly [id: number, time: string])[]): void {
  for (const [id, time] of entries)
    world.entries.push(toLogEntry({ id: String(id), created_at: `2026-11-20T${time}Z` }));
}

const idsIn = (file: string): readonly number[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).id);

const call = (world: AuditWorld, file: string, files?: ExportFiles) => audit(world.run({ incremental: file }, files));

function openStory(): AuditWorld {
  const world = openAuditWorld();
  add(world, [5, '09:00:00'], [9, '11:59:59'], [3, '11:59:59'], [7, '12:00:00']);
  return world;
}

/** More of the last second, a late entry of before it, and new ones. */
function continueStory(world: AuditWorld): void {
  add(world, [8, '12:00:00'], [4, '11:50:00'], [10, '12:03:00'], [11, '12:03:00']);
  world.now = '2026-11-20T12:04:00Z';
}

describe('an incremental file', () => {
  test('gets each entry once: those of the second in which a call ended, and late ones, behind what stands there', async () => {
    const [world, file] = [openStory(), openFile()];
    await call(world, file);
    expect(idsIn(file)).toEqual([5, 3, 9, 7]);
    continueStory(world);
    const { lines } = await call(world, file);
    expect(lines.join()).toContain('4 audit entries');
    expect(idsIn(file)).toEqual([5, 3, 9, 7, 4, 8, 10, 11]);
    world.now = '2026-11-20T12:18:00Z';
    await call(world, file);
    await call(world, file);
    expect(idsIn(file)).toEqual([5, 3, 9, 7, 4, 8, 10, 11]);
    expect(readdirSync(dirname(file))).toEqual(['audit.jsonl', 'audit.jsonl.cursor.json']);
  });

  test('begins where the first call says, and has one header as CSV', async () => {
    const [world, file] = [openStory(), join(makeFolder(), 'audit.csv')];
    const run = () => audit(world.run({ incremental: file, from: '2026-11-20T11:00Z' }, exportFiles, 'csv'));
    await run();
    continueStory(world);
    await run();
    const rows = readFileSync(file, 'utf8').trimEnd().split('\r\n');
    expect(rows.map((row) => row.split(',')[9])).toEqual(['id', '3', '9', '7', '4', '8', '10', '11']);
  });

  test('a dry run writes nothing', async () => {
    const [world, file] = [openStory(), openFile()];
    const { lines } = await audit({ ...world.run({ incremental: file }), dryRun: true });
    expect(lines.join()).toContain('4 audit entries up to 2026-11-20T12:00:00Z, would be appended to');
    expect([existsSync(file), existsSync(`${file}.cursor.json`)]).toEqual([false, false]);
  });

  test('is untouched by a call that the account leaves half way', async () => {
    const [world, file] = [openStory(), openFile()];
    await call(world, file);
    const before = [readFileSync(file, 'utf8'), readFileSync(`${file}.cursor.json`, 'utf8')];
    continueStory(world);
    const run = world.run({ incremental: file });
    const readEntries: typeof run.log.readEntries = async function* (period) {
      for await (const page of run.log.readEntries(period)) {
        yield page;
        throw new Error('no answer');
      }
    };
    await expect(audit({ ...run, log: { ...run.log, readEntries } })).rejects.toThrow('no answer');
    expect([readFileSync(file, 'utf8'), readFileSync(`${file}.cursor.json`, 'utf8')]).toEqual(before);
    expect(readdirSync(dirname(file))).toHaveLength(2);
  });
});

test('of two calls at the same time, the later one writes nothing', async () => {
  const [world, file] = [openStory(), openFile()];
  await call(world, file);
  continueStory(world);
  const first = { ...exportFiles };
  const second: ExportFiles = {
    ...exportFiles,
    write: async (spool, parts) => {
      const size = await exportFiles.write(spool, parts);
      await call(world, file, first);
      return size;
    },
  };
  await expect(call(world, file, second)).rejects.toThrow('another call wrote to it at the same time');
  expect(idsIn(file)).toEqual([5, 3, 9, 7, 4, 8, 10, 11]);
});

describe('a file that is not what an earlier call left', () => {
  const spoil: readonly (readonly [string, (file: string) => void, string])[] = [
    ['has no cursor', (file) => rmSync(`${file}.cursor.json`), 'zendrift did not write it'],
    ['has a damaged cursor', (file) => writeFileSync(`${file}.cursor.json`, '{"version":1'), 'is damaged'],
    ['is cut off', (file) => writeFileSync(file, readFileSync(file, 'utf8').slice(0, -40)), 'it is cut off'],
    ['is gone', (file) => rmSync(file), 'it is cut off: 0 bytes'],
    ['was edited', (file) => writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Jane', 'Eve!')), 'changed or'],
    ['was appended to', (file) => writeFileSync(file, 'mine\n', { flag: 'a' }), 'someone changed or replaced it'],
  ];
  test.each(spoil)('and %s is an error of one line, and stays untouched', async (_, damage, reason) => {
    const [world, file] = [openStory(), openFile()];
    await call(world, file);
    damage(file);
    const read = () => [file, `${file}.cursor.json`].map((one) => (existsSync(one) ? readFileSync(one, 'utf8') : null));
    const before = read();
    continueStory(world);
    await expect(call(world, file)).rejects.toMatchObject({
      code: 'export-unusable',
      exitCode: 2,
      message: expect.stringContaining(reason),
    });
    expect(read()).toEqual(before);
  });

  test.each([
    [{ action: 'create' }, 'another set of filters (none, now action=create)'],
    [{ format: 'csv' }, 'another format (jsonl, now csv)'],
  ] as const)('or was written for something else (%j) is refused', async (inputs, reason) => {
    const [world, file] = [openStory(), openFile()];
    await call(world, file);
    const run = audit(world.run({ incremental: file, ...inputs }, exportFiles, 'format' in inputs ? 'csv' : 'jsonl'));
    await expect(run).rejects.toMatchObject({ message: expect.stringContaining(reason) });
  });
});

type Moment = 'before' | 'half-way' | 'after';

class Killed extends Error {}

/** Files of a process that is killed at its n-th operation: nothing that comes later happens, also no tidying up. */
function killedAt(n: number, moment: Moment): { readonly files: ExportFiles; readonly fired: () => boolean } {
  let count = 0;
  let dead = false;
  const step = async <Value>(work: () => Promise<Value>, half?: () => Promise<unknown>): Promise<Value> => {
    if (dead) throw new Killed();
    count += 1;
    if (count !== n) return work();
    dead = true;
    if (moment === 'after') await work();
    if (moment === 'half-way') await half?.();
    throw new Killed();
  };
  const files: ExportFiles = {
    ...exportFiles,
    write: (file, parts) =>
      step(
        () => exportFiles.write(file, parts),
        async () => writeFileSync(file, '{"half'),
      ),
    replace: (file, text) =>
      step(
        () => exportFiles.replace(file, text),
        async () => writeFileSync(`${file}.partial`, text.slice(0, text.length / 2)),
      ),
    append: (file, source) =>
      step(
        () => exportFiles.append(file, source),
        async () => writeFileSync(file, readFileSync(source).subarray(0, 333), { flag: 'a' }),
      ),
    truncate: (file, size) => step(() => exportFiles.truncate(file, size)),
    remove: (file) => step(() => exportFiles.remove(file)),
  };
  return { files, fired: () => dead };
}

describe('a call that is killed', () => {
  test.each(['before', 'half-way', 'after'] as const)(
    '%s any write loses nothing and doubles nothing',
    async (moment) => {
      for (const killedCall of [1, 2]) {
        for (let n = 1, fired = true; fired; n += 1) {
          const [world, file] = [openStory(), openFile()];
          if (killedCall === 2) {
            await call(world, file);
            continueStory(world);
          }
          const killed = killedAt(n, moment);
          await call(world, file, killed.files).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
          fired = killed.fired();
          // A second kill at the same place, then a call that is left alone.
          await call(world, file, killedAt(n, moment).files).catch(() => {});
          if (killedCall === 1) continueStory(world);
          world.now = '2026-11-20T12:06:00Z';
          await call(world, file);
          const ids = [...idsIn(file)].sort((a, b) => a - b);
          expect(ids, `call ${killedCall}, operation ${n}, ${moment}`).toEqual([3, 4, 5, 7, 8, 9, 10, 11]);
          expect(n).toBeLessThan(20);
        }
      }
    },
  );
});
