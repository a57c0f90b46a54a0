import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditFields } from '#commands/audit/audit-fields.ts';
import type { InputValues } from '#config/inputs.ts';
import { makeFolder } from '../../git/support.ts';
import { autoReply, bob, fullRefund, jane, notifyRequester } from '../../support/acme.ts';
import { parseCsv } from '../../support/csv-oracle.ts';
import { anyAuditIn, auditIn } from '../../support/export-lab.ts';
import { type Lab, openLab } from '../../support/lab.ts';

const since = { from: '2026-11-20' };

async function openEdited(config?: string) {
  const lab = await openLab(config === undefined ? {} : { config });
  const { account } = lab.zendesk;
  account.as(jane, { ip: '203.0.113.7' }).update('trigger', notifyRequester, { active: false });
  lab.wait(60);
  account.as(bob, { ip: '198.51.100.4' }).update('macro', fullRefund, { title: '=HYPERLINK("x")' });
  lab.wait(60);
  account.system().update('trigger', autoReply, { active: false });
  account.log({ source_type: 'user', source_id: 1, action: 'login', actor_id: jane, ip_address: '203.0.113.9' });
  lab.wait(60);
  return lab;
}

describe('an export of the audit log', () => {
  test('is the whole log as CSV, every source type, oldest first, under the names that Zendesk uses', async () => {
    const lab = await openEdited();
    const { printed, lines, json, exitCode } = await auditIn(lab);
    const [head, ...rows] = parseCsv(printed);
    expect(head).toEqual([...auditFields]);
    expect(rows).toHaveLength(lab.zendesk.account.entries().length);
    expect(rows.at(-4)?.slice(0, 5)).toEqual(['2026-11-20T08:00:00Z', 'Jane Doe', '1001', 'update', 'rule']);
    // The two entries of one second stand in the order of their ids.
    const last = [...lab.zendesk.account.entries()].slice(-2).sort((a, b) => a.id - b.id);
    expect(rows.slice(-2).map((row) => row[9])).toEqual(last.map(({ id }) => String(id)));
    expect(new Set(rows.map((row) => row[4]))).toEqual(new Set(['rule', 'user', 'organization']));
    expect([lines, json.count, json.read, exitCode, json.from]).toEqual([[], rows.length, rows.length, 0, null]);
    expect('audit_logs' in json).toBe(false);
  });

  test('JSON Lines, JSON and the result say the same as CSV, entry by entry, with ids as numbers', async () => {
    const lab = await openEdited();
    const lined = (await auditIn(lab, { inputs: { format: 'jsonl' } })).printed.trimEnd().split('\n');
    const entries = lined.map((line) => JSON.parse(line));
    expect(JSON.parse((await auditIn(lab, { inputs: { format: 'json' } })).printed)).toEqual({ audit_logs: entries });
    expect((await auditIn(lab, { prints: false })).json.audit_logs).toEqual(entries);
    expect(entries).toEqual(
      [...lab.zendesk.account.entries()].sort((a, b) =>
        a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : a.id - b.id,
      ),
    );
    const [, ...rows] = parseCsv((await auditIn(lab)).printed);
    for (const [index, entry] of entries.entries())
      expect(rows[index]?.map((cell) => cell.replace(/^'(?==)/, ''))).toEqual(
        auditFields.map((field) => String(entry[field] ?? '')),
      );
  });

  test('keeps every digit of an id, and null where Zendesk has null', async () => {
    const lab = await openLab({ seeded: false });
    lab.zendesk.onRequest((request, proceed) => {
      if (!request.path.endsWith('/audit_logs')) return undefined;
      const body =
        '{"audit_logs":[{"id":12345678901234567890,"created_at":"2026-11-20T07:00:00Z","actor_id":-1,"source_id":"01HX","change_description":null}],"meta":{"has_more":false}}';
      return { ...proceed(), body, headers: { 'content-type': 'application/json' } };
    });
    const { printed } = await auditIn(lab, { inputs: { format: 'jsonl' } });
    expect(printed).toContain('"id":12345678901234567890,');
    expect(printed).toContain('"actor_id":-1,');
    expect(printed).toContain('"source_id":"01HX"');
    expect(printed).toContain('"change_description":null');
    expect((await auditIn(lab)).printed).toContain(',-1,');
  });

  test.each(['json', 'jsonl', 'ocsf'])(
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

  test('masks addresses and secrets as history does, in every format', async () => {
    const lab = await openEdited('privacy: { ip: truncated }\n');
    const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    const change_description = `token ${secret} from 203.0.113.7`;
    lab.zendesk.account.log({ source_type: 'apitoken', change_description, source_label: secret, actor_name: secret });
    lab.wait(60);
    for (const format of ['csv', 'jsonl', 'json', 'ocsf']) {
      const { printed } = await auditIn(lab, { inputs: { ...since, format } });
      expect(printed).toContain('203.0.113.0/24');
      expect(printed).toContain('[redacted');
      expect(printed).not.toMatch(new RegExp(`203\\.0\\.113\\.7|${secret}`));
    }
  });

  test('what cannot be read is reported, and the export is not called whole', async () => {
    const lab = await openEdited();
    lab.zendesk.onRequest((request, proceed) => {
      if (!request.path.endsWith('/audit_logs')) return undefined;
      const answer = proceed();
      return { ...answer, body: JSON.parse(JSON.stringify(answer.body).replace('"action":"login"', '"action":{}')) };
    });
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
    const dry = await auditIn(lab, { inputs: { ...since, output, 'dry-run': 'true' } });
    expect(dry.lines.join()).toContain('4 audit entries');
    expect(readFileSync(output, 'utf8')).toBe('before\n');
    const { lines } = await auditIn(lab, { inputs: { ...since, output } });
    expect(lines).toEqual([expect.stringMatching(/^4 audit entries from .* written to /)]);
    expect(readFileSync(output, 'utf8').trimEnd().split('\n')).toHaveLength(4);
  });

  test('a refusal of Zendesk is shown without the secrets in it', async () => {
    const lab = await openLab({ seeded: false });
    const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    lab.zendesk.onRequest(({ path }) =>
      path.endsWith('/audit_logs') ? { status: 422, body: { error: 'Invalid', description: secret } } : undefined,
    );
    await expect(auditIn(lab)).rejects.toMatchObject({ message: expect.stringMatching(/Invalid: \[redacted/) });
  });

  test('a place that cannot be written is an error before anything is asked of Zendesk', async () => {
    const lab = await openLab();
    const folder = makeFolder();
    mkdirSync(join(folder, 'here.csv'));
    for (const output of [join(folder, 'missing', 'x.csv'), join(folder, 'here.csv')])
      await expect(auditIn(lab, { inputs: { output } })).rejects.toMatchObject({ code: 'output-unwritable' });
    expect(lab.zendesk.requests).toEqual([]);
  });
});

describe('a period of the audit log', () => {
  test('has both ends in it', async () => {
    const lab = await openLab({ seeded: false });
    const at = (created_at: string) => lab.zendesk.account.log({ created_at });
    for (const time of ['09:59:59', '10:00:00', '10:00:01', '10:59:59', '11:00:00', '11:00:01'])
      at(`2026-11-19T${time}Z`);
    const read = async (inputs: Parameters<typeof auditIn>[1]) =>
      parseCsv((await auditIn(lab, inputs)).printed)
        .slice(1)
        .map(([time = '']) => time.slice(11, 19));
    expect(await read({ inputs: { from: '2026-11-19T10:00Z', to: '2026-11-19T11:00:00Z' } })).toEqual([
      '10:00:00',
      '10:00:01',
      '10:59:59',
      '11:00:00',
    ]);
    expect(await read({ inputs: { since: '21h' } })).toEqual(['11:00:00', '11:00:01']);
    expect(await read({ inputs: { to: '2026-11-18' } })).toEqual([]);
    expect(await read({ inputs: { since: '2026-11-19', timezone: 'Pacific/Auckland', to: '2026-11-19' } })).toEqual([
      '09:59:59',
      '10:00:00',
      '10:00:01',
      '10:59:59',
    ]);
  });

  test('is read with its own filter of Zendesk only where that filter has proved to leave nothing out', async () => {
    const lab = await openLab({ seeded: false });
    for (let n = 0; n < 450; n += 1)
      lab.zendesk.account.log({
        created_at: new Date(Date.parse('2026-01-01T00:00:00Z') + n * 3_600_000).toISOString().replace('.000', ''),
      });
    const inputs = { from: '2026-01-02', to: '2026-01-02' };
    const proved = await auditIn(lab, { inputs });
    expect(proved.json).toMatchObject({ count: 24, read: 24 });
    const pages = lab.zendesk.requests.filter(({ path }) => path.endsWith('/audit_logs'));
    expect(pages).toHaveLength(3);
    lab.zendesk.forgetRequests();
    const forget = lab.zendesk.onRequest((request, proceed) => {
      if (!request.query.has('filter[created_at][]')) return undefined;
      const answer = proceed();
      const body = JSON.parse(JSON.stringify(answer.body));
      return { ...answer, body: { ...body, audit_logs: body.audit_logs.slice(1) } };
    });
    const refuted = await auditIn(lab, { inputs });
    forget();
    expect(refuted.printed).toBe(proved.printed);
    expect(refuted.warnings.join()).toContain('filter[created_at]');
  });

  test.each([
    [{ from: '2026-11-22', to: '2026-11-21' }, '--from (2026-11-22T00:00:00Z) is after --to (2026-11-21T23:59:59Z)'],
    [{ from: '2027-01-01' }, 'is after the present time of the account'],
    [{ timezone: 'Mars/Olympus' }, '--timezone must be a time zone such as Europe/Berlin, not "Mars/Olympus"'],
  ])('%j is refused in one line', async (inputs, problem) => {
    await expect(auditIn(await openLab({ seeded: false }), { inputs })).rejects.toMatchObject({
      code: 'settings-invalid',
      message: expect.stringContaining(problem),
    });
  });
});

describe('the filters of an export', () => {
  test('keep what matches one value of each of them, addresses in full before they are masked', async () => {
    const lab = await openEdited('privacy: { ip: omitted }\n');
    const count = async (inputs: InputValues): Promise<number> => (await auditIn(lab, { inputs })).json.count;
    expect(await count({ action: 'LOGIN' })).toBe(2);
    expect(await count({ actor: '1002,-1', from: '2026-11-20' })).toBe(2);
    expect(await count({ 'source-type': 'user' })).toBe(2);
    expect(await count({ 'source-id': String(fullRefund), action: 'update' })).toBe(1);
    expect(await count({ ip: '203.0.113.0/29,198.51.100.4', from: '2026-11-20' })).toBe(2);
    expect(await count({ ip: '::ffff:203.0.113.9' })).toBe(1);
    expect(await count({ ip: '192.0.2.0/24' })).toBe(0);
  });

  test('are applied here, and the result counts what each of them matches', async () => {
    const lab = await openEdited();
    const inputs = { from: '2026-11-20', actor: '1001', action: 'update,destroy', output: join(makeFolder(), 'x.csv') };
    const { json, lines } = await auditIn(lab, { inputs });
    expect(json).toMatchObject({ read: 4, count: 1, matching: { actor: 2, action: 3 } });
    expect(lines[0]).toContain('read 4, of which match: action 3, actor 2');
    const sent = lab.zendesk.requests.flatMap(({ query }) => [...query.keys()]);
    expect(sent.filter((name) => /actor|action/.test(name))).toEqual([]);
  });
});

describe('the CSV that Zendesk e-mails', () => {
  const writer = { ZENDESK_CLIENT_ID: 'zendrift-write', ZENDESK_CLIENT_SECRET: 'sandbox-write-secret' };
  const inputs = { 'mail-csv': 'true', actor: '1001' };

  test('is asked for, explained, and refused within a minute with the seconds to wait', async () => {
    const lab = await openLab({ seeded: false });
    const dry = await anyAuditIn(lab, { inputs: { ...inputs, 'dry-run': 'true' }, environment: writer });
    expect(dry.lines.join()).toContain('Nothing was sent');
    const { lines, json } = await anyAuditIn(lab, { inputs, environment: writer });
    expect(json).toEqual({ version: 1, account: 'acme', mailed: true });
    expect(lines.join()).toContain('accepted the request (202)');
    lab.wait(15);
    await expect(anyAuditIn(lab, { inputs, environment: writer })).rejects.toMatchObject({
      code: 'mail-csv-limit',
      exitCode: 1,
      hint: expect.stringContaining('Run again in 45 seconds'),
    });
    expect(lab.zendesk.requests.filter(({ path }) => path.endsWith('/export'))).toHaveLength(2);
  });

  test('is refused to credentials that may only read, with what they lack', async () => {
    const lab = await openLab({ seeded: false });
    for (const environment of [{}, { ZENDESK_CLIENT_ID: '', ZENDESK_CLIENT_SECRET: '', ZENDESK_OAUTH_TOKEN: 'x' }]) {
      if ('ZENDESK_OAUTH_TOKEN' in environment) lab.zendesk.onRequest(readOnly);
      await expect(anyAuditIn(lab, { inputs, environment })).rejects.toMatchObject({
        code: 'mail-csv-refused',
        hint: expect.stringContaining('the OAuth scope "write"'),
      });
    }
  });
});

const readOnly: Parameters<Lab['zendesk']['onRequest']>[0] = ({ method, path }) =>
  path.endsWith('/users/me')
    ? { status: 200, body: { user: { id: 1, name: 'Reader', role: 'admin' } } }
    : method === 'POST'
      ? {
          status: 403,
          body: { error: 'Forbidden', description: 'You are missing the following required scopes: write' },
        }
      : undefined;
