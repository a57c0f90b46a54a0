/** What an object can name. Words that people may type for one are in `parseReference`. */
export const referenceTypes = [
  ...(['field', 'option', 'tag', 'group', 'webhook', 'form', 'brand', 'schedule', 'status'] as const),
  ...(['dynamic-content', 'user', 'organization', 'target', 'category', 'user-field', 'organization-field'] as const),
] as const;

export type ReferenceType = (typeof referenceTypes)[number];

/** `group/360…`, `tag/vip`, `option/360…:refund`: one thing that an object names. */
export interface Reference {
  readonly type: ReferenceType;
  readonly id: string;
  /** Where in the snapshot: `conditions.all[1] (group_id)`. */
  readonly where: string;
}

/** The names of kinds in the API mean the same things. */
const aliases: Readonly<Record<string, ReferenceType>> = {
  'ticket-field': 'field',
  'ticket-form': 'form',
  'custom-status': 'status',
  'trigger-category': 'category',
  dc: 'dynamic-content',
};

/** Reads `group/360…` as people type it; null where it is no reference. */
export function parseReference(typed: string): Pick<Reference, 'type' | 'id'> | null {
  const [, word = '', id = ''] = /^([a-z-]{1,40})\/(\S{1,255})$/.exec(typed) ?? [];
  const type = referenceTypes.find((one) => one === word) ?? (Object.hasOwn(aliases, word) ? aliases[word] : undefined);
  return type === undefined || id === '' ? null : { type, id };
}
