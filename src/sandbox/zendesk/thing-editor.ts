import type { Account } from './account.ts';
import type { Actor, EditOptions, ThingEditor } from './edit.ts';
import type { JsonObject } from './json.ts';
import type { Ledger } from './ledger.ts';
import { type AnyThing, findThingType } from './thing-types.ts';

/** Edits of what is no business rule. The log has an entry only where real accounts are known to write one. */
export function openThingEditor(account: Account, actor: Actor, ledger: Ledger): ThingEditor {
  const stamp = (path: string, at: string): JsonObject =>
    findThingType(path).signed === true ? { updated_at: at, updated_by: String(actor.id) } : { updated_at: at };
  const note = (path: string, thing: AnyThing, action: string, options: EditOptions): void => {
    const { source } = findThingType(path);
    if (source === null || options.audit === false) return;
    const title = String(thing['title'] ?? thing['name'] ?? thing['agent_label'] ?? '');
    ledger.note(source, Number(thing.id), `${source}: ${title}`, action, { ...options, audit: true });
  };
  const find = (path: string, id: AnyThing['id']): AnyThing => {
    const thing = account.things(path).get(id);
    if (thing === undefined) throw new Error(`No ${path} ${id}`);
    return thing;
  };
  return {
    make: (path, fields, options = {}) => {
      const at = options.at ?? account.clock.iso();
      const given = fields['id'];
      const id = typeof given === 'number' || typeof given === 'string' ? given : account.ids.other();
      const thing = account.things(path).put({ created_at: at, ...fields, ...stamp(path, at), id });
      note(path, thing, 'create', options);
      return thing;
    },
    change: (path, id, fields, options = {}) => {
      const at = options.at ?? account.clock.iso();
      const thing = account.things(path).put({ ...find(path, id), ...fields, ...stamp(path, at), id });
      note(path, thing, 'update', options);
      return thing;
    },
    drop: (path, id, options = {}) => {
      const thing = find(path, id);
      account.things(path).remove(id);
      note(path, thing, 'destroy', options);
    },
  };
}
