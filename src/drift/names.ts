/** One field of conditions or actions, with the words that Zendesk's own UI uses. */
export interface FieldNames {
  readonly title: string;
  /** Value → title (`open` → `Open`), where the field has a list of values. */
  readonly values: Readonly<Record<string, string>>;
  /** Operator → title (`includes` → `Contains at least one of`). Conditions only. */
  readonly operators: Readonly<Record<string, string>>;
}

/** What `names.json` holds: words, never a person and never a time (CONTRACT section 3). */
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

export const noNames: Names = {
  fields: {},
  groups: {},
  webhooks: {},
  categories: {},
  brands: {},
  ticketFields: {},
  statuses: {},
};
