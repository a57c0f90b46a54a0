import { conditionLists, findActions, findConditions } from '#core/describe/rule-items.ts';
import type { Names } from '#core/names/names.ts';
import { findReferences, textsIn } from '#core/references/find-references.ts';
import { placeholdersIn } from '#core/references/placeholders.ts';
import type { RecordedObject } from '#core/references/recorded-object.ts';
import { canonicalText } from '#json.ts';
import { findContradiction } from './contradiction.ts';
import type { LintCode, LintFinding } from './finding.ts';
import { personalDataIn } from './personal-data.ts';
import { findMisspelling } from './unknown-placeholder.ts';

/** Looks at objects one after the other, in the order of their paths; an inactive rule does no harm and is left alone. */
export function openLint(names: Names): (object: RecordedObject) => readonly LintFinding[] {
  const seen = new Map<string, string>();
  return (recorded) => {
    const { object } = recorded;
    const toFinding = (code: LintCode, level: LintFinding['level'], message: string): LintFinding => ({
      ...{ code, level, object, message },
    });
    const shared = personalFindings(recorded).map((message) => toFinding('personal-data', 'info', message));
    if (!recorded.active) return shared;
    return [
      ...conditionFindings(recorded).map(([code, message]) =>
        toFinding(code, code === 'never-matches' ? 'error' : 'warning', message),
      ),
      ...duplicates(recorded, seen).map((message) =>
        toFinding('duplicate-rule', recorded.kind === 'macro' ? 'info' : 'warning', message),
      ),
      ...unknownReferences(recorded, names).map((message) => toFinding('unknown-reference', 'info', message)),
      ...misspellings(recorded).map((message) => toFinding('unknown-placeholder', 'warning', message)),
      ...shared,
    ];
  };
}

function conditionFindings({ kind, value }: RecordedObject): readonly (readonly [LintCode, string])[] {
  const [all, any] = conditionLists.map((list) => findConditions(value, list));
  if (kind === 'macro' || !all || !any) return [];
  if (all.length + any.length === 0) return [['no-conditions', 'has no conditions, so it applies to every ticket']];
  const reason = findContradiction(all);
  if (reason !== null) return [['never-matches', `can never match: ${reason}`]];
  const dead = any.flatMap((one, index) => {
    const why = findContradiction([...all, one]);
    return why === null ? [] : [{ index, why }];
  });
  if (dead.length > 0 && dead.length === any.length)
    return [['never-matches', `can never match: ${dead.map(({ why }) => why).join('; ')}`]];
  return dead.map(({ index, why }) => ['dead-condition', `conditions.any[${index}] can never hold: ${why}`]);
}

/** Rules of one kind that do the same in the same cases: the later one is reported. */
function duplicates({ kind, object, value }: RecordedObject, seen: Map<string, string>): readonly string[] {
  // What has neither actions nor columns is no rule: two groups may well be alike.
  if (!Object.hasOwn(value, 'actions') && !Object.hasOwn(value, 'execution')) return [];
  const { conditions = null, actions = null, execution = null, restriction = null, attachments = null } = value;
  const key = canonicalText({ kind, conditions, actions, execution, restriction, attachments });
  const first = seen.get(key);
  if (first === undefined) seen.set(key, object);
  return first === undefined ? [] : [`does the same as ${first}`];
}

const lists = { group: 'groups', webhook: 'webhooks', brand: 'brands', status: 'statuses' } as const;

/** An empty list was never read: nothing is known about what it would hold. */
function unknownReferences({ value }: RecordedObject, names: Names): readonly string[] {
  return findReferences(value).flatMap(({ type, id, where }) => {
    if (type !== 'group' && type !== 'webhook' && type !== 'brand' && type !== 'status') return [];
    const list = names[lists[type]];
    if (Object.keys(list).length === 0 || Object.hasOwn(list, id)) return [];
    return [`${where} names ${type} ${id}, which has no name in names.json: it may be deleted`];
  });
}

const misspellings = ({ value }: RecordedObject): readonly string[] =>
  [...new Set(textsIn(value).flatMap(placeholdersIn))].flatMap((placeholder) => {
    const meant = findMisspelling(placeholder);
    return meant === null ? [] : [`{{${placeholder}}} is no known placeholder. Did you mean ${meant}?`];
  });

function personalFindings({ kind, value }: RecordedObject): readonly string[] {
  if (kind !== 'macro') return [];
  return (findActions(value) ?? []).flatMap(({ field, value: given }, index) => {
    const found = new Set(textsIn(given).flatMap(personalDataIn));
    return [...found].map((what) => `actions[${index}] (${field}) holds ${what}`);
  });
}
