import { isList, isObject, type Json, type JsonObject, toInteger } from './json.ts';
import type { ColumnTitles } from './rule.ts';

/** Titles of the columns that every account has (Views, "View columns"). */
export const columnTitles: Readonly<Record<string, string>> = {
  subject: 'Subject',
  requester: 'Requester',
  created: 'Requested',
  type: 'Type',
  priority: 'Priority',
  status: 'Status category',
  custom_status_id: 'Ticket status',
  group: 'Group',
  assignee: 'Assignee',
  assigned: 'Assigned',
  updated: 'Updated',
  updated_assignee: 'Assignee updated',
  updated_requester: 'Requester updated',
  updated_by_type: 'Updater',
  due_date: 'Due date',
  solved: 'Solved',
  submitter: 'Submitter',
  organization: 'Organization',
  satisfaction_score: 'Satisfaction',
  ticket_form: 'Ticket form',
  brand: 'Brand',
  locale_id: 'Requester language',
  ticket_id: 'ID',
};

/** Two columns are written under one name and read under another. */
const readNames: Readonly<Record<string, string>> = { description: 'subject', nice_id: 'ticket_id' };

const unsortable = new Set(['subject', 'submitter', 'custom_status_id']);

/** `execution` as a GET shows it: the order that `output` asks for, and copies of titles for display. */
export function toExecution(output: Json | undefined, held: JsonObject, custom: ColumnTitles): JsonObject {
  const wanted = isObject(output) ? output : {};
  const pick = (key: string, otherwise: Json) => (key in wanted ? wanted[key] : held[key]) ?? otherwise;
  const groupBy = pick('group_by', null);
  const groupOrder = pick('group_order', 'asc');
  const sortBy = pick('sort_by', null);
  const sortOrder = pick('sort_order', 'desc');
  const columns = isList(wanted['columns'])
    ? wanted['columns'].flatMap((column) => toColumn(column, custom) ?? [])
    : isList(held['columns'])
      ? held['columns']
      : [];
  const isCustom = (column: Json) => isObject(column) && typeof column['id'] === 'number';
  return {
    group_by: groupBy,
    group_order: groupOrder,
    sort_by: sortBy,
    sort_order: sortOrder,
    group: toOrdered(groupBy, groupOrder, custom),
    sort: toOrdered(sortBy, sortOrder, custom),
    columns,
    fields: columns.filter((column) => !isCustom(column)),
    custom_fields: columns.filter(isCustom),
  };
}

function toOrdered(column: Json, order: Json, custom: ColumnTitles): JsonObject | null {
  const shown = column === null ? null : toColumn(column, custom);
  return shown === null ? null : { ...shown, order };
}

function toColumn(column: Json, custom: ColumnTitles): JsonObject | null {
  const fieldId = toInteger(column);
  if (fieldId !== null) return custom(fieldId);
  if (typeof column !== 'string') return null;
  const id = readNames[column] ?? column;
  const title = columnTitles[id];
  if (title === undefined) return null;
  const usable = !unsortable.has(id);
  return { id, title, filterable: usable, sortable: usable };
}
