import { isOrder, type ObjectKey, objectKey } from '#core/object-key.ts';
import { isObject, type JsonObject, parseExact } from '#json.ts';
import { isPathSafeId } from '#kinds/object-id.ts';
import { kinds } from '#kinds/registry.ts';

/** An object as its snapshot holds it. */
export interface RecordedObject {
  readonly object: ObjectKey;
  readonly kind: string;
  readonly title: string;
  readonly active: boolean;
  readonly value: JsonObject;
}

/** The object that a path of the branch stands for; null for an order, an index and whatever is no snapshot. */
export function objectAt(account: string, path: string): ObjectKey | null {
  const [root, folder, plural, file = '', ...rest] = path.split('/');
  const kind = kinds.find((one) => one.plural === plural);
  const id = file.endsWith('.json') ? file.slice(0, -'.json'.length) : '';
  if (root !== 'snapshots' || folder !== account || kind === undefined || rest.length > 0) return null;
  const object = objectKey(kind.name, id);
  return isPathSafeId(id) && !isOrder(object) ? object : null;
}

/** Null where someone's edit left no snapshot behind: one bad file stops no other. */
export function toRecordedObject(object: ObjectKey, text: string): RecordedObject | null {
  const value = parseSnapshot(text);
  if (value === null) return null;
  const { title, active } = value;
  return {
    ...{ object, kind: object.slice(0, object.indexOf('/')), value },
    title: typeof title === 'string' ? title : '',
    active: active !== false,
  };
}

function parseSnapshot(text: string): JsonObject | null {
  try {
    return isObject(parseExact(text)) ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
