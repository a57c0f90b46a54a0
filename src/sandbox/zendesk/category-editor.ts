import type { Account } from './account.ts';
import type { Category } from './category.ts';
import type { CategoryEditor, EditOptions } from './edit.ts';
import type { Ledger } from './ledger.ts';
import { planShift, toLastPosition } from './positions.ts';

export function openCategoryEditor(account: Account, ledger: Ledger): CategoryEditor {
  const { categories } = account;

  function find(id: string): Category {
    const category = categories.get(id);
    if (category === undefined) throw new Error(`No trigger category ${id}`);
    return category;
  }

  function put(category: Category, action: string, options: EditOptions): Category {
    ledger.note('trigger_category', Number(category.id), `Trigger category: ${category.name}`, action, options);
    return categories.put(category);
  }

  function makeRoom(id: string, position: number): void {
    const placed = categories.list().filter((category) => category.id !== id);
    const numbered = placed.map((category) => ({ id: Number(category.id), position: category.position }));
    for (const [moved, place] of planShift(numbered, position))
      categories.put({ ...find(String(moved)), position: place });
  }

  return {
    createCategory: ({ id = String(account.ids.other()), name, position }, options = {}) => {
      if (categories.get(id) !== undefined) throw new Error(`Trigger category ${id} exists`);
      const at = options.at ?? account.clock.iso();
      const place = position ?? toLastPosition(categories.list().map((held) => ({ id: 0, position: held.position })));
      makeRoom(id, place);
      const url = `${account.origin}/api/v2/trigger_categories/${id}.json`;
      return put({ url, id, name, updated_at: at, created_at: at, position: place }, 'create', options);
    },
    renameCategory: (id, name, options = {}) =>
      put({ ...find(id), name, updated_at: options.at ?? account.clock.iso() }, 'update', options),
    moveCategory: (id, position, options = {}) => {
      makeRoom(id, position);
      return put({ ...find(id), position, updated_at: options.at ?? account.clock.iso() }, 'update', options);
    },
    removeCategory: (id, options = {}) => {
      const category = find(id);
      ledger.note('trigger_category', Number(id), `Trigger category: ${category.name}`, 'destroy', options);
      categories.remove(id);
    },
  };
}
