import { businessRules, kindOfSource } from '#kinds/registry.ts';
import type { ReportedChange } from '#render/report/report-result.ts';
import { isChangeOffHours } from './off-hours.ts';
import type { FileEntry } from './read-log.ts';
import { toPersonColumns, type Words } from './to-reported.ts';

const changes: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'updated',
  destroy: 'deleted',
  delete: 'deleted',
};

/** An entry of a log file as a row: nobody judged or decided it. */
export function toEntryChange(entry: FileEntry, words: Words): ReportedChange {
  const { created_at: time, actor_name: name, actor_id: id, source_type: source, source_label: label } = entry;
  const kind = toKind(source ?? 'unknown');
  const action = (entry.action ?? entry.action_label ?? 'unknown').toLowerCase();
  const person = {
    id: id ?? name ?? '',
    name: name ?? '',
    login: (id && words.logins.get(id)) || null,
    ip: entry.ip_address,
  };
  const people = id === null && name === null ? [] : [person];
  const description = entry.change_description?.replace(/\s*[\r\n]+\s*/g, '; ') ?? '';
  return {
    ...{ time, object: entry.source_id === null ? kind : `${kind}/${entry.source_id}`, kind, title: label ?? '' },
    ...toPersonColumns(people),
    change: changes[action] ?? action,
    actor_id: id,
    ...{ verdict: null, reason: null, rule: null, risk: null, decision: null, decided_by: null, decided_at: null },
    ...{ commit: null, issue: null, url: null, adminUrl: null },
    words: description,
    what: `${entry.action_label ?? action} ${kind} "${label ?? entry.source_id ?? ''}"`,
    lines: description === '' ? [] : [{ words: [{ value: description }] }],
    people,
    auditIds: entry.id === null ? [] : [entry.id],
    attribution: people.length === 0 ? 'none' : 'exact',
    riskCodes: [],
    offHours: isChangeOffHours(words.policy, { decision: 'unapproved', reason: 'none' }, [time]),
    ...{ outcome: null, decisionReason: null, secondsToDecision: null, fourEyes: null },
  };
}

/** Rules by the name of their kind; anything else as the log calls it. */
function toKind(source: string): string {
  const name = kindOfSource(source.toLowerCase())?.name ?? '';
  return businessRules.includes(name) ? name : source.toLowerCase();
}
