import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Names, noNames } from '#core/names/names.ts';
import { namesText, parseNames } from '#core/names/names-text.ts';

const texts = fc.dictionary(fc.string(), fc.string());
const fields = fc.dictionary(fc.string(), fc.record({ title: fc.string(), values: texts, operators: texts }));
const names: fc.Arbitrary<Names> = fc.record({
  fields: fc.dictionary(fc.string(), fc.record({ actions: fields, conditions: fields })),
  groups: texts,
  webhooks: texts,
  categories: texts,
  brands: texts,
  ticketFields: texts,
  statuses: texts,
});

describe('names.json', () => {
  it('is read back as the same words', () => {
    fc.assert(
      fc.property(names, (words) => {
        const text = namesText(words);
        expect(namesText(parseNames(text))).toBe(text);
        expect(parseNames(text).groups).toEqual({ ...words.groups });
      }),
    );
  });

  it('has the same bytes whatever the sequence in which the words were read', () => {
    const { groups: _, ...rest } = noNames;
    expect(namesText({ ...rest, groups: { b: 'B', a: 'A' } })).toBe(namesText({ groups: { a: 'A', b: 'B' }, ...rest }));
  });

  it('keeps what it can of an older or damaged file', () => {
    expect(
      parseNames('{"groups": {"1": "A", "2": 3}, "webhooks": [], "fields": {"trigger": {"actions": {"x": 1}}}}'),
    ).toEqual({
      ...noNames,
      groups: { '1': 'A' },
      fields: { trigger: { actions: { x: { title: '', values: {}, operators: {} } }, conditions: {} } },
    });
    for (const text of ['', 'null', '[]', '7', '{"groups": null}', '<html>']) expect(parseNames(text)).toEqual(noNames);
  });

  it('never throws, whatever it holds', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => void parseNames(text)));
  });
});
