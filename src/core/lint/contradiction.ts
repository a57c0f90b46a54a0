import type { Condition } from '#core/describe/rule-items.ts';
import { partsOfText } from '#core/describe/value-parts.ts';
import type { Json } from '#json.ts';

/** Fields with one value at a time; a ticket has one status, one group, one brand. */
const single: ReadonlySet<string> = new Set([
  ...['status', 'custom_status_id', 'type', 'ticket_type_id', 'priority', 'group_id', 'brand_id', 'ticket_form_id'],
  ...['organization_id', 'update_type', 'ticket_is_public', 'via_id'],
]);
const statuses = ['new', 'open', 'pending', 'hold', 'solved', 'closed'];
const words: ReadonlySet<string> = new Set([
  'comment_includes_word',
  'subject_includes_word',
  'description_includes_word',
]);

/**
 * Why conditions that must all hold cannot, or null. Only what is certain: the values of most fields, such as the current
 * user, may be equal although they are written differently.
 */
export function findContradiction(conditions: readonly Condition[]): string | null {
  const empty = conditions.find(includesNothing);
  if (empty !== undefined) return `${empty.field} includes none of no words`;
  for (const [index, one] of conditions.entries())
    for (const other of conditions.slice(index + 1)) {
      const [a, b] = [one, other];
      if (a.field === b.field && (excludes(a, b) || excludes(b, a))) return `${say(a)} and ${say(b)}`;
    }
  const bounds = conditions.filter(({ field, operator }) => field === 'status' && Object.hasOwn(holds, operator));
  const possible = statuses.some((status) => bounds.every((bound) => statusHolds(status, bound)));
  return possible ? null : bounds.map(say).join(' and ');
}

function excludes(a: Condition, b: Condition): boolean {
  if (a.field === 'current_tags' && a.operator === 'includes' && b.operator === 'not_includes') {
    const none = new Set(partsOfText(textOf(b.value) ?? ''));
    const some = partsOfText(textOf(a.value) ?? '');
    return some.length > 0 && some.every((tag) => none.has(tag));
  }
  const [left, right] = [textOf(a.value), textOf(b.value)];
  if (!single.has(a.field) || a.operator !== 'is' || left === null || right === null) return false;
  if (b.operator === 'is_not') return left === right;
  // Words such as "current_groups" stand for a value that may be the other one.
  const isPlain = (text: string): boolean => text === '' || !/[a-z]_[a-z]/.test(text);
  return b.operator === 'is' && left !== right && isPlain(left) && isPlain(right);
}

const includesNothing = ({ field, operator, value }: Condition): boolean =>
  operator === 'includes' && (field === 'current_tags' || words.has(field)) && textOf(value)?.trim() === '';

const holds: Readonly<Record<string, (status: number, bound: number) => boolean>> = {
  is: (status, bound) => status === bound,
  is_not: (status, bound) => status !== bound,
  less_than: (status, bound) => status < bound,
  greater_than: (status, bound) => status > bound,
};

function statusHolds(status: string, { operator, value }: Condition): boolean {
  const bound = statuses.indexOf(textOf(value) ?? '');
  return bound < 0 || holds[operator]?.(statuses.indexOf(status), bound) !== false;
}

const textOf = (value: Json): string | null =>
  value === null ? '' : typeof value === 'string' || typeof value === 'number' ? String(value) : null;

const say = ({ field, operator, value }: Condition): string => `${field} ${operator} ${JSON.stringify(value)}`;
