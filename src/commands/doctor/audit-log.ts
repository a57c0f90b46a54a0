import { isObject } from '#json.ts';
import { type Check, checkFault, checkWarning, ok, skipped } from './check.ts';
import type { InspectedAccount, PageFacts, Query } from './doctor-run.ts';

/** The newest entries: one page. */
export const readNewestEntries = (account: InspectedAccount, filter: Query = []): Promise<PageFacts> =>
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
