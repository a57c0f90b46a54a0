/** Lines of a block by their keys. */
export type Fields = ReadonlyMap<string, string>;

type Guard<T extends string> = (text: string) => text is T;

/** A value that has the shape it should have; undefined where it is missing or misshapen. */
export function read<T extends string>(fields: Fields, key: string, guard: Guard<T>): T | undefined;
export function read(fields: Fields, key: string, test: (text: string) => boolean): string | undefined;
export function read(fields: Fields, key: string, test: (text: string) => boolean): string | undefined {
  const value = fields.get(key);
  return value !== undefined && test(value) ? value : undefined;
}

export const oneOf =
  <T extends string>(...values: readonly T[]): Guard<T> =>
  (text): text is T =>
    values.some((value) => value === text);
