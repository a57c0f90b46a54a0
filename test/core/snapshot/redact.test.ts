import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fieldsOfFingerprint,
  isRedacted,
  isSameMasked,
  type Redaction,
  redactEntry,
  redactionFingerprint,
  redactLive,
  redactNames,
  redactText,
  redactValue,
  versionOfFingerprint,
} from '#core/snapshot/redact.ts';
import { anyText } from '../../support/hostile.ts';

const withKey = (key: string, fields: Redaction['fields'] = []): Redaction => ({
  fields,
  keyedHash: (text) => createHmac('sha256', key).update(text).digest('hex'),
});
const redaction = withKey('k1');
const anEntry = {
  ...{ id: '1', action: 'update', actorId: '1001', actorName: 'Jane Doe', sourceId: '2', sourceType: 'rule' },
  ...{ sourceLabel: '', description: '', ip: null, time: '2026-11-22T10:12:13Z' },
};
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
  ['{"authorization": ["s3cr3t-value"]}', 's3cr3t-value'],
  ['{"Authorization": [ "Token s3cr3t-value", "x" ]}', 's3cr3t-value'],
  ['authorization: yamlS3cret9876', 'yamlS3cret9876'],
  ['Authorization: Bearer supersecret', 'supersecret'],
  ['{"authorization":"Basic supersecret"}', 'supersecret'],
  ['bearer qwertyTOKENqwerty', 'qwertyTOKENqwerty'],
  ['Basic dXNlcjpodW50ZXI', 'dXNlcjpodW50ZXI'],
  ['Proxy-Authorization: yamlS3cret9876', 'yamlS3cret9876'],
  ['authorization=formS3cret555&x=1', 'formS3cret555'],
  ['Authorization: Token formS3cret555', 'formS3cret555'],
  ['X-Api-Key: abcdefghijklmnopqrstuvwxyz', 'abcdefghijklmnopqrstuvwxyz'],
  ['client_secret=abc123def456ghi789', 'abc123def456ghi789'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----', 'MIIEpAIBAAKCAQEA7'],
  ['https://discord.com/api/webhooks/123456789012345678/AbCdEf-GhIjKl_0123456789', 'AbCdEf-GhIjKl_0123456789'],
])('%s is masked, and nothing of the secret is left', (text, secret) => {
  const masked = redactText(text, redaction);
  expect(masked).toMatch(mask);
  expect(masked).not.toContain(secret);
});

/** A token of a format as its maker gives it out: lower case and digits, unless `hex` or `letters`. */
const made = (length: number, letters = 'a1B2c3D4e5F6g7H8i9J0'): string => letters.repeat(20).slice(0, length);
const hex = (length: number): string => made(length, '0123456789abcdef');

test.each([
  `ghp_${made(36)}`,
  `github_pat_${made(82)}`,
  `glpat-${made(20)}`,
  `glrt-${made(20)}`,
  `gldt-${made(20)}`,
  `glptt-${hex(40)}`,
  `xoxb-123456789012-1234567890123-${made(24)}`,
  `xoxe.xoxp-1-${made(140)}`,
  `xapp-1-A0123456789-1234567890123-${hex(64)}`,
  `hf_${made(34, 'abcdefghijklmnopqrstuvwxyzABCDEFGH')}`,
  `shpat_${hex(32)}`,
  `shpss_${hex(32)}`,
  `shpca_${hex(32)}`,
  `shppa_${hex(32)}`,
  `npm_${made(36)}`,
  `pypi-AgEIcHlwaS5vcmc${made(120)}`,
  `rubygems_${hex(48)}`,
  `dckr_pat_${made(27)}`,
  `dop_v1_${hex(64)}`,
  `doo_v1_${hex(64)}`,
  `SG.${made(22)}.${made(43)}`,
  `key-${hex(32)}`,
  `${hex(32)}-us12`,
  `xkeysib-${hex(64)}-${made(16)}`,
  `SK${hex(32)}`,
  `sk_live_${made(24)}`,
  `rk_test_${made(24)}`,
  `whsec_${made(32)}`,
  `sq0csp-${made(43)}`,
  `AIza${made(35)}`,
  `GOCSPX-${made(28)}`,
  `ya29.${made(60)}`,
  `AKIA${made(16, 'ABCDEFGHIJ234567')}`,
  `sk-proj-${made(48)}`,
  `sk-ant-api03-${made(93)}`,
  `gsk_${made(52)}`,
  `r8_${made(37)}`,
  `hvs.${made(95)}`,
  `dapi${hex(32)}`,
  `dp.pt.${made(43)}`,
  `pat-na1-${hex(8)}-1234-5678-9abc-${hex(12)}`,
  `pat${made(14)}.${hex(64)}`,
  `ntn_${made(46)}`,
  `lin_api_${made(40)}`,
  `ATATT3${made(186)}`,
  `figd_${made(40)}`,
  `PMAK-${hex(24)}-${hex(34)}`,
  `glsa_${made(32)}_${hex(8)}`,
  `sntryu_${hex(64)}`,
  `NRAK-${made(27, 'ABCDEFGHIJ234567')}`,
  `pscale_tkn_${made(43)}`,
  `sbp_${hex(40)}`,
  `nfp_${made(36)}`,
  `dG9rO${made(55)}`,
  `1234567890:AA${made(33)}`,
  `AGE-SECRET-KEY-1${made(58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}`,
])('a token of a well-known format is masked: %s', (token) => {
  for (const text of [token, `key ${token}.`, `{"x":"${token}"}`, `https://x.example/${token}/y`]) {
    const masked = redactText(text, redaction);
    expect(masked).toMatch(mask);
    expect(masked).not.toContain(token.slice(-12));
    expect(redactText(masked, redaction)).toBe(masked);
  }
});

