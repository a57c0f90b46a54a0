import type { Words } from '#core/words.ts';
import { canonicalText, isObject, type Json } from '#json.ts';
import { quoted } from './phrases.ts';

/** A value that no phrase covers, as JSON. */
export const rawWords = (value: Json | undefined): Words =>
  value === undefined ? ['(absent)'] : typeof value === 'string' ? quoted(value) : quoted(jsonKey(value));

/** Equal for equal values: a snapshot from git has its keys sorted, one from the API has not. */
export const jsonKey = (value: Json | undefined): string =>
  value === undefined ? '' : canonicalText(value).replace(/\n */g, '');

export const isJsonObject = (value: Json | undefined): value is { readonly [key: string]: Json } => isObject(value);
