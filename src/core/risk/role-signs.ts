import { isObject, type JsonObject } from '#json.ts';
import type { RiskInput } from './risk-input.ts';

/** What a role may do; what it may not is in no snapshot. */
const permissionsOf = (state: JsonObject | undefined): ReadonlySet<string> =>
  new Set(isObject(state?.['configuration']) ? Object.keys(state['configuration']) : []);

/** Whether a role may do something that it might not do before. */
export function addsPermission({ kind, before, after }: RiskInput): boolean {
  if (kind.name !== 'custom-role') return false;
  const old = permissionsOf(before?.value);
  return [...permissionsOf(after?.value)].some((permission) => !old.has(permission));
}
