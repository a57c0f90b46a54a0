import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AuditComparison } from '#commands/audit/audit-result.ts';
import { audit } from '#commands/audit.ts';
import type { CommandOutcome } from '#commands/command.ts';
import { auditFormats } from '#config/audit-settings.ts';
import type { InputValues } from '#config/inputs.ts';
import { exportFiles } from '#connect/audit-files.ts';
import { makeFolder } from '../../git/support.ts';
import { type AuditWorld, openAuditWorld, toLogEntry } from '../../support/audit-world.ts';

const isResult = (json: unknown): json is AuditComparison =>
  typeof json === 'object' && json !== null && 'equal' in json;

async function verify(
  world: AuditWorld,
  file: string,
  inputs: InputValues = {},
): Promise<AuditComparison & CommandOutcome> {
  const outcome = await audit(world.run({ ...inputs, verify: file }));
  if (!isResult(outcome.json)) throw new Error('no result');
  return { ...outcome, ...outcome.json };
}

/** A log of five entries and an export of it. */
async function openExported(format: (typeof auditFormats)[number], inputs: InputValues = {}) {
  const world = openAuditWorld();
  for (const [id, time] of [
    ['5', '08'],
    ['9', '09'],
    ['7', '09'],
    ['6', '10'],
    ['8', '11'],
  ] as const)
    world.entries.push(
      toLogEntry({
        id,
        created_at: `2026-11-20T${time}:00:00Z`,
        change_description: `=cmd|' /C calc'!A0, "${id}"\nsecond line \u202e`,
        ...(id === '6' ? { ip_address: null, action_label: null, action: 'login', source_id: '01HXYZ' } : {}),
      }),
    );
  const file = join(makeFolder(), `export.${format}`);
  const run = world.run(inputs, exportFiles, format);
  await audit({ ...run, deliver: async (parts) => void (await exportFiles.write(file, parts)) });
  return { world, file };
}

const rewrite = (file: string, edit: (lines: string[]) => readonly string[]): void =>
  writeFileSync(file, edit(readFileSync(file, 'utf8').split('\n')).join('\n'));

describe.each(auditFormats)('a comparison of %s with the live log', (format) => {
  const head = format === 'csv' || format === 'json' ? 1 : 0;

  test('finds an export equal, also when the log has gone on', async () => {
    const { world, file } = await openExported(format);
    expect(await verify(world, file)).toMatchObject({ exitCode: 0, equal: true, rows: 5, read: 5, newer: 0 });
    world.entries.push(toLogEntry({ id: '1', created_at: '2026-11-20T11:30:00Z' }));
    expect(await verify(world, file)).toMatchObject({ exitCode: 0, equal: true, rows: 5, newer: 1 });
  });

  test('finds rows that are missing, different, or unknown to the log', async () => {
    const { world, file } = await openExported(format);
    rewrite(file, (lines) =>
      lines.filter((_, index) => index !== head + 1).map((line) => line.replace('Notify', 'Trust')),
    );
    world.entries.splice(0, 1);
    const found = await verify(world, file);
    expect(found).toMatchObject({ exitCode: 3, equal: false, missing: ['7'], unknown: ['5'], doubled: [] });
    expect(found.different).toEqual(['9', '6', '8']);
    expect(found.lines.join('\n')).toContain('1 missing in the file: 7');
  });

  test('finds the first rows of the log missing, unless the same range is given', async () => {
    const { world, file } = await openExported(format, { from: '2026-11-20T09:00Z' });
    expect(await verify(world, file)).toMatchObject({ exitCode: 3, missing: ['5'] });
    expect(await verify(world, file, { from: '2026-11-20T09:00Z' })).toMatchObject({ exitCode: 0, rows: 4 });
  });

  test('finds a row that stands there twice', async () => {
    const { world, file } = await openExported(format);
    rewrite(file, (lines) => [...lines.slice(0, head + 1), ...lines.slice(head)]);
    expect(await verify(world, file)).toMatchObject({ exitCode: 3, doubled: ['5'], missing: [], different: [] });
  });

  test('says that a file is cut off', async () => {
    const { world, file } = await openExported(format);
    const text = readFileSync(file, 'utf8').trimEnd();
    writeFileSync(file, text.slice(0, -text.length / 10));
    await expect(verify(world, file)).rejects.toMatchObject({
      code: 'export-unusable',
      message: expect.stringContaining('cut off'),
      exitCode: 2,
    });
  });
});

test.each([
  ['', 'it is empty'],
  ['Time,Actor,IP address,Activity,Item\r\n"May 1, 2026",Jane,1.2.3.4,Updated,Trigger\r\n', 'it lacks the columns'],
  ['id;created_at;actor_id\n1;2;3\n', 'it lacks the columns'],
  ['{"tickets":[]}\n', 'it is no JSON with a list "audit_logs"'],
  ['{"audit_logs":[{"name":1}]}', 'is no audit entry'],
  ['hello\n', 'it lacks the columns'],
])('a file of someone else (%j) is an error of one line', async (text, reason) => {
  const file = join(makeFolder(), 'foreign.csv');
  writeFileSync(file, text);
  await expect(verify(openAuditWorld(), file)).rejects.toMatchObject({
    code: 'export-unusable',
    exitCode: 2,
    message: expect.stringContaining(reason),
  });
});

test('a file that does not exist is an error of one line', async () => {
  await expect(verify(openAuditWorld(), join(makeFolder(), 'none.csv'))).rejects.toMatchObject({
    code: 'export-unreadable',
  });
});

test('an incremental file is compared under the filters that it was written with', async () => {
  const world = openAuditWorld();
  world.entries.push(toLogEntry({ id: '1', created_at: '2026-11-20T08:00:00Z', action: 'create' }));
  const file = join(makeFolder(), 'log.jsonl');
  await audit(world.run({ incremental: file, action: 'create' }));
  await expect(verify(world, file)).rejects.toThrow('it was written with other filters (action=create, now none)');
  expect((await verify(world, file, { action: 'create' })).exitCode).toBe(0);
});
