import { type Names, noNames } from '#core/names/names.ts';
import { type Snapshot, toSnapshot } from '#core/snapshot/snapshot.ts';
import type { DescribedLine, Description, Words } from '#core/words.ts';
import type { Json, JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';

export const action = (field: string, value: Json): JsonObject => ({ field, value });
export const condition = (field: string, operator: string, value: Json): JsonObject => ({ field, operator, value });

/** A snapshot of an otherwise empty, active object. */
export function snapshot(kind: Kind, fields: JsonObject = {}): Snapshot {
  const raw = {
    ...{ id: 7, title: 'A rule', active: true, actions: [], conditions: { all: [], any: [] }, execution: {} },
    // What other kinds cannot do without.
    ...{ name: 'A name', status: 'active', endpoint: 'https://acme.example' },
  };
  const observed = toSnapshot(kind, { ...raw, ...fields });
  if (observed.type === 'unreadable') throw new Error(observed.reason);
  return observed.snapshot;
}

/** Words of an account as its API gives them. */
export const names = (parts: Partial<Names> = {}): Names => ({ ...noNames, ...parts });

/** Words as a commit message would hold them, values in quotes. */
export const parsed = (words: Words): string =>
  words.map((word) => (typeof word === 'string' ? word : `"${word.value}"`)).join('');

/** Lines as text, changed lines of a long text with `- ` and `+ ` under them. */
export const plainLine = ({ words, removed = [], added = [] }: DescribedLine): string =>
  [parsed(words), ...removed.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)].join('\n');

export const plainLines = ({ lines }: Description): readonly string[] => lines.map(plainLine);