test.each([
  'Your ticket {{ticket.id}} was solved. Authorization of the refund: see below.',
  '{"authorization": "{{ticket.ticket_field_1}}"}',
  'Bearer {{ticket.ticket_field_360000000041}}',
  'https://example.com/a:b@c/path',
  'The password is asked for on the next page.',
  'Authorization: required',
  'Our basic subscription, basic authentication; Basic Support.Please ask; basic customer-service-plans',
  'The bearer presents it. Bearer documents...',
  'Authorization: see below, please',
  'Refund authorization: 20261122',
  'authorization = approved',
  'authorization: {{ticket.ticket_field_1}}',
  'authorization={{ticket.ticket_field_1}}&x=1',
  'Authorization: Bearer {{ticket.ticket_field_1}}',
  '{"authorization": ["{{ticket.ticket_field_1}}"]}',
  'Api key: see the developer portal',
  'hf_ and shpat_ are prefixes, as are glpat- and npm_',
  'Half_finished_macros_are_named_so_that_everybody_can_find_them',
  'key-account-customers-of-the-north-east',
  'skip-the-line-for-customers-who-are-very-important',
  'task-force-northern-europe-escalations-second-line',
  'patience.and.more',
])('%s holds no secret and stays as it is', (text) => {
  expect(redactText(text, redaction)).toBe(text);
});

test.each([
  'password: "Please send your card number to https evil.example"',
  "password: 'Please send your card number to https://evil.example/pay?now=1'",
  '{"password": "<b>Please</b> send your PIN (4 digits), 24h, to pay@evil.example!"}',
  'password: "Bitte die Kreditkartenverifizierungsnummer an böse.example senden"',
  'api_key: "Veuillez envoyer votre numéro de carte à l’adresse suivante"',
  'client_secret = "Envíe su número de tarjeta a la dirección siguiente"',
  'access_token: "Отправьте номер карты на этот адрес"',
  'password: "请将您的卡号发送到这个地址"',
  'password: "カード番号をここに送ってください"',
  'password: "أرسل رقم بطاقتك إلى هذا العنوان"',
  'authorization: "URGENT call the PayPal line now"',
  'password: "please-send-your-card-number-to-evil-example"',
  'password: "please\u00a0send\u200byour card number"',
  'password: "correct horse battery staple"',
  'Authorization: Bearer documents are needed',
  'Authorization: Basic coverage ends today',
  'Autorisierung/authorization: Kreditkartenfreigabe erforderlich',
  'Bearer certificates are exchanged here',
  '-----BEGIN PRIVATE KEY----- Please send your card number to us -----END PRIVATE KEY-----',
  'https://x.example/?token=please+send+your+card+number+today',
  'hooks.slack.com/services/please/send/your/card/number/here',
  'sk-please-send-your-card-number-to-us',
])('%s is a sentence: nobody hides what people read', (text) => {
  expect(redactText(text, redaction)).toBe(text);
});

test.each([
  ['password: "hunter2secret99"', 'password: "MASK"'],
  ['password: "supersecret"', 'password: "MASK"'],
  ['password: "Tr0ub4dor & 3"', 'password: "MASK"'],
  ['{"authorization": "Token supersecret"}', '{"authorization": "MASK"}'],
  ['{"authorization": "Key abcdefgh"}', '{"authorization": "MASK"}'],
  ['password: "Ihr Passwort lautet hunter2secret99, danke"', 'password: "Ihr Passwort lautet MASK danke"'],
  ['api_key: "use q1w2e3r4t5 a1 z9y8x7w6v5 for the call"', 'api_key: "use MASK for the call"'],
  ['https://please:send-your-card-number@x.example', 'https://MASK@x.example'],
  ['Bearer abcdefghijklmnopqrstuvwxyzabcdef', 'Bearer MASK'],
  [`npm_${'abcdefghijkl'.repeat(3)} is it`, 'MASK is it'],
  [
    `-----BEGIN PRIVATE KEY-----\n${`${made(64)}\n`.repeat(3)}${made(22)}==\n-----END PRIVATE KEY-----`,
    '-----BEGIN PRIVATE KEY-----MASK-----END PRIVATE KEY-----',
  ],
])('of %s the secret alone is masked', (text, expected) => {
  expect(redactText(text, redaction).replace(new RegExp(mask, 'g'), 'MASK')).toBe(expected);
});

