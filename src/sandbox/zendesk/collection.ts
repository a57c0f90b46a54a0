/** Things by id, in the order in which they came. */
export type Collection<Thing extends { readonly id: number | string }> = {
  readonly get: (id: Thing['id']) => Thing | undefined;
  readonly list: () => readonly Thing[];
  readonly put: (thing: Thing) => Thing;
  readonly remove: (id: Thing['id']) => boolean;
};

export function openCollection<Thing extends { readonly id: number | string }>(): Collection<Thing> {
  const things = new Map<Thing['id'], Thing>();
  return {
    get: (id) => things.get(id),
    list: () => [...things.values()],
    put: (thing) => {
      things.set(thing.id, thing);
      return thing;
    },
    remove: (id) => things.delete(id),
  };
}
