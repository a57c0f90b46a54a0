import type { JsonObject } from './json.ts';

/** The four kinds of business rule. They share one id sequence, so an id belongs to one kind at most. */
export const kinds = ['trigger', 'automation', 'macro', 'view'] as const;
export type Kind = (typeof kinds)[number];

export const plurals = { trigger: 'triggers', automation: 'automations', macro: 'macros', view: 'views' } as const;

/** A business rule as a GET shows it; keys stand in the recorded order. */
export type Rule = JsonObject & {
  readonly url: string;
  readonly id: number;
  readonly title: string;
  readonly active: boolean;
  readonly updated_at: string;
  readonly created_at: string;
  readonly position: number;
  readonly raw_title: string;
};

/** What the account gives a rule when it is made. */
export type Birth = {
  readonly id: number;
  readonly at: string;
  readonly position: number;
  /** `https://acme.zendesk.com` */
  readonly origin: string;
};

/** One field that the account refuses, as a 422 names it. */
export type Problem = { readonly field: string; readonly description: string; readonly error: string };

/** How one kind is written and read. */
export type RuleForm = {
  /** Keys that a body may hold; the API drops others and says so in `x-zendesk-api-warn`. */
  readonly writable: readonly string[];
  readonly create: (input: JsonObject, birth: Birth, columns: ColumnTitles) => Rule;
  readonly update: (rule: Rule, input: JsonObject, columns: ColumnTitles) => Rule;
  readonly problems: (rule: Rule) => readonly Problem[];
};

/** The display copy of a custom field's column in a view, or null where there is no such field. */
export type ColumnTitles = (fieldId: number) => JsonObject | null;
