/** One field of conditions or actions, with the words that Zendesk's own UI uses. */
export interface FieldNames {
  readonly title: string;
  /** Value → title (`open` → `Open`), where the field has a list of values. */
  readonly values: Readonly<Record<string, string>>;
  /** Operator → title (`includes` → `Contains at least one of`). Conditions only. */
  readonly operators: Readonly<Record<string, string>>;
}

/** What `names.json` holds: words, never a person and never a time (docs/format.md, Names and indexes). */
export interface Names {
  /** Kind name → where it stands (`actions`, `conditions`) → field → words. */
  readonly fields: Readonly<
    Record<
      string,
      {
        readonly actions: Readonly<Record<string, FieldNames>>;
        readonly conditions: Readonly<Record<string, FieldNames>>;
      }
    >
  >;
  readonly groups: Readonly<Record<string, string>>;
  readonly webhooks: Readonly<Record<string, string>>;
  readonly categories: Readonly<Record<string, string>>;
  readonly brands: Readonly<Record<string, string>>;
  /** Ticket field id → title, for view columns. */
  readonly ticketFields: Readonly<Record<string, string>>;
  /** Custom status id → agent label. */
  readonly statuses: Readonly<Record<string, string>>;
}

/** Where a field stands: it means one thing as a condition and another as an action. */
export type Stand = 'actions' | 'conditions';

/**
 * The kind under whose name a field of another kind has its words. The API lists no fields for automations, which share those
 * of triggers.
 */
export const findFieldKind = ({ fields }: Names, kind: string, stand: Stand, field: string): string | undefined =>
  [kind, 'trigger', 'macro', 'view'].find((name) => {
    const words = Object.hasOwn(fields, name) ? fields[name]?.[stand] : undefined;
    return words !== undefined && Object.hasOwn(words, field);
  });

export const noNames: Names = {
  fields: {},
  groups: {},
  webhooks: {},
  categories: {},
  brands: {},
  ticketFields: {},
  statuses: {},
};
