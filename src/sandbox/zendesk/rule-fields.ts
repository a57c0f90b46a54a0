import type { Json, JsonObject } from './json.ts';

/** The raw title of a body: `raw_title` wins, since `title` is only its rendered form. */
export function titleOf(input: JsonObject, otherwise: string): string {
  const title = input['raw_title'] ?? input['title'];
  return typeof title === 'string' ? title : otherwise;
}

export function activeOf(input: JsonObject, otherwise: boolean): boolean {
  const active = input['active'];
  return typeof active === 'boolean' ? active : otherwise;
}

export function describedBy(input: JsonObject, otherwise: Json): Json {
  const description = input['description'];
  return description === undefined ? otherwise : description;
}
