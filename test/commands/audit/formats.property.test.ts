import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditFields } from '#commands/audit/audit-fields.ts';
import { openMask } from '#commands/audit/mask-entry.ts';
import { compareLogEntries, openOrder } from '#commands/audit/put-in-order.ts';
import { openRenderer, renderEntries } from '#commands/audit/render-entries.ts';
import type { AuditFormat } from '#config/audit-settings.ts';
import { maskIp, maskIpsIn, type Privacy } from '#core/entry/privacy.ts';
import { openCsvReader } from '#core/read-csv.ts';
import { redactText } from '#core/snapshot/redact.ts';
import type { LogEntry } from '#ports/audit-log.ts';
import { toVisible } from '#text.ts';
import { toLogEntry } from '../../support/audit-world.ts';
import { parseCsv } from '../../support/csv-oracle.ts';
import { anyText } from '../../support/hostile.ts';

const text = fc.oneof(anyText, fc.constant(null));
const id = fc.oneof(
  fc.integer({ min: 1, max: 9_000_000 }).map(String),
  fc.bigInt({ min: 1n, max: 10n ** 24n }).map(String),
);

const anyEntry = fc
  .record({
    id,
    second: fc.integer({ min: 0, max: 59 }),
    actor_id: fc.oneof(id, fc.constantFrom('-1', '0', null)),
    source_id: fc.oneof(id, fc.constantFrom('01HXYZ', '=1+1', '007', '-', null)),
    actor_name: text,
    action: text,
    source_type: text,
    source_label: text,
    change_description: text,
    ip_address: text,
    action_label: text,
    url: text,
  })
  .map(
    ({ second, ...entry }): LogEntry =>
      toLogEntry({ ...entry, created_at: `2026-11-20T08:00:${String(second).padStart(2, '0')}Z` }),
  );

async function toDocument(entries: readonly LogEntry[], format: AuditFormat): Promise<string> {
  let document = '';
  const batches = async function* () {
    for (const entry of entries) yield [entry];
  };
  for await (const part of renderEntries(batches(), openRenderer(format, 'acme'))) document += part;
  return document;
}

/** JSON's numbers as the text that stands there. */
const withTextIds = (json: string): unknown =>
  JSON.parse(json.replace(/"((?:actor_|source_)?id)":(-?\d+)/g, '"$1":"$2"'));

describe('hostile entries', () => {
  test('are one line each and the same in JSON Lines, JSON and CSV', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { minLength: 1, maxLength: 3 }), async (entries) => {
        const lines = (await toDocument(entries, 'jsonl')).split('\n');
        expect(lines.pop()).toBe('');
        expect(lines.every((line) => toVisible(line) === line)).toBe(true);
        expect(lines.map((line) => JSON.parse(line))).toEqual(
          entries.map((entry) => JSON.parse(JSON.stringify(toNumbers(entry)))),
        );
        const document = await toDocument(entries, 'json');
        expect(document).toBe(`{"audit_logs":[\n${lines.join(',\n')}\n]}\n`);

        const [head, ...rows] = parseCsv(await toDocument(entries, 'csv'));
        expect(head).toEqual(auditFields);
        for (const [index, row] of rows.entries()) {
          const entry = entries[index];
          expect(row.map((cell) => cell.replace(/^'(?=\s*[=+\-@＝＋－＠])/, ''))).toEqual(
            auditFields.map((field) => toVisible(entry?.[field] ?? '')),
          );
        }
        expect(rows).toHaveLength(entries.length);
      }),
    );
  });

  test('hold no formula that a spreadsheet would run: a cell is a whole number, or begins with no sign', async () => {
    await fc.assert(
      fc.asyncProperty(anyEntry, async (entry) => {
        const [, row = []] = parseCsv(await toDocument([entry], 'csv'));
        for (const cell of row) expect(/^-?\d+$/.test(cell) || !/^\s*[=+\-@＝＋－＠]/.test(cell), cell).toBe(true);
      }),
    );
  });

  test('are read back as a reader of RFC 4180 reads them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { minLength: 1, maxLength: 3 }), async (entries) => {
        const document = await toDocument(entries, 'csv');
        const reader = openCsvReader();
        const rows = document
          .split('\n')
          .slice(0, -1)
          .map((line) => reader.take(line));
        expect(rows).toEqual(parseCsv(document));
        expect(reader.isInside()).toBe(false);
      }),
    );
  });

  test('are masked exactly as history masks them, however often a text comes again', () => {
    const redaction = { fields: [], keyedHash: (value: string) => Buffer.from(value).toString('hex').padEnd(40, '0') };
    const privacy: Privacy = { ip: 'truncated', keyedHash: () => '' };
    const mask = openMask(redaction, privacy);
    fc.assert(
      fc.property(anyEntry, (entry) => {
        const redact = (value: string | null) => (value === null ? null : redactText(value, redaction));
        const description = redact(entry.change_description);
        for (let times = 0; times < 2; times += 1)
          expect(mask(entry)).toEqual({
            ...entry,
            actor_name: redact(entry.actor_name),
            source_label: redact(entry.source_label),
            change_description: description === null ? null : maskIpsIn(description, privacy),
            ip_address: maskIp(entry.ip_address, privacy),
          });
      }),
    );
  });
});

