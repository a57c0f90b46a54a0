import type { Account } from './account.ts';
import { toSourceType } from './audit-log.ts';
import type { Actor, Edit, EditOptions } from './edit.ts';
import { sameJson } from './json.ts';
import type { Kind, Rule } from './rule.ts';

/** Writes down what an actor did: the audit entry and, for triggers, the revision. */
export type Ledger = {
  readonly record: (kind: Kind, action: 'create' | 'update' | 'destroy', object: Rule, options: EditOptions) => Edit;
  readonly note: (sourceType: string, sourceId: number, label: string, action: string, options: EditOptions) => void;
};

export function openLedger(account: Account, actor: Actor): Ledger {
  const signed = { actor_id: actor.id, actor_name: actor.name, ip_address: actor.ip };
  return {
    record: (kind, action, object, options) => {
      const created_at = options.at ?? account.clock.iso();
      if (kind === 'trigger' && action !== 'destroy' && options.revision !== false)
        account.revisions.add(object, account.ids.other(), actor.id, created_at);
      if (options.audit === false) return { id: object.id, object, entry: null };
      const named = {
        source_id: object.id,
        source_type: toSourceType(kind, account.settings().sourceTypes),
        source_label: options.label ?? `${kind.charAt(0).toUpperCase()}${kind.slice(1)}: ${object.title}`,
        change_description: options.description ?? '',
        ...(options.auditId === undefined ? {} : { id: options.auditId }),
      };
      const entry = account.log({ ...signed, ...named, action, created_at }, options.entryLag ?? 0);
      return { id: object.id, object, entry };
    },
    note: (source_type, source_id, source_label, action, options) => {
      if (options.audit !== true) return;
      const created_at = options.at ?? account.clock.iso();
      const change_description = options.description ?? '';
      account.log(
        { ...signed, source_type, source_id, source_label, action, created_at, change_description },
        options.entryLag ?? 0,
      );
    },
  };
}

const described = ['active', 'description', 'conditions', 'actions', 'execution', 'restriction', 'category_id'];

/** One line for each changed field, in the grammar of the recorded entries (`Title changed from A to B`). */
export function describeEdit(before: Rule, after: Rule): string {
  const title = before.raw_title === after.raw_title ? [] : [`Title changed from ${before.title} to ${after.title}`];
  const lines = described
    .filter((key) => !sameJson(before[key] ?? null, after[key] ?? null))
    .map((key) => `${key.charAt(0).toUpperCase()}${key.slice(1).replace('_id', '')} changed`);
  const position = before.position === after.position ? [] : ['Position changed'];
  return [...title, ...lines, ...position].join('\n');
}
