import type { AuditEntry } from './audit-log.ts';
import type { Category, NewCategory } from './category.ts';

import type { JsonObject } from './json.ts';
import type { Kind, Rule } from './rule.ts';
import type { AnyThing } from './thing-types.ts';

/** Who acts, as the log names them. */
export type Actor = { readonly id: number; readonly name: string; readonly ip: string | null };

export type EditOptions = {
  /** false = the log never learns of it. */
  readonly audit?: boolean;
  /** Seconds after the edit from which the log shows its entry; `created_at` stays the time of the edit. */
  readonly entryLag?: number;
  /** When it happened, instead of the clock's now: `updated_at` and the entry's `created_at`. */
  readonly at?: string;
  /** `change_description`, instead of one line for each changed field. */
  readonly description?: string;
  /** `source_label`, instead of `Trigger: Title`. */
  readonly label?: string;
  readonly auditId?: number;
  /** false = no trigger revision is kept. */
  readonly revision?: boolean;
};

export type Edit = { readonly id: number; readonly object: Rule; readonly entry: AuditEntry | null };

export type Arrangement = {
  readonly id: number;
  readonly position?: number;
  readonly active?: boolean;
  readonly category_id?: string;
};

/**
 * Changes business rules the way the admin pages do: a form is sent whole or in part, nothing else is cleared, and no
 * rule of the write API is checked. For the API's own strictness go over HTTP.
 */
export type Editor = {
  readonly create: (kind: Kind, body: JsonObject, options?: EditOptions & { readonly id?: number }) => Edit;
  /** `position` and `category_id` move; siblings make room. */
  readonly update: (kind: Kind, id: number, body: JsonObject, options?: EditOptions) => Edit;
  readonly remove: (kind: Kind, id: number, options?: EditOptions) => Edit;
  /** Puts these objects in this order, on the places they hold together; triggers must share a category. */
  readonly reorder: (kind: Kind, ids: readonly number[], options?: EditOptions) => readonly Edit[];
  /** Sets places and the active flag of many at once, exactly as given; others make room (`update_many`). */
  readonly arrange: (kind: Kind, items: readonly Arrangement[], options?: EditOptions) => readonly Edit[];
  /** Adds a file to a macro and gives back its id. */
  readonly attach: (macroId: number, filename: string, options?: EditOptions) => number;
} & CategoryEditor &
  ThingEditor;

/** Changes what is no business rule, by its path below `/api/v2`. */
export type ThingEditor = {
  readonly make: (path: string, fields: JsonObject, options?: EditOptions) => AnyThing;
  readonly change: (path: string, id: AnyThing['id'], fields: JsonObject, options?: EditOptions) => AnyThing;
  readonly drop: (path: string, id: AnyThing['id'], options?: EditOptions) => void;
};

/** What the log says of categories is not recorded anywhere: nothing by default, an entry with `audit: true`. */
export type CategoryEditor = {
  readonly createCategory: (category: NewCategory, options?: EditOptions) => Category;
  readonly renameCategory: (id: string, name: string, options?: EditOptions) => Category;
  readonly moveCategory: (id: string, position: number, options?: EditOptions) => Category;
  readonly removeCategory: (id: string, options?: EditOptions) => void;
};
