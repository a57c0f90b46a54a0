import { toPlainLine } from './plain-line.ts';
import type { Ending } from './run-command.ts';

/** What `--json` prints and what the Action's output `result` holds: the command's own result, or why there is none. */
export function toResultJson(ending: Ending): unknown {
  if (ending.type === 'outcome') return ending.outcome.json;
  const { code, message, hint, exitCode } = ending.failure;
  return { version: 1, error: { code, message, hint }, exitCode };
}

/** GitHub takes 1 MB of outputs a job and counts two bytes a character; the rest is for the other outputs. */
const outputLimit = 450_000;

const cutNote =
  'Lists are cut, because an Actions output can hold at most 1 MB. "zendrift --json" prints them in full.';

type Fields = Readonly<Record<string, unknown>>;

/** The result as one line of JSON that fits into an output; where it would not, its longest lists are cut and `cut` says so. */
export function toResultOutput(ending: Ending, limit = outputLimit): string {
  const result = toResultJson(ending);
  let text = toJsonLine(result);
  if (text.length <= limit || !isFields(result)) return text;
  let fields: Fields = { ...result, cut: cutNote };
  while (text.length > limit) {
    const longest = findLongest(fields);
    if (longest === null) return toJsonLine({ version: result['version'] ?? 1, cut: cutNote });
    fields = { ...fields, [longest.name]: longest.items.slice(0, Math.floor(longest.items.length / 2)) };
    text = toJsonLine(fields);
  }
  return text;
}

function findLongest(fields: Fields): { readonly name: string; readonly items: readonly unknown[] } | null {
  const lists = Object.entries(fields).flatMap(([name, value]) =>
    Array.isArray(value) && value.length > 0 ? [{ name, items: value, size: JSON.stringify(value).length }] : [],
  );
  return lists.reduce<(typeof lists)[number] | null>((most, one) => (one.size > (most?.size ?? 0) ? one : most), null);
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const toJsonLine = (value: unknown): string => toPlainLine(JSON.stringify(value) ?? 'null');
