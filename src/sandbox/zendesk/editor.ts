import type { Account } from './account.ts';
import { openCategoryEditor } from './category-editor.ts';
import type { Actor, Editor } from './edit.ts';
import { isList, type JsonObject, toInteger } from './json.ts';
import { describeEdit, openLedger } from './ledger.ts';
import { planAround, planOrder, planShift, toLastPosition } from './positions.ts';
import type { Birth, Kind, Rule } from './rule.ts';
import { ruleForms } from './rule-forms.ts';
import { openThingEditor } from './thing-editor.ts';

export function openEditor(account: Account, actor: Actor): Editor {
  const { rules, ids, origin } = account;
  const ledger = openLedger(account, actor);
  const columns = (id: number) => {
    const field = account.ticketFields.get(id);
    return field ? { id, title: field['title'] ?? '', type: field['type'] ?? '', url: field['url'] ?? '' } : null;
  };

  function makeRoom(kind: Kind, id: number, categoryId: string | null, position: number, at: string): void {
    const siblings = rules.siblings(kind, categoryId).filter((sibling) => sibling.id !== id);
    const bump = account.settings().shiftsBump ? { updated_at: at } : {};
    for (const [moved, place] of planShift(siblings, position)) {
      const rule = rules.get(kind, moved);
      if (rule) rules.put(kind, { ...rule, ...bump, position: place });
    }
  }

  function find(kind: Kind, id: number): Rule {
    const rule = rules.get(kind, id);
    if (rule === undefined) throw new Error(`No ${kind} ${id}`);
    return rule;
  }

  return {
    ...openCategoryEditor(account, ledger),
    ...openThingEditor(account, actor, ledger),
    create: (kind, body, options = {}) => {
      const at = options.at ?? account.clock.iso();
      const id = options.id ?? ids.rule();
      if (rules.has(id)) throw new Error(`Rule ${id} exists`);
      const categoryId = kind === 'trigger' ? categoryOf(account, body) : null;
      const position = toInteger(body['position']) ?? toLastPosition(rules.siblings(kind, categoryId));
      makeRoom(kind, id, categoryId, position, at);
      const birth: Birth = { id, at, position, origin };
      const input = kind === 'trigger' ? { ...body, category_id: categoryId } : body;
      const object = rules.put(kind, ruleForms[kind].create(input, birth, columns));
      return ledger.record(kind, 'create', object, { description: '', ...options, at });
    },
    update: (kind, id, body, options = {}) => {
      const at = options.at ?? account.clock.iso();
      const before = find(kind, id);
      const changed = ruleForms[kind].update(before, body, columns);
      const categoryId = kind === 'trigger' ? categoryOf(account, changed) : null;
      const moves = kind === 'trigger' && changed['category_id'] !== before['category_id'];
      const last = () => toLastPosition(rules.siblings(kind, categoryId));
      const position = toInteger(body['position']) ?? (moves ? last() : before.position);
      if (moves || position !== before.position) makeRoom(kind, id, categoryId, position, at);
      const object = rules.put(kind, { ...changed, position, updated_at: at });
      return ledger.record(kind, 'update', object, { description: describeEdit(before, object), ...options, at });
    },
    remove: (kind, id, options = {}) => {
      const object = find(kind, id);
      rules.remove(kind, id);
      account.revisions.forget(id);
      return ledger.record(kind, 'destroy', object, { description: '', ...options });
    },
    reorder: (kind, order, options = {}) => {
      const at = options.at ?? account.clock.iso();
      const objects = order.map((id) => find(kind, id));
      if (kind === 'trigger' && new Set(objects.map((rule) => rule['category_id'])).size > 1)
        throw new Error('Triggers of several categories have no order of their own');
      const moved = [...planOrder(objects, order)].map(([id, position]) =>
        rules.put(kind, { ...find(kind, id), position, updated_at: at }),
      );
      const logged = { all: moved.length, one: 1, none: 0 }[account.settings().reorderEntries];
      return moved.map((object, index) => {
        const audit = (options.audit ?? true) && index < logged;
        return ledger.record(kind, 'update', object, { description: 'Position changed', ...options, at, audit });
      });
    },
    arrange: (kind, items, options = {}) => {
      const at = options.at ?? account.clock.iso();
      const edits = items.map(({ id, ...change }) => {
        const before = find(kind, id);
        const object = rules.put(kind, { ...before, ...change, updated_at: at });
        return ledger.record(kind, 'update', object, { description: describeEdit(before, object), ...options, at });
      });
      for (const [id, position] of planAround(rules.list(kind), new Set(items.map(({ id }) => id)))) {
        rules.put(kind, { ...find(kind, id), position });
      }
      return edits;
    },
    attach: (macroId, filename, options = {}) => {
      const at = options.at ?? account.clock.iso();
      const macro = find('macro', macroId);
      const id = ids.other();
      const url = `${origin}/api/v2/macros/attachments/${id}`;
      account.macroAttachments.put({
        url: `${url}.json`,
        id,
        filename,
        content_type: filename.endsWith('.png') ? 'image/png' : 'text/plain',
        content_url: `${url}/content`,
        size: 6,
        created_at: at,
      });
      const held = isList(macro['attachments']) ? macro['attachments'] : [];
      const object = rules.put('macro', { ...macro, updated_at: at, attachments: [...held, id] });
      ledger.record('macro', 'update', object, { description: 'Attachments changed', ...options, at });
      return id;
    },
  };
}

/** The category a trigger goes to: the one asked for, which must exist, else the account's first. */
function categoryOf(account: Account, body: JsonObject): string | null {
  const wanted = body['category_id'];
  if (typeof wanted === 'string') {
    if (account.categories.get(wanted) === undefined) throw new Error(`No trigger category ${wanted}`);
    return wanted;
  }
  const inOrder = [...account.categories.list()].sort((left, right) => left.position - right.position);
  return inOrder[0]?.id ?? null;
}
