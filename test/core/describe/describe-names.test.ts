import { describe, expect, it } from 'vitest';
import { describeNames } from '#core/describe/describe-names.ts';
import { type Names, noNames } from '#core/names/names.ts';
import type { Words } from '#core/words.ts';

const text = (words: Words | null): string | null =>
  words?.map((word) => (typeof word === 'string' ? word : `"${word.value}"`)).join('') ?? null;

const headline = (before: Partial<Names>, after: Partial<Names>): string | null =>
  text(describeNames({ ...noNames, ...before }, { ...noNames, ...after }).headline);

const withValue = (title: string): Names['fields'] => {
  const field = { title: 'Notify webhook', values: { W1: title }, operators: {} };
  const stands = { actions: { notification_webhook: field }, conditions: {} };
  return { trigger: stands, automation: stands };
};

describe('what became of the words of an account', () => {
  it('names a rename first, then how many words more', () => {
    const before = { webhooks: { W1: 'ops-relay' }, groups: { 1: 'Support' } };
    const after = { webhooks: { W1: 'exfil' }, groups: { 1: 'Support', 2: 'Billing' } };
    expect(headline(before, after)).toBe('webhook "ops-relay" is now "exfil", 1 more');
  });

  it('says a rename once, however many fields repeat the word', () => {
    const before = { webhooks: { W1: 'ops-relay' }, fields: withValue('ops-relay') };
    const after = { webhooks: { W1: 'exfil' }, fields: withValue('exfil') };
    expect(headline(before, after)).toBe('webhook "ops-relay" is now "exfil"');
    const { lines } = describeNames({ ...noNames, ...before }, { ...noNames, ...after });
    expect(lines.map(({ words }) => text(words))).toEqual(['Webhook "ops-relay" is now "exfil"']);
  });

  it('says what is new and what is no longer used', () => {
    expect(headline({}, { brands: { 1: 'Acme' } })).toBe('brand "Acme" added');
    expect(headline({ fields: withValue('a') }, {})).toBe('field "Notify webhook" removed, 1 more');
  });

  it('says nothing of equal words', () => {
    expect(headline({ groups: { 1: 'A' } }, { groups: { 1: 'A' } })).toBeNull();
  });
});
