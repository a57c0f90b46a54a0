import { isObject, type JsonObject } from '#json.ts';

/** What people call an object, by its snapshot: kinds name that differently, and no kind has two of them. Null = nothing. */
export function titleIn(snapshot: Readonly<Record<string, unknown>>): string | null {
  for (const field of titleFields) {
    const title = snapshot[field];
    if (typeof title === 'string') return title;
  }
  // Of an installed app, and of what is known by its address.
  const { settings, email } = snapshot;
  if (isObject(settings)) return titleIn(settings);
  return typeof email === 'string' ? email : null;
}

/** The fields that hold a title, the first one wins. */
export const titleFields = ['title', 'name', 'agent_label'] as const;

/** Whether an object is switched on, by its snapshot; null where its kind has no switch. Webhooks have a status instead. */
export function switchIn(snapshot: Readonly<Record<string, unknown>>): boolean | null {
  const { active, activated, enabled, status } = snapshot;
  for (const found of [active, activated, enabled]) if (typeof found === 'boolean') return found;
  return status === 'active' || status === 'inactive' ? status === 'active' : null;
}

/** Whether objects of a kind can be switched off, by the fields of its snapshots. */
export const hasSwitch = (fields: Readonly<Record<string, unknown>>): boolean =>
  ['active', 'activated', 'enabled', 'status'].some((field) => Object.hasOwn(fields, field));

/** The same snapshot, switched on or off; as it is where its kind has no switch. */
export function withSwitch(snapshot: JsonObject, on: boolean): JsonObject {
  for (const field of ['active', 'activated', 'enabled'])
    if (typeof snapshot[field] === 'boolean') return { ...snapshot, [field]: on };
  return switchIn(snapshot) === null ? snapshot : { ...snapshot, status: on ? 'active' : 'inactive' };
}
