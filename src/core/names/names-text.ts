import { canonicalText, isObject, type JsonObject, tryParse } from '#json.ts';
import type { FieldNames, Names } from './names.ts';

/** The text of `names.json`: the same words give the same bytes (docs/format.md, Names and indexes). */
export function namesText(names: Names): string {
  const { fields, groups, webhooks, categories, brands, ticketFields, statuses } = names;
  const stand = (words: Readonly<Record<string, FieldNames>>): JsonObject =>
    mapValues(words, ({ title, values, operators }) => ({ title, values: { ...values }, operators: { ...operators } }));
  return canonicalText({
    fields: mapValues(fields, ({ actions, conditions }) => ({
      actions: stand(actions),
      conditions: stand(conditions),
    })),
    groups,
    webhooks,
    categories,
    brands,
    ticketFields,
    statuses,
  });
}

/** Reads `names.json` back. Whatever is missing, older, or no text is left out: words are never worth a failed run. */
export function parseNames(text: string): Names {
  const value = asRecord(tryParse(text));
  return {
    fields: mapValues(asRecord(value['fields']), (kind) => ({
      actions: parseStand(asRecord(kind)['actions']),
      conditions: parseStand(asRecord(kind)['conditions']),
    })),
    groups: parseTexts(value['groups']),
    webhooks: parseTexts(value['webhooks']),
    categories: parseTexts(value['categories']),
    brands: parseTexts(value['brands']),
    ticketFields: parseTexts(value['ticketFields']),
    statuses: parseTexts(value['statuses']),
  };
}

type Raw = Readonly<Record<string, unknown>>;

const asRecord = (value: unknown): Raw => (isObject(value) ? value : {});

const parseStand = (value: unknown): Readonly<Record<string, FieldNames>> =>
  mapValues(asRecord(value), (field) => {
    const { title, values, operators } = asRecord(field);
    return {
      title: typeof title === 'string' ? title : '',
      values: parseTexts(values),
      operators: parseTexts(operators),
    };
  });

const parseTexts = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(asRecord(value)).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );

// `fromEntries` makes own properties of every key, `__proto__` too.
const mapValues = <From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
