import type { Names } from '#core/names/names.ts';
import type { Order } from '#core/order/order.ts';
import { findMoves, type Move } from '#core/order/order-moves.ts';
import { type IsActive, passedBy, sameRunOrder } from '#core/order/run-order.ts';
import type { DescribedLine, Description, Words } from '#core/words.ts';
import type { Kind } from '#kinds/kind.ts';
import { count, ordinal, plural, quoted } from './phrases.ts';
import { categoryWords } from './term-words.ts';

/** Moves that are said one by one; the rest are counted. */
const listLimit = 10;

/** Title of an object, null where it is not known. */
export type TitleOf = (id: string) => string | null;

/** What a new order means: which objects were moved, and what they now run before or after. Objects that only one of the
 * orders has are no move. */
export function describeOrder(
  kind: Kind,
  before: Order,
  after: Order,
  titles: TitleOf,
  names: Names,
  isActive: IsActive = () => true,
): Description {
  const categories = categoryMoves(before, after);
  const sorted = inCategoryOrder(before, after);
  const moves = findMoves(sorted, after);
  const said = new Set<string>();
  const moved = moves.slice(0, listLimit).flatMap((move): readonly DescribedLine[] => {
    const passed = passedBy(move.id, sorted, after, isActive, said);
    said.add(move.id);
    // It changed places with those above alone, which say so.
    const isSaid = isInPlace(move) && passed.above.count + passed.below.count === 0;
    return isSaid ? [] : [moveLine(kind, { ...move, ...passed }, titles, names, isActive(move.id))];
  });
  const lines = [...categories.map((move) => categoryLine(kind, move, after, names)), ...moved];
  const shown = lines.slice(0, listLimit);
  const rest = lines.length - shown.length + Math.max(0, moves.length - listLimit);
  const more = rest === 0 ? [] : [{ words: [`and ${count(rest)} more moved`] }];
  const first = moves[0];
  const category = categories[0] && (after[categories[0].to.overall]?.category ?? null);
  return {
    verb: 'Reorder',
    title: '',
    ...(first !== undefined ? { headline: headline(kind, first, shown.length + rest - 1, titles) } : {}),
    ...(first === undefined && category !== undefined
      ? { headline: ['category ', ...categoryWords(names, category)] }
      : {}),
    lines: [
      ...shown,
      ...more,
      ...(lines.length > 0 && sameRunOrder(before, after, isActive) ? [unchangedLine(kind)] : []),
    ],
  };
}

/** Its number is the same, and what stands around it is not. */
const isInPlace = ({ from, to }: Move): boolean => from.category === to.category && from.index === to.index;

/** What was moved does not run, or only category headings moved: nothing works in another way. */
const unchangedLine = (kind: Kind): DescribedLine => ({
  words: [`The order in which active ${kind.plural} ${kind.name === 'view' ? 'are shown' : 'run'} is the same.`],
});

// A moved category takes its objects along: said once, not once for each of them.
const asOrder = (order: Order): Order => [
  { category: null, ids: order.map(({ category }) => JSON.stringify(category)) },
];
const categoryMoves = (before: Order, after: Order): readonly Move[] => findMoves(asOrder(before), asOrder(after));

function inCategoryOrder(before: Order, after: Order): Order {
  const rank = new Map(after.map(({ category }, index) => [category, index]));
  const kept = before.filter(({ category }) => rank.has(category));
  const sorted = [...kept].sort((a, b) => (rank.get(a.category) ?? 0) - (rank.get(b.category) ?? 0));
  return [...sorted, ...before.filter(({ category }) => !rank.has(category))];
}

const nameOf = (kind: Kind, id: string, titles: TitleOf): Words => {
  const title = titles(id);
  return title === null || title === '' ? [`${kind.name} ${id}`] : quoted(title);
};

function headline(kind: Kind, move: Move, others: number, titles: TitleOf): Words {
  const [side, neighbour] =
    move.above.nearest !== null ? [' above ', move.above.nearest] : [' below ', move.below.nearest];
  return [
    ...nameOf(kind, move.id, titles),
    ...(neighbour === null ? [] : [side, ...nameOf(kind, neighbour, titles)]),
    ...(others > 0 ? [`, ${count(others)} more moved`] : []),
  ];
}

function categoryLine(kind: Kind, move: Move, after: Order, names: Names): DescribedLine {
  const index = move.to.overall;
  const group = after[index];
  return {
    words: [
      'Category ',
      ...categoryWords(names, group?.category ?? null),
      ` moved from ${ordinal(move.from.overall + 1)} to ${ordinal(index + 1)}, with ${plural(group?.ids.length ?? 0, kind.name)}`,
    ],
  };
}

function moveLine(kind: Kind, move: Move, titles: TitleOf, names: Names, isActive: boolean): DescribedLine {
  const { from, to } = move;
  const name = nameOf(kind, move.id, titles);
  const [old, now] = [ordinal(from.index + 1), ordinal(to.index + 1)];
  const place: Words =
    from.category !== to.category
      ? [
          ...name,
          ' moved from category ',
          ...categoryWords(names, from.category),
          ` (${old}) to category `,
          ...categoryWords(names, to.category),
          ` (${now}).`,
        ]
      : [
          ...(kind.order === 'category' ? ['In category ', ...categoryWords(names, to.category), ': '] : []),
          ...name,
          isInPlace(move) ? ` is still ${now}.` : ` moved from ${old} to ${now}.`,
        ];
  return {
    words: [
      ...place,
      ...(isActive ? [] : [' It is inactive.']),
      ...overtaken(kind, 'before', move.above, titles),
      ...overtaken(kind, 'after', move.below, titles),
    ],
  };
}

/** ` It now runs before 11 triggers that used to run before it; the first of them is "…" (28835714733331).` */
function overtaken(kind: Kind, side: 'before' | 'after', passed: Move['above'], titles: TitleOf): Words {
  if (passed.nearest === null) return [];
  const [runs, run] = kind.name === 'view' ? ['is now shown', 'be shown'] : ['now runs', 'run'];
  const title = titles(passed.nearest);
  const nearest: Words = [
    ...nameOf(kind, passed.nearest, titles),
    ...(title === null || title === '' ? [] : [` (${passed.nearest})`]),
  ];
  if (passed.count === 1) {
    return [` It ${runs} ${side} `, ...nearest, `, which used to ${run} ${side} it.`];
  }
  const others = plural(passed.count, kind.name);
  return [
    ` It ${runs} ${side} ${others} that used to ${run} ${side} it; the ${side === 'before' ? 'first' : 'last'} of them is `,
    ...nearest,
    '.',
  ];
}
