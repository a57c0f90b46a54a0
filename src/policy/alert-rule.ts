import { matchesGlob } from './glob.ts';
import { isInRange, parseIpRange } from './ip-range.ts';
import type { AlertClauses, AlertRule } from './rule.ts';

/** An entry of the audit log as far as rules look at it, under Zendesk's own names and before anything is masked. */
export interface WatchedEntry {
  readonly action: string | null;
  readonly source_type: string | null;
  readonly actor_id: string | null;
  readonly source_label: string | null;
  readonly change_description: string | null;
  readonly ip_address: string | null;
}

/** The name of the first rule that an entry matches, or null. */
export type WatchEntry = (entry: WatchedEntry) => string | null;

type Test = (entry: WatchedEntry) => boolean;

/** Rules are read once: a log may have a million entries. */
export function openWatch(rules: readonly AlertRule[]): WatchEntry {
  const tests = rules.map(({ name, except, ...clauses }) => {
    const [holds, isExcepted] = [toTest(clauses), except === undefined ? () => false : toTest(except)];
    return { name, matches: (entry: WatchedEntry) => holds(entry) && !isExcepted(entry) };
  });
  return (entry) => tests.find(({ matches }) => matches(entry))?.name ?? null;
}

function toTest({ actions, sourceTypes, actors, labels, descriptions, ips }: AlertClauses): Test {
  const ranges = ips?.flatMap((text) => parseIpRange(text) ?? []);
  const tests: readonly (Test | null)[] = [
    among(actions, ({ action }) => action),
    among(sourceTypes, ({ source_type }) => source_type),
    among(actors, ({ actor_id }) => actor_id),
    like(labels, ({ source_label }) => source_label),
    like(descriptions, ({ change_description }) => change_description),
    ranges === undefined ? null : ({ ip_address }) => ranges.some((range) => isInRange(range, ip_address)),
  ];
  const given = tests.filter((test) => test !== null);
  return (entry) => given.every((test) => test(entry));
}

function among(words: readonly string[] | undefined, textOf: (entry: WatchedEntry) => string | null): Test | null {
  if (words === undefined) return null;
  const known = new Set(words.map((word) => word.toLowerCase()));
  return (entry) => known.has((textOf(entry) ?? '').toLowerCase());
}

function like(globs: readonly string[] | undefined, textOf: (entry: WatchedEntry) => string | null): Test | null {
  if (globs === undefined) return null;
  const plain = globs.map((glob) => glob.toLowerCase());
  return (entry) => {
    const text = (textOf(entry) ?? '').toLowerCase();
    return plain.some((glob) => matchesGlob(glob, text));
  };
}
