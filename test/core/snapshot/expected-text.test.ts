import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toExpectedText } from '#core/snapshot/expected-text.ts';
import { redactObserved } from '#core/snapshot/redact.ts';
import { toSnapshot } from '#core/snapshot/snapshot.ts';
import { findKind } from '#kinds/registry.ts';
import { anyText } from '../../support/hostile.ts';

const raw = {
  id: 1,
  title: 'Escalate',
  description: null,
  active: true,
  category_id: '900',
  conditions: { all: [{ field: 'status', operator: 'is', value: 'new' }], any: [] },
  actions: [{ field: 'notification_webhook', value: ['7', '{"a": 1}'] }],
};

function recorded(over: object = {}, redacted: readonly string[] = []): string {
  const kind = findKind('trigger');
  if (kind === undefined) throw new Error('no triggers');
  const fields = redacted.map((field) => ({ field, kind: null }));
  const observed = redactObserved(toSnapshot(kind, { ...raw, ...over }), 'trigger', { fields, keyedHash: null });
  if (observed.type === 'unreadable') throw new Error(observed.reason);
  return observed.snapshot.text;
}

const edited = (change: (value: Record<string, unknown>) => void): string => {
  const value: Record<string, unknown> = JSON.parse(recorded());
  change(value);
  return JSON.stringify(value);
};

describe('a snapshot file that someone wrote', () => {
  test('is the text that would be recorded, whatever its spaces and the order of its keys', () => {
    expect(toExpectedText('trigger/1', recorded())).toBe(recorded());
    const value: Record<string, unknown> = JSON.parse(recorded());
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(value).reverse())).replaceAll(',', ' ,\r\n\t');
    expect(toExpectedText('trigger/1', reversed)).toBe(recorded());
  });

  test('may hold masks, also in place of what is no text', () => {
    const masked = recorded({}, ['conditions', 'active', 'notification_webhook']);
    expect(masked).toMatch(/"active": "\[redacted\]"/);
    expect(toExpectedText('trigger/1', masked)).toBe(masked);
  });

  test.each<[string, string]>([
    ['only an id', '{"id":1}'],
    ['a field too few', edited((value) => delete value['description'])],
    ['a field too many', edited((value) => Object.assign(value, { url: 'https://acme.zendesk.com' }))],
    ['the raw title that the API tells', edited((value) => Object.assign(value, { raw_title: 'Escalate' }))],
    ['a field too many further in', edited((value) => Object.assign(Object(value['conditions']), { none: [] }))],
    ['a word for a flag', edited((value) => Object.assign(value, { active: 'true' }))],
    ['a number that loses digits', edited(() => {}).replace('"new"', '12345678901234567890')],
    ['another id', edited((value) => Object.assign(value, { id: 2 }))],
    ['a key that stands there twice', edited(() => {}).replace('"title"', '"title": "Another",\n"t\\u0069tle"')],
    ['a list', `[${edited(() => {})}]`],
    ['no JSON', 'yes'],
    ['a byte order mark', `\ufeff${edited(() => {})}`],
    ['a hundred thousand levels', '['.repeat(100_000)],
    ['a hundred thousand closed levels', `{"id":1,"title":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['a prototype', '{"__proto__": {"id": 1}}'],
  ])('with %s is none', (_name, text) => {
    expect(toExpectedText('trigger/1', text)).toBeNull();
  });

  test('is that of one kind', () => {
    expect(toExpectedText('automation/1', recorded())).toBeNull();
    expect(toExpectedText('trigger/new', recorded())).toBeNull();
    expect(toExpectedText('rule/1', recorded())).toBeNull();
  });

  test('never throws, and is read again as itself', () => {
    fc.assert(
      fc.property(anyText, anyText, (title, value) => {
        toExpectedText('trigger/1', title);
        const text = recorded({ title, actions: [{ field: 'status', value }] });
        expect(toExpectedText('trigger/1', text)).toBe(text);
        expect(toExpectedText('trigger/1', text.replace('"active"', '"activ"'))).toBeNull();
      }),
    );
  });
});
