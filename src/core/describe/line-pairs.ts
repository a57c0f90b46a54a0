import { diffWordsWithSpace } from 'diff';
import { toInert } from '#core/inert.ts';
import type { Marks } from '#core/words.ts';
import { escapeUnits, toVisible } from '#text.ts';
import { commonStart } from './excerpt.ts';

/** A line, or the piece of a long one, with its changed words marked. */
export interface MarkedLine {
  readonly text: string;
  readonly marks: Marks;
}

/** What stands in both texts at one place; null where a side has no such line. */
export interface LinePair {
  readonly removed: MarkedLine | null;
  readonly added: MarkedLine | null;
}

/** How much of a line every sink shows whole, what stands around a change in it, and up to where words are compared. */
const width = 170;
const around = 40;
const longest = 2_000;

/** A piece of the old line that was exchanged for a piece of the new one. */
interface Exchange {
  readonly removed: readonly [number, number];
  readonly added: readonly [number, number];
}

/** Lines that went out at one place and lines that came in, side by side. A long line gives one pair for each of its changes. */
export function pairLines(removed: readonly string[], added: readonly string[]): readonly LinePair[] {
  const both = Math.min(removed.length, added.length);
  const alone = (line: string): MarkedLine => ({ text: cut(toVisible(line), 0, width), marks: [] });
  return [
    ...removed.slice(0, both).flatMap((line, index) => pairsOfLine(...shown(line, added[index] ?? ''))),
    ...removed.slice(both).map((line): LinePair => ({ removed: alone(line), added: null })),
    ...added.slice(both).map((line): LinePair => ({ removed: null, added: alone(line) })),
  ];
}

/** Both as sinks write them; where that looks alike, with everything but plain characters as an escape. */
function shown(old: string, now: string): readonly [string, string] {
  const [was, is] = [toVisible(old), toVisible(now)];
  return toInert(was) === toInert(is) ? [escaped(old), escaped(now)] : [was, is];
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replace(/[^ -~]/g, escapeUnits);

function pairsOfLine(old: string, now: string): readonly LinePair[] {
  const exchanges = exchangesOf(old, now);
  const side = (line: string, name: keyof Exchange, group: readonly Exchange[], index: number): MarkedLine | null => {
    // A short line is shown once, with all of its marks.
    const isShort = line.length <= width;
    if (isShort && index > 0) return null;
    return piece(
      line,
      (isShort ? exchanges : group).map((exchange) => exchange[name]),
    );
  };
  return groups(exchanges).map((group, index) => ({
    removed: side(old, 'removed', group, index),
    added: side(now, 'added', group, index),
  }));
}

/** Changed words, those that touch each other as one. */
function exchangesOf(old: string, now: string): readonly Exchange[] {
  const parts =
    Math.max(old.length, now.length) > longest ? undefined : diffWordsWithSpace(old, now, { maxEditLength: 400 });
  if (parts === undefined) return [oneExchange(old, now)];
  const found: { removed: [number, number]; added: [number, number] }[] = [];
  let [from, to] = [0, 0];
  let gap = Number.POSITIVE_INFINITY;
  for (const { value, removed, added } of parts) {
    const last = found.at(-1);
    const [nextFrom, nextTo] = [from + (added ? 0 : value.length), to + (removed ? 0 : value.length)];
    if (!removed && !added) gap = value.length;
    else if (last !== undefined && gap <= 1) {
      last.removed[1] = nextFrom;
      last.added[1] = nextTo;
      gap = 0;
    } else {
      found.push({ removed: [from, nextFrom], added: [to, nextTo] });
      gap = 0;
    }
    [from, to] = [nextFrom, nextTo];
  }
  return isRewritten(found, old, now)
    ? [oneExchange(old, now)]
    : found.map((exchange) => withoutLongStart(old, now, exchange));
}

/** More than half of it is other words: the few that both have in common explain nothing. */
const isRewritten = (exchanges: readonly Exchange[], old: string, now: string): boolean => {
  const sum = (side: keyof Exchange) => exchanges.reduce((all, one) => all + one[side][1] - one[side][0], 0);
  return exchanges.length > 1 && (sum('removed') > old.length / 2 || sum('added') > now.length / 2);
};

/** One long word that is another only far behind its start: the mark begins near the difference, so that no cut hides it. */
function withoutLongStart(old: string, now: string, { removed, added }: Exchange): Exchange {
  const same = commonStart(old.slice(...removed), now.slice(...added));
  const skipped = same > width / 2 ? same - around : 0;
  return { removed: [removed[0] + skipped, removed[1]], added: [added[0] + skipped, added[1]] };
}

/** What is left of two lines without their common start and end. */
function oneExchange(old: string, now: string): Exchange {
  const same = commonStart(old, now);
  const start = same - (/\S{1,30}$/.exec(old.slice(Math.max(0, same - 31), same))?.[0].length ?? 0);
  const most = Math.min(old.length, now.length) - start;
  let end = 0;
  while (end < most && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  // Never half a character.
  if (end > 0 && /[\udc00-\udfff]/.test(old.charAt(old.length - end))) end -= 1;
  return { removed: [start, old.length - end], added: [start, now.length - end] };
}

/** Exchanges that fit into one piece of either line. */
function groups(exchanges: readonly Exchange[]): readonly (readonly Exchange[])[] {
  const all: Exchange[][] = [];
  for (const exchange of exchanges) {
    const group = all.at(-1);
    const first = group?.[0];
    const fits =
      first !== undefined &&
      exchange.removed[1] - first.removed[0] <= width - 2 * around &&
      exchange.added[1] - first.added[0] <= width - 2 * around;
    if (group !== undefined && fits) group.push(exchange);
    else all.push([exchange]);
  }
  return all;
}

/** The line around these ranges, all of it where it is short. */
function piece(line: string, ranges: Marks): MarkedLine {
  const [first = [0, 0]] = ranges;
  const near = line.length <= width ? 0 : Math.max(0, first[0] - around);
  const start = /[\udc00-\udfff]/.test(line.charAt(near)) ? near - 1 : near;
  const text = cut(line, start, width);
  const shift = (start > 0 ? 1 : 0) - start;
  const shown = start + width < line.length ? text.length - 1 : text.length;
  const marks = ranges.flatMap(([from, to]): Marks => {
    const range = [Math.min(from + shift, shown), Math.min(to + shift, shown)] as const;
    return range[0] < range[1] ? [range] : [];
  });
  return { text, marks };
}

function cut(line: string, start: number, length: number): string {
  const end = start + length;
  const shown = line.slice(start, end).replace(/[\ud800-\udbff]$/, '');
  return `${start > 0 ? '…' : ''}${shown}${end < line.length ? '…' : ''}`;
}
