import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fieldsOfFingerprint,
  isRedacted,
  type Redaction,
  redactionFingerprint,
  redactText,
  redactValue,
} from '#drift/redact.ts';
import { anyText } from '../support/hostile.ts';

const withKey = (key: string, fields: Redaction['fields'] = []): Redaction => ({
  fields,
  keyedHash: (text) => createHmac('sha256', key).update(text).digest('hex'),
});
const redaction = withKey('k1');
const mask = /\[redacted [0-9a-f]{16}\]/;

test.each([
  ['Authorization: Bearer abcDEF123456', 'abcDEF123456'],
  ['https://bob:hunter22@example.com/hook', 'bob:hunter22'],
  ['token ghp_0123456789abcdefghijABCDEFGHIJ012345 here', 'ghp_0123456789abcdefghijABCDEFGHIJ012345'],
  ['https://hooks.slack.com/services/T0001/B0002/abcdefGHIJKL', 'T0001/B0002/abcdefGHIJKL'],
  ['{"authorization": "s3cr3t-value", "id": "{{ticket.id}}"}', 's3cr3t-value'],
  ['{\\"api_key\\":\\"s3cr3t-value\\"}', 's3cr3t-value'],
  ['https://x.example/?a=1&access_token=s3cr3tvalue&b=2', 's3cr3tvalue'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N', 'eyJhbGciOiJIUzI1NiJ9'],
  ['AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
])('%s is masked, and nothing of the secret is left', (text, secret) => {
  const masked = redactText(text, redaction);
  expect(masked).toMatch(mask);
  expect(masked).not.toContain(secret);
});

test.each([
  'Your ticket {{ticket.id}} was solved. Authorization of the refund: see below.',
  '{"authorization": "{{ticket.ticket_field_1}}"}',
  'Bearer {{ticket.ticket_field_360000000041}}',
  'https://example.com/a:b@c/path',
  'The password is asked for on the next page.',
])('%s holds no secret and stays as it is', (text) => {
  expect(redactText(text, redaction)).toBe(text);
});

test('a mask shows that the secret changed, and another key gives another mask', () => {
  const [one, two] = ['Bearer aaaaaaaa1', 'Bearer aaaaaaaa2'].map((text) => redactText(text, redaction));
  expect(one).not.toBe(two);
  expect(redactText('Bearer aaaaaaaa1', redaction)).toBe(one);
  expect(redactText('Bearer aaaaaaaa1', withKey('k2'))).not.toBe(one);
});

test('without a key a secret is masked all the same', () => {
  expect(redactText('Bearer aaaaaaaa1', { fields: [], keyedHash: null })).toBe('Bearer [redacted]');
});

test('a configured field is masked in actions and conditions, but for the target that it names', () => {
  const fields = [{ field: 'notification_webhook', kind: null }];
  const value = {
    id: 1,
    actions: [
      { field: 'notification_webhook', value: ['01HVK3T9QK5Z0', '{"a":1}'] },
      { field: 'status', value: 'open' },
    ],
  };
  const masked = redactValue(value, 'trigger', withKey('k1', fields));
  expect(masked).toEqual({
    id: 1,
    actions: [
      { field: 'notification_webhook', value: ['01HVK3T9QK5Z0', expect.stringMatching(mask)] },
      { field: 'status', value: 'open' },
    ],
  });
  expect(isRedacted(masked)).toBe(true);
  expect(isRedacted(value)).toBe(false);
});

test('a rule for one kind leaves the others alone', () => {
  const rules = withKey('k1', [{ field: 'description', kind: 'macro' }]);
  expect(redactValue({ description: 'x y' }, 'trigger', rules)).toEqual({ description: 'x y' });
  expect(redactValue({ description: 'x y' }, 'macro', rules)['description']).toMatch(mask);
});

test('a fingerprint gives its fields back to the same key, and nothing to another', () => {
  const fields = [
    { field: 'comment_value', kind: 'macro' },
    { field: 'notification_webhook', kind: null },
  ];
  const fingerprint = redactionFingerprint(withKey('k1', fields));
  expect(fieldsOfFingerprint(fingerprint, redaction)).toEqual(expect.arrayContaining(fields));
  expect(fieldsOfFingerprint(fingerprint, withKey('k2'))).toBeNull();
  expect(fieldsOfFingerprint('', redaction)).toBeNull();
});

test('masking any text twice changes nothing more, and any value keeps its shape', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const once = redactText(text, redaction);
      expect(redactText(once, redaction)).toBe(once);
    }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const json: Parameters<typeof redactValue>[0] = JSON.parse(JSON.stringify(value));
      const once = redactValue(json, 'trigger', withKey('k1', [{ field: 'a', kind: null }]));
      expect(Object.keys(once)).toEqual(Object.keys(json));
      expect(redactValue(once, 'trigger', withKey('k1', [{ field: 'a', kind: null }]))).toEqual(once);
    }),
  );
});

test('64 KB of anything is looked through in no time', () => {
  for (const piece of ['a', '://', 'eyJ', 'bearer ', '"authorization":', ':@', '{{', 'a:']) {
    const started = process.hrtime.bigint();
    redactText(piece.repeat(65_536 / piece.length), redaction);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(2_000);
  }
});
