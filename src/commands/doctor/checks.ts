import type { Check } from './check.ts';
import { clockSkew, credentials, role, scopes, token, writeCredentials } from './check-account.ts';
import { auditLog, checkAuditSources } from './check-audit-log.ts';
import { clone, push, signing } from './check-clone.ts';
import { branchRules, github, issues, labels, visibility, writers } from './check-github.ts';
import { access, apiFields } from './check-lists.ts';
import { configuration, hashKey, proxy, settings } from './check-settings.ts';

/** Every check, in the order in which they run: none needs a later one. */
export const checks: readonly Check[] = [
  ...[settings, configuration, hashKey, proxy],
  ...[credentials, role, token, scopes, access, auditLog, checkAuditSources, clockSkew, apiFields],
  ...[writeCredentials],
  ...[clone, signing, push],
  ...[github, visibility, branchRules, writers, issues, labels],
];
