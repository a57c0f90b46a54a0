import { access } from './access.ts';
import { apiFields } from './api-fields.ts';
import { auditLog } from './audit-log.ts';
import { checkAuditSources } from './audit-sources.ts';
import { branchRules } from './branch-rules.ts';
import type { Check } from './check.ts';
import { clockSkew } from './clock-skew.ts';
import { clone } from './clone.ts';
import { configuration } from './configuration.ts';
import { credentials } from './credentials.ts';
import { github } from './github.ts';
import { hashKey } from './hash-key.ts';
import { issues, labels } from './issues.ts';
import { proxy } from './proxy.ts';
import { push } from './push.ts';
import { role } from './role.ts';
import { scopes } from './scopes.ts';
import { settings } from './settings.ts';
import { signing } from './signing.ts';
import { token } from './token.ts';
import { visibility } from './visibility.ts';
import { writeCredentials } from './write-credentials.ts';
import { writers } from './writers.ts';

/** Every check, in the order in which they run: none needs a later one. */
export const checks: readonly Check[] = [
  ...[settings, configuration, hashKey, proxy],
  ...[credentials, role, token, scopes, access, auditLog, checkAuditSources, clockSkew, apiFields],
  ...[writeCredentials],
  ...[clone, signing, push],
  ...[github, visibility, branchRules, writers, issues, labels],
];