const toNumbers = (entry: LogEntry): unknown => {
  const number = (value: string | null) => (value !== null && /^(?:0|-?[1-9]\d*)$/.test(value) ? Number(value) : value);
  return {
    ...Object.fromEntries(auditFields.map((field) => [field, entry[field]])),
    actor_id: number(entry.actor_id),
    source_id: number(entry.source_id),
    id: number(entry.id),
  };
};

test('ids keep every digit in JSON', async () => {
  const entry = toLogEntry({ id: '123456789012345678901', created_at: '2026-11-20T08:00:00Z', actor_id: '-1' });
  expect(withTextIds(await toDocument([entry], 'jsonl'))).toMatchObject({
    id: '123456789012345678901',
    actor_id: '-1',
  });
});

describe('the order of an export', () => {
  const entriesOf = (count: number, perSecond: number): readonly LogEntry[] =>
    Array.from({ length: count }, (_, n) =>
      toLogEntry({
        id: String(1_000_000 + ((n * 7919) % count)),
        created_at: new Date(Date.parse('2026-01-01T00:00:00Z') + Math.floor(n / perSecond) * 1000)
          .toISOString()
          .replace('.000', ''),
      }),
    );
  const sortIn = (pages: readonly (readonly LogEntry[])[]): readonly LogEntry[] => {
    const order = openOrder();
    return [...pages.flatMap((page) => [...order.take(page)]), ...order.end()];
  };

  test('is that of time and id, each id once, whatever the pages repeat or mix up', () => {
    const entries = entriesOf(6_000, 4);
    const expected = [...entries].sort(compareLogEntries);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.array(fc.nat(59), { maxLength: 8 }), (size, again) => {
        const pages = Array.from({ length: Math.ceil(entries.length / size) }, (_, at) =>
          entries.slice(at * size, at * size + size),
        );
        const repeated = pages.flatMap((page, at) =>
          again.includes(at) ? [[...page].reverse(), pages[at - 1] ?? []] : [page],
        );
        expect(sortIn(repeated)).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });

  test('holds for a second with thousands of entries', () => {
    const entries = entriesOf(5_000, 5_000);
    expect(sortIn([entries.slice(0, 2_500), entries.slice(2_500)])).toEqual([...entries].sort(compareLogEntries));
  });

  test('is an error for an entry whose place has long been passed', () => {
    const entries = entriesOf(6_000, 4);
    const late = toLogEntry({ id: '1', created_at: '2026-01-01T00:00:01Z' });
    expect(() => sortIn([entries, [late]])).toThrow('oldest first was asked for');
  });
});
