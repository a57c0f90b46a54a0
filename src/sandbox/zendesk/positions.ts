type Placed = { readonly id: number; readonly position: number };

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

function inOrder(objects: readonly Placed[]): readonly Placed[] {
  return [...objects].sort((left, right) => left.position - right.position || left.id - right.id);
}
