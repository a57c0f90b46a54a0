import type { Json, JsonObject } from '#json.ts';
import type { Shape } from './shape.ts';

/**
 * One kind of Zendesk object, declared as data: adding a kind is one such file, one line in `registry.ts`, one folder
 * of cases in `test/kinds/cases/`. It knows no I/O and no other kind.
 */
export interface Kind {
  /** Singular name in trailers, commands and configuration: `trigger`. */
  readonly name: string;
  /** Snapshot folder, and the word for several: `triggers`, `trigger-categories`. */
  readonly plural: string;
  /** Where the API has it, as far as that differs from `plural`. */
  readonly api?: KindApi;
  /** Envelope of a single object in the API: `{"trigger": {…}}`. */
  readonly envelope: string;
  /**
   * `source_type` values of the audit log that mean this kind. One that several kinds have ("rule") says only that it is
   * one of them. None = the log has no entry of it: it is listed once an hour instead.
   */
  readonly auditSources: readonly string[];
  /** Field of the API that names whoever edited the object last, by user id. */
  readonly editor?: string;
  /** What an account needs to have it, where not every account does: a plan, a permission, a feature. */
  readonly needs?: string;
  /** Where an admin opens the object, below the account's URL. */
  readonly adminPath: (id: string) => string;
  /** Whether objects run or show in an order that is kept in `order.json`; `category` = ordered inside categories. */
  readonly order: 'none' | 'plain' | 'category';
  /** Whether an object may belong to one agent (`restriction.type: User`). */
  readonly personal: boolean;
  /** The allow-list: snapshot field → how its API value is read and normalized. */
  readonly fields: Readonly<Record<string, Shape>>;
  /** Fields of the API beside the allow-list that change without anybody's edit, or that say who edited it. */
  readonly volatile?: readonly string[];
  /** Action fields whose value may hold a secret (webhook and target bodies). */
  readonly secrets: readonly string[];
  /** How other objects name it, as `type/id` of a reference (`webhook/01H…`); left out where nothing names it. */
  readonly namedBy?: { readonly type: string; readonly id: (snapshot: JsonObject) => string | null };
  /** Words for its fields where the name of the API is none: `endpoint` → `Address`. For a list: of one item. */
  readonly words?: Readonly<Record<string, string>>;
  /** The API has a revision list for it (`/{plural}/{id}/revisions`). */
  readonly revisions: boolean;
  /** Path (below `/api/v2`) of the API's list of fields, operators and values with their titles, where there is one. */
  readonly definitions: string | null;
  /** The body that writes a snapshot back (PUT or POST, inside the envelope); null where the API has no way to write it. */
  readonly toWrite: ((snapshot: JsonObject) => Json) | null;
  /** Why a deleted object cannot be created again from its snapshot, after "a webhook"; left out where it can. */
  readonly noCreate?: string;
}

/** How the API gives a kind. */
interface KindApi {
  /** Path below `/api/v2`: `slas/policies`. */
  readonly path?: string;
  /** Key of the list in a listing: `items`. */
  readonly list?: string;
  /** How a listing goes on: `cursor` unless it says otherwise; `none` = it comes whole. */
  readonly paging?: Paging;
  /** Lists of their own below an object, as fields of it: the holidays of a schedule. */
  readonly parts?: readonly { readonly field: string; readonly path: string; readonly list: string }[];
  /** A single object comes without an envelope. */
  readonly bare?: true;
  /** How an object is changed: `PUT` unless it says otherwise. */
  readonly method?: 'PATCH';
}

export type Paging = 'cursor' | 'offset' | 'none';

/** Path of the listing below `/api/v2`; an object is one step below it. */
export const apiPath = ({ plural, api }: Kind): string => api?.path ?? plural;

/** Key of the list in the answer. */
export const listKey = (kind: Kind): string => kind.api?.list ?? apiPath(kind);

export const pagingOf = ({ api }: Kind): Paging => api?.paging ?? 'cursor';

/** The id of a snapshot, as others name it. */
export const idIn = ({ id }: JsonObject): string | null =>
  typeof id === 'string' || typeof id === 'number' ? String(id) : null;

/** The write form of a kind that is written as it is read: these fields alone. */
export const only =
  (...fields: readonly string[]) =>
  (snapshot: JsonObject): Json =>
    Object.fromEntries(fields.map((field) => [field, snapshot[field] ?? null]));

/** Its name for people: `trigger category`. */
export const kindWords = (name: string): string => name.replaceAll('-', ' ');
