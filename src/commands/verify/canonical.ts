import { isLogFile } from '#core/commit/tool-files.ts';
import { judgeLog } from '#core/entry/log-file.ts';
import { orderText, parseOrder } from '#core/order/order.ts';
import { titleIn } from '#core/snapshot/known-as.ts';
import { canonicalText, isObject, type Json, tryParse } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { isPathSafeId } from '#kinds/object-id.ts';
import { kinds } from '#kinds/registry.ts';
import { toVisible } from '#text.ts';

/** What a path below `snapshots/<account>` is for. */
export type FileRole =
  | { readonly type: 'object'; readonly kind: Kind; readonly id: string }
  | { readonly type: 'order'; readonly kind: Kind }
  | { readonly type: 'names' | 'other-fields' }
  | { readonly type: 'index' }
  | { readonly type: 'log'; readonly month: string }
  | { readonly type: 'unknown' };

export function fileRoleOf(account: string, path: string): FileRole {
  if (isLogFile(path, account)) return { type: 'log', month: path.slice(-'2026-11.jsonl'.length, -'.jsonl'.length) };
  const folder = `snapshots/${account}/`;
  const [plural = '', name = '', ...deeper] = path.slice(folder.length).split('/');
  if (path === `${folder}names.json`) return { type: 'names' };
  if (path === `${folder}other-fields.json`) return { type: 'other-fields' };
  const kind = kinds.find((one) => one.plural === plural);
  if (!path.startsWith(folder) || !kind || deeper.length > 0) return { type: 'unknown' };
  if (name === 'README.md') return { type: 'index' };
  if (name === 'order.json') return kind.order === 'none' ? { type: 'unknown' } : { type: 'order', kind };
  const [, id = ''] = /^(.+)\.json$/.exec(name) ?? [];
  return isPathSafeId(id) ? { type: 'object', kind, id } : { type: 'unknown' };
}

/** Why a file is not the one text of the state that it holds, or null. */
export function judgeText(role: FileRole, text: string): string | null {
  if (role.type === 'index') return null;
  if (role.type === 'unknown') return 'is not a snapshot file';
  if (role.type === 'log') return judgeLog(role.month, text);
  const value = tryParse(text);
  if (value === undefined) return 'is not JSON';
  if (role.type === 'order') {
    const order = parseOrder(role.kind, text);
    return order !== null && orderText(role.kind, order) === text ? null : 'is not an order in its one form';
  }
  if (!isObject(value)) return 'is not a JSON object';
  if (isTooDeep(text)) return 'is nested too deeply for a snapshot';
  if (role.type === 'object' && String(value['id']) !== role.id) {
    return `holds the object ${JSON.stringify(value['id'] ?? null)}, not that of its path`;
  }
  const json = toJson(value);
  if (json === undefined) return 'holds a number that cannot be kept exactly';
  // Snapshots of format 1 hold these characters as they are.
  return canonicalText(json) === text.replace(rawInFormat1, toVisible) ? null : 'is not in its canonical form';
}

/** Far beyond any snapshot, and far below what would overflow the stack. */
const deepest = 100;

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

const rawInFormat1 = /(?![\p{Cc}\p{Cf}\p{Zl}\p{Zp}])[\p{DI}\u2800]/gu;

/** The title that a snapshot holds, for rules about titles. */
export function titleOf(text: string): string | null {
  const value = tryParse(text);
  return isObject(value) ? titleIn(value) : null;
}

export const idsOfFiles = (account: string, kind: Kind, paths: Iterable<string>): ReadonlySet<string> => {
  const ids = new Set<string>();
  for (const path of paths) {
    const role = fileRoleOf(account, path);
    if (role.type === 'object' && role.kind === kind) ids.add(role.id);
  }
  return ids;
};

/** The value, if all of it is plain JSON: a number that JavaScript cannot hold is not. */
function toJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) {
    const items = value.map(toJson);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (!isObject(value)) return undefined;
  const entries: [string, Json][] = [];
  for (const [key, item] of Object.entries(value)) {
    const json = toJson(item);
    if (json === undefined) return undefined;
    entries.push([key, json]);
  }
  return Object.fromEntries(entries);
}
