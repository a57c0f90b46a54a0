import type { Names } from '#core/names/names.ts';
import type { DescribedLine, Words } from '#core/words.ts';
import { count, quoted } from './phrases.ts';

/** What became of the words of an account: said in the commit that records them. */
export interface DescribedNames {
  /** `webhook "ops-relay" is now "exfil", 2 more`; null where no word is another. */
  readonly headline: Words | null;
  readonly lines: readonly DescribedLine[];
}

/** Renames first: a new or a missing word only means that something uses it now, or no longer does. */
export function describeNames(before: Names, after: Names): DescribedNames {
  const [old, now] = [toWordMap(before), toWordMap(after)];
  const renamed: Words[] = [];
  const added: Words[] = [];
  for (const [key, { what, title }] of now) {
    const was = old.get(key);
    if (was === undefined) added.push([`${what} `, ...quoted(title), ' added']);
    else if (was.title !== title) renamed.push([`${what} `, ...quoted(was.title), ' is now ', ...quoted(title)]);
  }
  const removed = [...old].flatMap(([key, { what, title }]): Words[] =>
    now.has(key) ? [] : [[`${what} `, ...quoted(title), ' removed']],
  );
  const lines = withoutRepeats([...renamed, ...added, ...removed]);
  const [first] = lines;
  if (first === undefined) return { headline: null, lines: [] };
  const more = lines.length === 1 ? [] : [`, ${count(lines.length - 1)} more`];
  return { headline: [...first, ...more], lines: lines.map((words) => ({ words: capitalized(words) })) };
}

/** A renamed webhook is a renamed value of several fields as well, in several kinds: it is said once, as a webhook. */
function withoutRepeats(changes: readonly Words[]): readonly Words[] {
  const seen = new Map<string, Words>();
  for (const words of changes) {
    const [, ...titles] = words;
    const key = JSON.stringify(titles);
    if (!seen.has(key)) seen.set(key, words);
  }
  return [...seen.values()];
}

interface Word {
  /** What bears the title: `webhook`, `group`. Ours. */
  readonly what: string;
  readonly title: string;
}

const lists = [
  ['webhooks', 'webhook'],
  ['groups', 'group'],
  ['categories', 'category'],
  ['brands', 'brand'],
  ['ticketFields', 'ticket field'],
  ['statuses', 'ticket status'],
] as const;

function toWordMap(names: Names): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  const take = (what: string, path: string, titles: Readonly<Record<string, string>>) => {
    for (const [id, title] of Object.entries(titles)) words.set(JSON.stringify([path, id]), { what, title });
  };
  for (const [list, what] of lists) take(what, list, names[list]);
  for (const [kind, stands] of Object.entries(names.fields)) {
    for (const [stand, fields] of Object.entries(stands)) {
      for (const [field, { title, values, operators }] of Object.entries(fields)) {
        take('field', `${kind} ${stand}`, { [field]: title });
        take('value', `${kind} ${stand} ${field} values`, values);
        take('operator', `${kind} ${stand} ${field} operators`, operators);
      }
    }
  }
  return words;
}

function capitalized([first = '', ...rest]: Words): Words {
  return typeof first === 'string' ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest] : [first, ...rest];
}
