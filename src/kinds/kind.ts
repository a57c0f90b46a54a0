import type { Json, JsonObject } from '#json.ts';
import type { Shape } from './shape.ts';

/**
 * One kind of Zendesk object, declared as data: adding a kind is one such file, one line in `registry.ts`, one folder
 * of cases in `test/kinds/cases/` and one README row. It knows no I/O and no other kind.
 */
export interface Kind {
  /** Singular name in trailers, commands and configuration: `trigger`. */
  readonly name: string;
  /** API path, snapshot folder and list envelope: `triggers`. */
  readonly plural: string;
  /** Envelope of a single object in the API: `{"trigger": {…}}`. */
  readonly envelope: string;
  /** `source_type` values of the audit log that mean this kind and no other ("rule" may be any kind). */
  readonly auditSources: readonly string[];
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
  /** The API has a revision list for it (`/{plural}/{id}/revisions`). */
  readonly revisions: boolean;
  /** Path (below `/api/v2`) of the API's list of fields, operators and values with their titles, where there is one. */
  readonly definitions: string | null;
  /** The body that writes a snapshot back (PUT or POST, inside the envelope). */
  readonly toWrite: (snapshot: JsonObject) => Json;
}
