/** One entry of the Zendesk audit log, after parsing. Texts are hostile and opaque: nothing is ever parsed out of them. */
export interface AuditEntry {
  /** Digits (kept as text: an id beyond 2^53 stays exact). */
  readonly id: string;
  /** `create`, `update`, `destroy`, or anything the API adds later. */
  readonly action: string;
  /** User id as text; `-1` is Zendesk itself. */
  readonly actorId: string;
  readonly actorName: string;
  readonly sourceId: string;
  readonly sourceType: string;
  readonly sourceLabel: string;
  readonly description: string;
  /** Null for the system actor. */
  readonly ip: string | null;
  /** UTC, whole seconds: `2026-11-22T10:12:13Z`. */
  readonly time: string;
}

/** What stands for the address of an edit that no entry of the log speaks of. */
export const unknownIp = 'unknown';

/**
 * What an object itself says of its last edit, in the form of an entry. It is none: without an id and an action, and from
 * an unknown address. Earlier edits since the object was last seen are not known from it.
 */
export const toPayloadEntry = (
  source: Pick<AuditEntry, 'sourceId' | 'sourceType'>,
  actor: { readonly id: string; readonly name: string },
  time: string,
): AuditEntry => ({
  ...source,
  id: '',
  action: '',
  actorId: actor.id,
  actorName: actor.name,
  sourceLabel: '',
  description: '',
  ip: unknownIp,
  time,
});

/** Whether the log has it: what an object says of itself has no id. */
export const isLogged = ({ id }: Pick<AuditEntry, 'id'>): boolean => id !== '';

/** Audit ids, without what is no entry of the log. */
export const idsOf = (entries: readonly Pick<AuditEntry, 'id'>[]): readonly string[] =>
  entries.filter(isLogged).map(({ id }) => id);

const editActions: ReadonlySet<string> = new Set(['create', 'update', 'destroy']);

/** Whether it changed its object. An export, a login or whatever the API adds later is nobody's edit. */
export const isEdit = ({ action }: Pick<AuditEntry, 'action'>): boolean => editActions.has(action);

/** Oldest first; entries of one second by id length, then id: ids are not in time order, but the order must be one. */
export const compareEntries = (a: Pick<AuditEntry, 'id' | 'time'>, b: Pick<AuditEntry, 'id' | 'time'>): number =>
  compareText(a.time, b.time) || a.id.length - b.id.length || compareText(a.id, b.id);

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
