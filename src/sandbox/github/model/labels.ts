import type { Issue, Label } from './entities.ts';
import { refuseInvalid } from './refusal.ts';
import { type Store, toKey } from './store.ts';
import { isLonger } from './text-rules.ts';

/** The colour GitHub gives to a label that nobody made before it was used. */
const defaultColor = 'ededed';

export type LabelDraft = {
  readonly name: string;
  readonly color?: string | undefined;
  readonly description?: string | null | undefined;
};

export function findLabel(store: Store, name: string): Label | undefined {
  return store.labels.get(toKey(name));
}

/** Makes a label of the repository; 422 where the name is taken, empty or longer than 50 characters. */
export function createLabel(store: Store, draft: LabelDraft): Label {
  const about = { resource: 'Label', field: 'name' };
  if (draft.name.trim() === '') throw refuseInvalid({ ...about, code: 'missing_field' });
  if (isLonger(draft.name, 50)) {
    throw refuseInvalid({ ...about, code: 'custom', message: 'name is too long (maximum is 50 characters)' });
  }
  if (findLabel(store, draft.name) !== undefined) throw refuseInvalid({ ...about, code: 'already_exists' });
  const color = draft.color ?? defaultColor;
  if (!/^[0-9a-f]{6}$/i.test(color)) throw refuseInvalid({ resource: 'Label', field: 'color', code: 'invalid' });
  if (isLonger(draft.description ?? '', 100)) {
    const message = 'description is too long (maximum is 100 characters)';
    throw refuseInvalid({ resource: 'Label', field: 'description', code: 'custom', message });
  }
  const { name, description = null } = draft;
  const label: Label = { id: store.nextId('label'), name, color: color.toLowerCase(), description };
  store.labels.set(toKey(draft.name), label);
  return label;
}

/** The labels under the repository's own spelling; unknown ones come into being, as on GitHub. */
export function resolveLabels(store: Store, names: readonly string[]): readonly string[] {
  const resolved = names.map((name) => (findLabel(store, name) ?? createLabel(store, { name })).name);
  return [...new Set(resolved)];
}

export function listIssueLabels(store: Store, issue: Issue): readonly Label[] {
  return issue.labels.flatMap((name) => findLabel(store, name) ?? []);
}