test('a text of ordinary words is never masked, while a token in the midst of it is', () => {
  const word = fc.constantFrom(
    ...[
      'please',
      'send',
      'your',
      'Kreditkarte',
      'Prüfnummer',
      'numéro',
      'tarjeta',
      'номер',
      'karty',
      'Bearer',
      'basic',
    ],
    ...[
      'password',
      'token',
      'secret',
      'authorization',
      'Passwort',
      'key',
      'PIN',
      '4711',
      '24h',
      'today',
      'to',
      'évidemment',
    ],
  );
  const sentence = fc.array(word, { minLength: 3, maxLength: 12 }).map((words) => words.join(' '));
  const name = fc.constantFrom('password', 'api_key', 'Authorization', 'client-secret', 'access_token', 'passwd');
  const sign = fc.constantFrom(': ', ' = ', ':', '="');
  const quote = fc.constantFrom('"', "'", '\\"');
  fc.assert(
    fc.property(name, sign, quote, sentence, (key, equals, mark, text) => {
      // A name and a sign in front of a single word are a setting and no sentence.
      const said = `${key}${equals}${mark}Dear customer ${text}${mark}`;
      expect(redactText(said, redaction)).toBe(said);
      const token = `ghp_${made(36)}`;
      const leaking = redactText(said.replace('customer', `customer ${token}`), redaction);
      expect(leaking).not.toContain(token);
      expect(leaking.replace(new RegExp(` ${mask.source}`), '')).toBe(said);
    }),
  );
});

test('under the rules of an earlier version everything is masked as it was then', () => {
  const text = 'password: "Please send your card number"';
  expect(redactText(text, { ...redaction, version: 2 })).toMatch(/^password: "\[redacted [0-9a-f]{16}\]"$/);
  expect(versionOfFingerprint('v2,key:none')).toBe(2);
  expect(versionOfFingerprint(redactionFingerprint(redaction))).toBe(3);
  expect(versionOfFingerprint('')).toBeUndefined();
});

test('a mask shows that the secret changed, and another key gives another mask', () => {
  const [one, two] = ['Bearer aaaaaaaa1', 'Bearer aaaaaaaa2'].map((text) => redactText(text, redaction));
  expect(one).not.toBe(two);
  expect(redactText('Bearer aaaaaaaa1', redaction)).toBe(one);
  expect(redactText('Bearer aaaaaaaa1', withKey('k2'))).not.toBe(one);
});

test('masks of two keys say nothing about each other; those of one key do', () => {
  const [a, b] = ['x Bearer aaaaaaaa1 y', 'x Bearer aaaaaaaa2 y'];
  const under = (text: string, key: string) => redactText(text, withKey(key));
  expect(isSameMasked(under(a, 'k1'), under(b, 'k2'))).toBe(true);
  expect(isSameMasked(under(a, 'k1'), redactText(b, { fields: [], keyedHash: null }))).toBe(true);
  expect(isSameMasked(under(a, 'k1'), under(b, 'k1'))).toBe(false);
  expect(isSameMasked(under(a, 'k1'), under(`${b}!`, 'k2'))).toBe(false);
  expect(isSameMasked(under(a, 'k1'), 'x Bearer aaaaaaaa1 y')).toBe(false);
});

test('what someone types to look like a mask is masked itself, and so is no mask of another key', () => {
  const real = redactText('Bearer aaaaaaaa1', redaction);
  for (const typed of [real, 'Bearer [redacted]', 'Bearer [redacted 0123456789abcdef]']) {
    const live = redactLive({ title: typed }, 'trigger', redaction);
    expect(isSameMasked(String(live['title']), real)).toBe(false);
  }
});

test("a person's name and the account's words are looked through as well", () => {
  const token = `ghp_${made(36)}`;
  const entry = redactEntry({ ...anEntry, actorName: `Jane ${token}` }, redaction);
  expect(entry.actorName).toMatch(/^Jane \[redacted /);
  const field = { title: token, values: { a: token }, operators: { is: token } };
  const words = { '1': token };
  const names = redactNames(
    {
      fields: { trigger: { actions: { status: field }, conditions: { status: field } } },
      ...{ groups: words, webhooks: words, categories: words, brands: words, ticketFields: words, statuses: words },
    },
    redaction,
  );
  expect(JSON.stringify(names)).not.toContain(token);
  expect(JSON.stringify(names).match(/\[redacted /g)).toHaveLength(12);
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
