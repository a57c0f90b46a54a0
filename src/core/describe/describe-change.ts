import type { Names } from '#core/names/names.ts';
import { hidesChange } from '#core/snapshot/hidden.ts';
import { switchIn, titleIn } from '#core/snapshot/known-as.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { DescribedLine, Description, Verb } from '#core/words.ts';
import type { JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { describeActions } from './describe-actions.ts';
import { describeConditions } from './describe-conditions.ts';
import { describeExecution } from './describe-execution.ts';
import {
  type DescribeField,
  describeActive,
  describeAttachments,
  describeCategory,
  describeRestriction,
  describeText,
  describeTitle,
} from './describe-fields.ts';
import { describeItems, describeNamed } from './describe-items.ts';
import { describeCreated, describeDeleted, type LastPlace } from './describe-state.ts';
import { jsonKey } from './json-words.ts';
import { own } from './phrases.ts';
import { rawDifference } from './raw-difference.ts';
import type { Speech } from './term-words.ts';

/** In the order in which people read them. */
const fields: Readonly<Record<string, DescribeField>> = {
  active: describeActive,
  activated: describeActive,
  status: describeActive,
  title: describeTitle,
  description: describeText,
  actions: describeActions,
  conditions: describeConditions,
  category_id: describeCategory,
  restriction: describeRestriction,
  execution: describeExecution,
  attachments: describeAttachments,
};

/**
 * What changed between two states of one object, as an admin would say it. Two different states always give a line,
 * two equal ones none. `place` is where a deleted object stood.
 */
export function describeChange(
  kind: Kind,
  before: Snapshot | null,
  after: Snapshot | null,
  names: Names,
  place: LastPlace = {},
): Description {
  const speech: Speech = { kind, names };
  const title = titleIn((after ?? before)?.value ?? {}) ?? '';
  if (before === null && after === null) return { verb: 'Record', title, lines: [] };
  const hidden = hidesChange(before, after) ? [hiddenLine] : [];
  if (before === null)
    return { verb: 'Create', title, lines: [...hidden, ...describeCreated(speech, after?.value ?? {})] };
  if (after === null) return { verb: 'Delete', title, lines: describeDeleted(speech, before.value, place) };
  const changed = changedFields(before.value, after.value);
  return {
    verb: verbOf(changed, before.value, after.value),
    title,
    lines: [...hidden, ...changed.flatMap((field) => describeField(speech, field, before.value, after.value))],
  };
}

/** First, so that no limit cuts it off: nobody may take for read what stands behind a mask. */
const hiddenLine: DescribedLine = {
  words: ['Part of this text is hidden because it looks like a secret; only Zendesk shows it'],
};

function changedFields(before: JsonObject, after: JsonObject): readonly string[] {
  const all = new Set([...Object.keys(fields), ...Object.keys(before), ...Object.keys(after)]);
  return [...all].filter((field) => jsonKey(own(before, field)) !== jsonKey(own(after, field)));
}

function describeField(speech: Speech, field: string, before: JsonObject, after: JsonObject): readonly DescribedLine[] {
  const lines = own(fields, field)?.(speech, before, after) ?? [];
  if (lines.length > 0) return lines;
  if (field === 'name' || field === 'agent_label') return describeNamed(before[field], after[field]);
  const word = own(speech.kind.words, field);
  if (word !== undefined) return describeItems(word, own(before, field), own(after, field));
  const path = Object.hasOwn(speech.kind.fields, field) ? field : { value: field };
  return rawDifference([path], own(before, field), own(after, field));
}

function verbOf(changed: readonly string[], before: JsonObject, after: JsonObject): Verb {
  const [was, is] = [switchIn(before), switchIn(after)];
  if (was !== is && is !== null) return is ? 'Activate' : 'Deactivate';
  return changed.length === 1 && titleIn(before) !== titleIn(after) ? 'Rename' : 'Update';
}
