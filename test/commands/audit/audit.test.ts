import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditFields, auditFormats, renderEntries, toExported } from '#render/audit/audit-entries-text.ts';
import { toVisible } from '#text.ts';
import { makeFolder } from '../../git/support.ts';
import { ann, autoReply, bob, fullRefund, jane, notifyRequester } from '../../support/acme.ts';
import { parseCsv } from '../../support/csv-oracle.ts';
import { auditIn } from '../../support/export-lab.ts';
import { anyText } from '../../support/hostile.ts';
import { openLab } from '../../support/lab.ts';

const since = { from: '2026-11-20' };

async function openEdited(config?: string) {
  const lab = await openLab(config === undefined ? {} : { config });
  const { account } = lab.zendesk;
  account.as(jane, { ip: '203.0.113.7' }).update('trigger', notifyRequester, { active: false });
  lab.wait(60);
  account.as(bob, { ip: '198.51.100.4' }).update('macro', fullRefund, { title: '=HYPERLINK("x")' });
  lab.wait(60);
  account.system().update('trigger', autoReply, { active: false });
  account.log({ source_type: 'user', source_id: 1, action: 'login' });
  lab.wait(60);
  return lab;
}

describe('an export of the audit log', () => {
  test('is CSV with a header, oldest first, of the tracked kinds alone, edits or not', async () => {
    const lab = await openEdited();
    lab.zendesk.account.log({ source_type: 'rule', source_id: notifyRequester, action: 'exported' });
    const { printed, lines, json, exitCode } = await auditIn(lab, { inputs: since });
    const [head, ...rows] = parseCsv(printed);
    expect(head).toEqual([...auditFields]);
    expect(rows.map(([time, , action, actor, name, ip]) => [time, action, actor, name, ip])).toEqual([
      ['2026-11-20T08:00:00Z', 'update', '1001', 'Jane Doe', '203.0.113.7'],
      ['2026-11-20T08:01:00Z', 'update', '1002', 'Bob Ray', '198.51.100.4'],
      ['2026-11-20T08:02:00Z', 'update', "'-1", 'Zendesk', ''],
      ['2026-11-20T08:03:00Z', 'exported', "'-1", 'Zendesk', ''],
    ]);
    expect([lines, json.count, exitCode]).toEqual([[], 4, 0]);
    expect('entries' in json).toBe(false);
  });

  test('JSON Lines and JSON say the same, entry by entry', async () => {
    const lab = await openEdited();
    const lined = (await auditIn(lab, { inputs: { ...since, format: 'jsonl' } })).printed.trimEnd().split('\n');
    const whole = (await auditIn(lab, { inputs: { ...since, format: 'json' } })).printed;
    const { json } = await auditIn(lab, { inputs: since, prints: false });
    const entries = lined.map((line) => JSON.parse(line));
    expect(JSON.parse(whole)).toEqual({ version: 1, account: 'acme', from: json.from, to: json.to, entries });
    expect(json.entries).toEqual(entries);
    expect(Object.keys(entries[0])).toEqual([...auditFields]);
    expect(entries[2]).toMatchObject({ actorId: '-1', ip: null });
  });

  test.each(['json', 'jsonl'])(
    'holds nothing that a runner of Actions obeys, as %s on standard output',
    async (format) => {
      const lab = await openEdited();
      const title = '##[add-mask]a ###[error]b';
      lab.zendesk.account.log({ source_type: 'rule', source_id: autoReply, source_label: `Trigger: ${title}` });
      lab.wait(60);
      const { printed } = await auditIn(lab, { inputs: { ...since, format } });
      expect(printed).not.toContain('##[');
      const [text = ''] = printed.match(/"Trigger: [^"]*add-mask[^"]*"/) ?? [];
      expect(JSON.parse(text)).toBe(`Trigger: ${title}`);
    },
  );

  test('masks addresses and secrets as history does', async () => {
    const lab = await openEdited('privacy: { ip: truncated }\n');
    const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    lab.zendesk.account.log({ source_type: 'rule', source_id: autoReply, source_label: `Trigger: ${secret}` });
    lab.wait(60);
    const { printed } = await auditIn(lab, { inputs: since });
    expect(printed).toContain('203.0.113.0/24');
    expect(printed).not.toContain('203.0.113.7');
    expect(printed).toContain('[redacted');
    expect(printed).not.toContain(secret);
  });

  test('keeps to the range, both ends in it, over years and slices', async () => {
    const lab = await openLab({ zendesk: { clock: { now: '2025-01-10T08:00:00Z' } } });
    const times: string[] = [];
    for (let month = 0; month < 20; month += 1) {
      times.push(new Date(lab.zendesk.clock.now()).toISOString().replace('.000', ''));
      lab.zendesk.account.as(ann).update('macro', fullRefund, { description: `Month ${month}` });
      lab.wait(30 * 86_400);
    }
    const read = async (inputs: { readonly from: string; readonly to?: string }) =>
      parseCsv((await auditIn(lab, { inputs })).printed)
        .filter(([, , action]) => action === 'update')
        .map(([time]) => time);
    expect(await read({ from: '2025-01-01' })).toEqual(times);
    expect(await read({ from: times[3] ?? '', to: times[5] ?? '' })).toEqual(times.slice(3, 6));
    const justAfter = (time = ''): string => time.replace(':00Z', ':01Z');
    expect(await read({ from: justAfter(times[3]) }), 'an entry in the last second of a slice').toEqual(times.slice(4));
    expect(await read({ from: '9999d' })).toEqual(times);
    expect(await read({ from: '2031-01-01' })).toEqual([]);
  });

  test('what cannot be read is said, and the export is not called whole', async () => {
    const lab = await openEdited();
    lab.zendesk.account.log({ source_type: 'rule', source_id: autoReply, action: '' });
    lab.wait(60);
    const { exitCode, json, warnings, annotations } = await auditIn(lab, { inputs: since });
    expect([exitCode, json.count, json.unreadable.length, annotations.length]).toEqual([1, 3, 1, 1]);
    expect(warnings.join()).toContain('could not be read: audit entry');
  });

  test('an export that breaks off leaves the file before it as it was', async () => {
    const lab = await openEdited();
    const output = join(makeFolder(), 'audit.jsonl');
    writeFileSync(output, 'before\n');
    lab.zendesk.account.configure({ plan: 'professional' });
    await expect(auditIn(lab, { inputs: { ...since, output } })).rejects.toMatchObject({ code: 'zendesk-plan' });
    expect(readFileSync(output, 'utf8')).toBe('before\n');
    expect(existsSync(`${output}.partial`)).toBe(false);
    lab.zendesk.account.configure({ plan: 'enterprise' });
    const { lines } = await auditIn(lab, { inputs: { ...since, output } });
    expect(lines).toEqual([expect.stringMatching(/^3 audit entries from .* written to /)]);
    expect(readFileSync(output, 'utf8').trimEnd().split('\n')).toHaveLength(3);
  });
});

