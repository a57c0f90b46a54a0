import { isObject } from '#json.ts';
import { isUtcTime, type UtcTime } from './time.ts';

/** Reads one JSON value into a type, or throws `DecodeError` with the path at fault. */
export type Decode<T> = (value: unknown, path: string) => T;

export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

const refuse = (path: string, wanted: string): never => {
  throw new DecodeError(`${path} is not ${wanted}`);
};

export const asText: Decode<string> = (value, path) => (typeof value === 'string' ? value : refuse(path, 'a text'));
export const asNumber: Decode<number> = (value, path) => (typeof value === 'number' ? value : refuse(path, 'a number'));
export const asTime: Decode<UtcTime> = (value, path) =>
  typeof value === 'string' && isUtcTime(value) ? value : refuse(path, 'a UTC time in whole seconds');
export const asFlag: Decode<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : refuse(path, 'true or false');

export const asNullable =
  <T>(decode: Decode<T>): Decode<T | null> =>
  (value, path) =>
    value === null ? null : decode(value, path);

/** `usual` where the member is missing. */
export const asOptional =
  <T, U>(decode: Decode<T>, usual: U): Decode<T | U> =>
  (value, path) =>
    value === undefined ? usual : decode(value, path);

export const asList =
  <T>(decode: Decode<T>): Decode<readonly T[]> =>
  (value, path) =>
    Array.isArray(value) ? value.map((item, index) => decode(item, `${path}[${index}]`)) : refuse(path, 'a list');

export const asMap =
  <T>(decode: Decode<T>): Decode<ReadonlyMap<string, T>> =>
  (value, path) =>
    isObject(value)
      ? new Map(Object.entries(value).map(([key, item]) => [key, decode(item, `${path}.${key}`)]))
      : refuse(path, 'an object');

export const asOneOf =
  <T extends string>(...words: readonly T[]): Decode<T> =>
  (value, path) =>
    words.find((word) => word === value) ?? refuse(path, words.join(' or '));

/** A reader of the members of an object: `field('name', asText)`. */
export function asFields(value: unknown, path: string): <T>(name: string, decode: Decode<T>) => T {
  if (!isObject(value)) return refuse(path, 'an object');
  return (name, decode) => decode(Object.hasOwn(value, name) ? value[name] : undefined, `${path}.${name}`);
}
