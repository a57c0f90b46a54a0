import { isObject } from '#json.ts';
import { kindsOfSource, sourcesFor } from '#kinds/registry.ts';
import type { Query } from '#ports.ts';
import { type Check, checkFault, checkWarning, ok, skipped } from './check.ts';
import type { InspectedAccount, PageFacts } from './doctor-run.ts';

/** The newest entries: one page. */
const readNewestEntries = (account: InspectedAccount, filter: Query = []): Promise<PageFacts> =>
  account.readPage('audit_logs', 'audit_logs', [['sort', '-created_at'], ...filter, ['page[size]', '100']]);

export const auditLog: Check = {
  id: 'audit-log',
  title: 'Audit log',
  needs: ['role', 'config'],
  look: async (run) => {
    if (run.account === null) return skipped('no account');
    const page = await readNewestEntries(run.account);
    if (page.type === 'page') return ok(`can be read; ${newestOf(page.items)}`);
    const text = page.type === 'refused' ? `refused (${page.status}): ${page.reason}` : page.reason;
    const { audit } = await run.readConfig();
    return audit === 'optional'
      ? checkWarning(text, 'Changes are found by sweep alone, without their authors ("audit: optional").')
      : checkFault(
          text,
          'It needs an Enterprise plan, and an admin or a custom role with the permission "View audit logs". Without it, set "audit: optional" to run by sweep alone.',
        );
  },
};

function newestOf([newest]: readonly unknown[]): string {
  const time = isObject(newest) ? newest['created_at'] : undefined;
  return typeof time === 'string' ? `its newest entry is of ${time.slice(0, 16).replace('T', ' ')} UTC` : 'it is empty';
}

/** Which `source_type` values an account writes, and whether its filters leave anything out, is documented nowhere. */
export const checkAuditSources: Check = {
  id: 'audit-sources',
  title: 'Audit log types',
  needs: ['audit-log'],
  look: async ({ account, readConfig }) => {
    if (account === null) return skipped('no account');
    const tracked = sourcesFor((await readConfig()).kinds);
    const all = await readNewestEntries(account);
    const rows = all.type === 'page' ? all.items : [];
    // The types that were seen come last: an account that heeds the first value alone gives none of them.
    const seen = typesOf(rows);
    const order = [...tracked.filter((type) => !seen.includes(type)), ...tracked.filter((type) => seen.includes(type))];
    const asked = await readNewestEntries(
      account,
      order.map((type) => ['filter[source_type][]', type] as const),
    );
    const words =
      seen.length === 0 ? 'no entry yet' : `the newest entries are of ${seen.join(', ')}${unknownWords(rows)}`;
    if (asked.type !== 'page')
      return checkWarning(
        `${words}; the account cannot be asked for types`,
        'Nothing is lost: all entries are read instead, with more requests.',
      );
    const own = rows.filter((item) => tracked.includes(typeOf(item)));
    const leaky = [
      ...leavingOut('source_type', own, asked),
      ...leavingOut('created_at', rows, await readNewestEntries(account, periodOf(rows))),
    ];
    if (leaky.length > 0)
      return checkWarning(
        `${words}; entries are missing when the log is asked with ${leaky.join(' and with ')}`,
        'Nothing is lost: a run uses a filter only after it gave back what was read without it.',
      );
    const others = typesOf(asked.items).filter((type) => !tracked.includes(type));
    return others.length > 0
      ? checkWarning(
          `${words}; asked for tracked types, it also gives ${others.join(', ')}`,
          'Nothing is lost: what is not tracked is left out here.',
        )
      : ok(`${words}; it can be asked for tracked types alone`);
  },
};

/** Types that are about people, tickets and settings of the account: no kind will ever have them. */
const aboutOthers: ReadonlySet<string> = new Set([
  ...['user', 'user_setting', 'user_identity', 'account', 'account_setting', 'ticket', 'organization', 'attachment'],
  ...['api_token', 'apitoken', 'zendesk/app_market/app'],
]);

/** An entry whose type is not known may be about something that is tracked: it is counted, for someone to look at. */
function unknownWords(rows: readonly unknown[]): string {
  const counts = new Map<string, number>();
  for (const type of rows.map(typeOf)) {
    if (kindsOfSource(type).length === 0 && !aboutOthers.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  if (counts.size === 0) return '';
  const list = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => `${type} (${count})`);
  return `; of unknown types: ${list.join(', ')}`;
}

const textOf = (item: unknown, key: string): string => (isObject(item) ? String(item[key]) : 'nothing');
const typeOf = (item: unknown): string => textOf(item, 'source_type');

const typesOf = (items: readonly unknown[]): readonly string[] => [...new Set(items.map(typeOf))].sort();

/** `filter[NAME] (2 of 3)` where an answer lacks rows that the log is known to hold. */
function leavingOut(name: string, rows: readonly unknown[], asked: PageFacts): readonly string[] {
  if (asked.type !== 'page') return [];
  const given = new Set(asked.items.map((item) => textOf(item, 'id')));
  const missing = rows.filter((item) => !given.has(textOf(item, 'id')));
  return missing.length === 0 ? [] : [`filter[${name}] (${missing.length} of ${rows.length})`];
}

/** The time of some rows, with a second more on both sides. */
function periodOf(rows: readonly unknown[]): Query {
  const times = rows.map((item) => Date.parse(textOf(item, 'created_at'))).filter((time) => !Number.isNaN(time));
  if (times.length === 0) return [];
  const bound = (time: number) => ['filter[created_at][]', `${new Date(time).toISOString().slice(0, 19)}Z`] as const;
  return [bound(Math.min(...times) - 1000), bound(Math.max(...times) + 1000)];
}