test('hostile entries are one row and one line each, and read back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 3 }), async (texts) => {
      const entries = texts.map((text, index) =>
        toExported({
          id: `${index}`,
          action: 'update',
          actorId: '1001',
          actorName: text,
          sourceId: '1',
          sourceType: 'rule',
          sourceLabel: text,
          description: text,
          ip: null,
          time: '2026-11-20T08:00:00Z',
        }),
      );
      const range = { account: 'acme', from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' };
      const slices = async function* () {
        for (const entry of entries) yield [entry];
      };
      for (const format of auditFormats) {
        let document = '';
        for await (const part of renderEntries(slices(), format, range)) document += part;
        if (format === 'jsonl')
          expect(
            document
              .trimEnd()
              .split('\n')
              .map((line) => JSON.parse(line)),
          ).toEqual(entries);
        else if (format === 'json') expect(JSON.parse(document).entries).toEqual(entries);
        else {
          const rows = parseCsv(document).slice(1);
          expect(rows).toHaveLength(entries.length);
          for (const [index, row] of rows.entries()) {
            expect(row).toHaveLength(auditFields.length);
            for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@]/);
            expect(row[4]?.replace(/^'(?=\s*[=+\-@＝＋－＠])/, '')).toBe(toVisible(texts[index] ?? ''));
          }
        }
      }
    }),
  );
});
