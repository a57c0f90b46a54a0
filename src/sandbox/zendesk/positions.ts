import type { Json } from './json.ts';

type Placed = { readonly id: number; readonly position: number; readonly category_id?: Json };

/** The place after the last of them; the first place is 1. */
export function toLastPosition(siblings: readonly Placed[]): number {
  return siblings.reduce((last, { position }) => Math.max(last, position), 0) + 1;
}

/** New places of the siblings that must make room when something comes to `position`; a gap ends the shifting. */
export function planShift(siblings: readonly Placed[], position: number): ReadonlyMap<number, number> {
  const moved = new Map<number, number>();
  let taken = position;
  for (const sibling of inOrder(siblings)) {
    if (sibling.position < position) continue;
    if (sibling.position > taken) break;
    taken += 1;
    if (sibling.position !== taken) moved.set(sibling.id, taken);
  }
  return moved;
}

/** New places when these objects stand in the order of `ids`: the same places, dealt out again, without ties. */
export function planOrder(objects: readonly Placed[], ids: readonly number[]): ReadonlyMap<number, number> {
  const before = new Map(objects.map(({ id, position }) => [id, position]));
  const moved = new Map<number, number>();
  let last = 0;
  for (const [index, { position }] of inOrder(objects).entries()) {
    last = Math.max(position, last + 1);
    const id = ids[index];
    if (id !== undefined && before.get(id) !== last) moved.set(id, last);
  }
  return moved;
}

/** New places of the others when `fixed` ones stay where they were put; only equals of one category collide. */
export function planAround(objects: readonly Placed[], fixed: ReadonlySet<number>): ReadonlyMap<number, number> {
  const key = (object: Placed, position: number) => `${object.category_id ?? ''} ${position}`;
  const taken = new Set(objects.filter(({ id }) => fixed.has(id)).map((object) => key(object, object.position)));
  const moved = new Map<number, number>();
  for (const object of inOrder(objects.filter(({ id }) => !fixed.has(id)))) {
    let position = object.position;
    while (taken.has(key(object, position))) position += 1;
    if (position === object.position) continue;
    moved.set(object.id, position);
    taken.add(key(object, position));
  }
  return moved;
}

function inOrder(objects: readonly Placed[]): readonly Placed[] {
  return [...objects].sort((left, right) => left.position - right.position || left.id - right.id);
}
