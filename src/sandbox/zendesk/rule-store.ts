import { openCollection } from './collection.ts';
import type { Kind, Rule } from './rule.ts';

/** The account's business rules as they stand. Titles are rendered when they are read, as dynamic content may change. */
export type RuleStore = {
  readonly get: (kind: Kind, id: number) => Rule | undefined;
  /** In the order of (position, id). */
  readonly list: (kind: Kind) => readonly Rule[];
  /** The rules that share a sequence of positions: for triggers, those of one category. */
  readonly siblings: (kind: Kind, categoryId: string | null) => readonly Rule[];
  readonly put: (kind: Kind, rule: Rule) => Rule;
  readonly remove: (kind: Kind, id: number) => boolean;
  readonly has: (id: number) => boolean;
};

export function openRuleStore(render: (rawTitle: string) => string): RuleStore {
  const stores = {
    trigger: openCollection<Rule>(),
    automation: openCollection<Rule>(),
    macro: openCollection<Rule>(),
    view: openCollection<Rule>(),
  };
  const shown = (rule: Rule): Rule => ({ ...rule, title: render(rule.raw_title) });
  const list = (kind: Kind) =>
    stores[kind]
      .list()
      .map(shown)
      .sort((left, right) => left.position - right.position || left.id - right.id);
  return {
    get: (kind, id) => {
      const rule = stores[kind].get(id);
      return rule && shown(rule);
    },
    list,
    siblings: (kind, categoryId) =>
      kind === 'trigger' ? list(kind).filter((rule) => rule['category_id'] === categoryId) : list(kind),
    put: (kind, rule) => shown(stores[kind].put(rule)),
    remove: (kind, id) => stores[kind].remove(id),
    has: (id) => Object.values(stores).some((store) => store.get(id) !== undefined),
  };
}
