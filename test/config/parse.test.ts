import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checkConfig, parseConfig } from '#config/parse.ts';
import { ZendriftError } from '#errors.ts';
import { kindNames } from '#kinds/registry.ts';
import { codePoint } from '../support/code-point.ts';
import { contractExample } from './contract-example.ts';

const file = '.github/zendrift.yml';
const parse = (text: string) => parseConfig(text, file, 'acme');

const noNeeds = { reason: 'optional', highRisk: { approvals: 1, reason: 'optional' } };

/** The problems that a text is refused for, one a line. */
const problemsOf = (text: string): readonly string[] => {
  try {
    parse(text);
  } catch (thrown) {
    if (!(thrown instanceof ZendriftError)) throw thrown;
    expect(thrown.code).toBe('config-invalid');
    expect(thrown.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    return String(thrown.values['problems']).split('; ');
  }
  return [];
};

const hour = 3_600_000;

describe('the defaults', () => {
  test.each(['', '\n', '# only a comment\n', '---\n', '{}', '\uFEFF'])(
    'a text that says nothing (%j) gives them all',
    (text) => {
      expect(parse(text)).toEqual({
        account: 'acme',
        kinds: ['trigger', 'automation', 'macro', 'view'],
        includePersonal: false,
        audit: 'required',
        branch: null,
        timezone: 'UTC',
        hours: null,
        identities: new Map(),
        privacy: { ip: 'full', allowPublic: false },
        redact: [],
        policy: { default: 'unapproved', rules: [] },
        issues: {
          authors: ['github-actions[bot]'],
          assignees: [],
          highRisk: { assignees: [] },
          maxNewPerRun: 10,
          maxOpen: 50,
          renotify: 24 * hour,
          remind: 7 * 24 * hour,
        },
        alerts: [],
        notify: null,
        log: { keep: 'none' },
        sweep: { every: 24 * hour, auditWindow: 48 * hour, maxVanished: 0.2 },
        approvers: { permission: 'write', logins: [], outsideZendesk: [], unmapped: 'deny', ...noNeeds },
        owners: [],
        committer: { name: 'zendrift[bot]', email: 'zendrift@users.noreply.github.com' },
        formerCommitters: [{ name: 'zendrift[bot]', email: 'zendrift@users.noreply.github.com' }],
        sign: 'every',
        allowedSigners: null,
        signedAfter: null,
        stateRef: 'refs/zendrift/acme',
        alertAfter: 6 * hour,
      });
    },
  );

  test('a section that is given in part keeps the defaults of the rest', () => {
    expect(parse('issues: { max-open: 3 }').issues).toMatchObject({
      maxOpen: 3,
      maxNewPerRun: 10,
      renotify: 24 * hour,
    });
  });
});

describe('the normal form', () => {
  test('the example of the format is read key for key', () => {
    const config = parse(contractExample);
    expect(config).toEqual({
      ...parse(''),
      branch: 'main',
      timezone: 'Europe/Berlin',
      identities: new Map([['1001', { github: 'jane-gh', githubId: null, email: 'jane@users.noreply.github.com' }]]),
      redact: [{ field: 'notification_webhook', kind: null }],
      policy: {
        default: 'unapproved',
        rules: [
          { name: 'deploy-bot', actors: ['998877'], decide: 'approved' },
          {
            name: 'macro-window',
            kinds: ['macro'],
            actors: ['1001', '1002'],
            window: { days: ['tue', 'thu'], from: 1080, to: 1200, timezone: 'Europe/Berlin' },
            decide: 'approved',
          },
        ],
      },
      hours: {
        days: ['mon', 'tue', 'wed', 'thu', 'fri'],
        from: 480,
        to: 1080,
        timezone: 'Europe/Berlin',
        holidays: ['2026-12-25'],
      },
      owners: [{ kinds: ['macro'], titles: ['Billing::*'], logins: ['billing-lead'], approve: 'too' }],
      notify: { urlVariable: 'ZENDRIFT_NOTIFY_URL', format: 'slack' },
      alerts: [{ name: 'admin-granted', sourceTypes: ['user'], actions: ['update'], descriptions: ['*role*admin*'] }],
    });
  });

  test('reminders keep the distance of other comments, unless someone says how often they come', () => {
    expect(parse('issues: { renotify: 10d }').issues.remind).toBe(10 * 24 * hour);
    expect(parse('issues: { renotify: 1h, remind: 2h }').issues.remind).toBe(2 * hour);
    expect(parse('issues: { remind: 0s }').issues.remind).toBe(0);
  });

  test('hours are working days unless days are named, with their holidays', () => {
    expect(parse('hours: { from: "08:00", to: "18:00" }').hours).toEqual({
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      from: 480,
      to: 1080,
      holidays: [],
    });
    expect(
      parse('hours: { days: [sat], from: 08:00, to: 18:00, timezone: utc, holidays: [2026-12-25] }').hours,
    ).toEqual({
      days: ['sat'],
      from: 480,
      to: 1080,
      timezone: 'UTC',
      holidays: ['2026-12-25'],
    });
  });

  test('the account of the file wins over the subdomain, and names the state ref', () => {
    const config = parse('account: acme-old\nstate-ref: refs/state/<account>');
    expect([config.account, config.stateRef]).toEqual(['acme-old', 'refs/state/acme-old']);
  });

  test('ids keep all their digits, written as number or text', () => {
    const [rule] = parse(
      'policy: { rules: [{ name: a, decide: approved, actors: [123456789012345678901, "42", -1], objects: [7, macro/8, trigger/order] }] }',
    ).policy.rules;
    expect(rule).toMatchObject({
      actors: ['123456789012345678901', '42', '-1'],
      objects: ['7', 'macro/8', 'trigger/order'],
    });
    expect([
      ...parse('identities: { 123456789012345678901: { github: a }, "42": { email: a@b } }').identities.keys(),
    ]).toEqual(['42', '123456789012345678901']);
  });

  test('kinds stand in the order of the registry, each once', () => {
    expect(parse('kinds: [view, trigger, view]').kinds).toEqual(['trigger', 'view']);
  });

  test('names are trimmed, zones get their own spelling, a window without days is every day', () => {
    const config = parse(
      'timezone: europe/berlin\npolicy: { rules: [{ name: " night ", decide: unapproved, window: { from: 22:00, to: 24:00 } }] }',
    );
    expect(config.timezone).toBe('Europe/Berlin');
    expect(config.policy.rules).toEqual([
      {
        name: 'night',
        decide: 'unapproved',
        window: { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: 1320, to: 1440 },
      },
    ]);
  });

  test('an anchor may be used again', () => {
    const config = parse('issues: { assignees: &people [ann, bob], high-risk: { assignees: *people } }');
    expect(config.issues.highRisk.assignees).toEqual(['ann', 'bob']);
  });
});

describe('what is wrong', () => {
  test('is reported all at once, each with path and line, in the order of the file', () => {
    const problems = problemsOf(`account: Acme
kinds: [trigger, ticket]
polizy: {}
policy:
  rules:
    - name: a
      decide: approved
    - name: a
      actors: [jane]
      window:
        days: [monday]
        from: 6pm
        to: "20:00"
      decide: maybe
issues:
sweep: { max-vanished: 0.2 }
`);
    expect(problems).toEqual([
      'account: must be a subdomain: a-z, 0-9 and "-", at most 63 characters, not "Acme" (line 1)',
      `kinds[1]: unknown kind "ticket" (known: ${kindNames.join(', ')}) (line 2)`,
      expect.stringMatching(/^polizy: unknown key \(known here: account, kinds, .*\) \(line 3\)$/),
      expect.stringMatching(/^policy\.rules\[0\]: must have at least one of actors, .* \(line 6\)$/),
      'policy.rules: two rules have the name "a" (line 6)',
      'policy.rules[1].actors[0]: must be a Zendesk user id: digits (or -1, Zendesk itself), not "jane" (line 9)',
      'policy.rules[1].window.days[0]: must be one of mon, tue, wed, thu, fri, sat, sun, not "monday" (line 11)',
      'policy.rules[1].window.from: must be HH:MM, not "6pm" (line 12)',
      'policy.rules[1].decide: must be one of approved, unapproved, not "maybe" (line 14)',
      'issues: has no value (set one, or leave the key out) (line 15)',
      'sweep.max-vanished: must be a percentage such as 20%, not "0.2" (line 16)',
    ]);
  });

  const inRule = (keys: string): string => `policy: { rules: [{ name: a, decide: approved, ${keys} }] }`;

  test.each([
    ['kinds: []', 'kinds: must have at least one item'],
    ['account: a.b', 'account: must be a subdomain'],
    ['include-personal: yes', 'include-personal: must be true or false'],
    ['audit: maybe', 'audit: must be one of required, optional'],
    ['branch: -x', 'branch: must be a short branch name'],
    ['branch: refs/heads/main', 'branch: must be a short branch name'],
    ['timezone: +02:00', 'timezone: unknown time zone "+02:00"'],
    ['timezone: Mars/X', 'timezone: unknown time zone "Mars/X"'],
    ['identities: { jane: { github: a } }', 'identities.jane: must be a Zendesk user id'],
    ['identities: { -1: { github: a } }', 'identities.-1: must be a Zendesk user id'],
    ['identities: { 1001: {} }', 'identities.1001: must have github or email'],
    ['identities: { 1001: { github: "@jane" } }', 'identities.1001.github: must be a GitHub login'],
    ['identities: { 1001: { email: "a <b@c>" } }', 'identities.1001.email: must be an e-mail address'],
    ['privacy: { ip: some }', 'privacy.ip: must be one of full, truncated, hashed, omitted'],
    ['redact: { field: a }', 'redact: must be a list'],
    ['redact: [{ field: a, kind: ticket }]', 'redact[0].kind: unknown kind "ticket"'],
    ['redact: [{ kind: macro }]', 'redact[0].field: must be a field'],
    ['policy: { default: allow }', 'policy.default: must be one of'],
    [inRule('actors: []'), 'policy.rules[0].actors: must have at least one item'],
    [inRule('actors: [0]'), 'policy.rules[0].actors[0]: must be a Zendesk user id'],
    [inRule('actors: [-2]'), 'policy.rules[0].actors[0]: must be a Zendesk user id'],
    [inRule('actors: [1.5]'), 'policy.rules[0].actors[0]: must be a Zendesk user id'],
    [inRule('objects: [ticket/1]'), 'policy.rules[0].objects[0]: must be KIND/ID'],
    [inRule('actions: [deleted]'), 'policy.rules[0].actions[0]: must be one of create, update, destroy'],
    [inRule('titles: [""]'), 'policy.rules[0].titles[0]: must not be empty'],
    [inRule('ips: [10.0.0.0/33]'), 'policy.rules[0].ips[0]: "10.0.0.0/33" is not an IP address'],
    [inRule('ips: [office]'), 'policy.rules[0].ips[0]: "office" is not an IP address'],
    [inRule('window: { from: "18:00", to: "18:00" }'), 'policy.rules[0].window.to: must differ from "from"'],
    [inRule('window: { from: "24:00", to: "02:00" }'), 'policy.rules[0].window.from: must be HH:MM'],
    ['hours: { from: "08:00", to: "08:00" }', 'hours.to: must differ from "from"'],
    ['hours: { from: "8", to: "18:00" }', 'hours.from: must be HH:MM'],
    ['hours: { to: "18:00" }', 'hours.from: must be HH:MM'],
    [
      'hours: { from: "08:00", to: "18:00", holidays: [2026-13-01] }',
      'hours.holidays[0]: "2026-13-01" is not a day such as 2026-12-25',
    ],
    ['hours: { from: "08:00", to: "18:00", holidays: [2026-02-30] }', 'hours.holidays[0]: "2026-02-30" is not a day'],
    ['hours: { from: "08:00", to: "18:00", lunch: 12 }', 'hours'],
    [inRule('window: { from: "18:00" }'), 'policy.rules[0].window.to: must be HH:MM'],
    [
      inRule('window: { days: [], from: "18:00", to: "20:00" }'),
      'policy.rules[0].window.days: must have at least one item',
    ],
    ['policy: { rules: [{ name: a, decide: approved }] }', 'policy.rules[0]: must have at least one of'],
    ['policy: { rules: [{ name: " ", kinds: [macro], decide: approved }] }', 'policy.rules[0].name: must be a name'],
    [
      'policy: { rules: [{ name: "a\\nVerdict: x", kinds: [macro], decide: approved }] }',
      'policy.rules[0].name: must be one line',
    ],
    [
      'policy: { rules: [{ name: "a\\u202Eb", kinds: [macro], decide: approved }] }',
      'policy.rules[0].name: must be one line',
    ],
    [
      `policy: { rules: [{ name: ${'x'.repeat(101)}, kinds: [macro], decide: approved }] }`,
      'policy.rules[0].name: must have at most 100',
    ],
    ['policy: { rules: [{ name: a, kinds: [macro] }] }', 'policy.rules[0].decide: must be one of'],
    ['issues: { max-new-per-run: 1.5 }', 'issues.max-new-per-run: must be a whole number from 0 to 100'],
    ['issues: { authors: [] }', 'issues.authors: must have at least one item'],
    ['issues: { renotify: 24 }', 'issues.renotify: must be a duration'],
    ['sweep: { audit-window: 1m }', 'sweep.audit-window: must be a duration from 1h to 31d'],
    ['sweep: { max-vanished: 101% }', 'sweep.max-vanished: must be a percentage'],
    ['approvers: { permission: read }', 'approvers.permission: must be one of triage, write, maintain, admin'],
    ['issues: { renotify: 24h, remind: 12h }', 'issues.remind: must not be shorter than issues.renotify'],
    ['approvers: { reason: always }', 'approvers.reason: must be one of optional, required'],
    [
      'approvers: { high-risk: { approvals: 0 } }',
      'approvers.high-risk.approvals: must be a whole number from 1 to 10',
    ],
    ['owners: [{ kinds: [macro] }]', 'owners[0].logins: must be a list'],
    ['owners: [{ logins: [] }]', 'owners[0].logins: must have at least one item'],
    ['owners: [{ logins: [a], approve: always }]', 'owners[0].approve: must be true, false or only'],
    ['owners: [{ logins: ["@acme/billing"] }]', 'owners[0].logins[0]: must be a GitHub login without "@"'],
    ['alerts: [{ name: a }]', 'alerts[0]: must have at least one of actions, source-types'],
    ['alerts: [{ name: a, except: { actors: [1] } }]', 'alerts[0]: must have at least one of actions, source-types'],
    ['alerts: [{ name: a, actions: [update], except: {} }]', 'alerts[0].except: must have at least one of actions'],
    ['alerts: [{ name: a, actions: ["*"] }]', 'alerts[0].actions[0]: must be an action such as update'],
    ['alerts: [{ name: a, actors: [jane] }]', 'alerts[0].actors[0]: must be a Zendesk user id'],
    ['alerts: [{ name: a, ips: [office] }]', 'alerts[0].ips[0]: "office" is not an IP address'],
    ['notify: {}', 'notify.format: must be one of slack, teams, json'],
    [
      'notify: { format: slack, url-variable: ZENDESK_API_TOKEN }',
      'notify.url-variable: must be the name of a variable',
    ],
    ['notify: { format: slack, url: https://x.example }', 'notify.url: unknown key'],
    ['approvers: { unmapped: ask }', 'approvers.unmapped: must be one of allow, deny'],
    ['committer: { name: "<>", email: a@b }', 'committer.name: must be a name that git accepts'],
    ['committer: { name: a }', 'committer.email: must be an e-mail address'],
    ['sign: all', 'sign: must be one of every, last'],
    ['allowed-signers: ../keys', 'allowed-signers: must be a path in the repository'],
    ['allowed-signers: /etc/keys', 'allowed-signers: must be a path in the repository'],
    ['signed-after: 1234567', 'signed-after: must be a full commit id'],
    ['signed-after: abcdef1', 'signed-after: must be a full commit id'],
    ['state-ref: zendrift', 'state-ref: must be a full ref name'],
    ['state-ref: refs/tags/<account>', 'state-ref: must be a full ref name'],
    ['{ branch: zendrift, state-ref: refs/heads/main }', 'state-ref: must be a full ref name'],
    ['state-ref: refs/pull/1/head', 'state-ref: must be a full ref name'],
    ['alert-after: soon', 'alert-after: must be a duration'],
    ['- a', 'the file: must be a mapping of keys'],
    ['42', 'the file: must be a mapping of keys'],
    ['"evil\\nkey\\u202E": 1', '["evil\\nkey\\u202e"]: unknown key'],
    ['constructor: 1', 'constructor: unknown key'],
  ])('%s', (text, expected) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(expected)]);
  });

  test('many problems are cut, with how many there are', () => {
    const problems = problemsOf(`kinds: [${Array.from({ length: 40 }, (_, index) => `k${index}`).join(', ')}]`);
    expect(problems).toHaveLength(26);
    expect(problems.at(-1)).toBe('and 15 more');
  });
});

describe('a hint', () => {
  const hintsOf = (text: string) => {
    const checked = checkConfig(text, 'acme');
    return checked.type === 'valid' ? [] : checked.problems.map(({ hint }) => hint);
  };

  test.each([
    ['polizy: {}', 'Did you mean "policy"?'],
    ['issues: { max_open: 3 }', 'Did you mean "max-open"?'],
    ['timezones: UTC', 'Did you mean "timezone"?'],
    ['policy: { rules: [{ name: a, kinds: [macro], windwo: {}, decide: approved }] }', 'Did you mean "window"?'],
    ['kinds: [triggers]', 'Did you mean "trigger"?'],
    ['policy: { default: aproved }', 'Did you mean "approved"?'],
    ['hours: { from: "08:00", to: "18:00", days: [monday] }', 'Did you mean "mon"?'],
    ['identities: { 1001: { githup: jane } }', expect.stringMatching(/^Did you mean "github"/)],
  ])('names the word that was meant: %s', (text, expected) => {
    expect(hintsOf(text)).toContainEqual(expected);
  });

  test('says what the key is for where no word is near', () => {
    expect(hintsOf('hours: { from: 8am, to: "18:00" }')).toEqual(['Start in local time, inclusive: "18:00".']);
    expect(hintsOf('completely: different')).toEqual(['docs/configuration.md describes every key.']);
    expect(hintsOf('a: [')).toContainEqual('Fix the YAML of this line.');
  });
});

describe('a file that is far too large', () => {
  const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index.toString(36)}:`).join('\n');

  test.each([
    ['10 MB', `# ${'x'.repeat(10_000_000)}`, /too large: 10\.0 MB, the limit is 1 MB/],
    ['100,000 keys', keys(100_000), /too large: more than 25,000 lines and items/],
    ['100,000 keys in one list', `kinds: [${keys(100_000).replaceAll(':\n', ': 1, ')} 1]`, /too large/],
  ])('is refused quickly: %s', (_name, text, expected) => {
    const before = process.cpuUsage();
    expect(problemsOf(text)).toEqual([expect.stringMatching(expected)]);
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });

  test('as many problems as keys are found quickly too', () => {
    const before = process.cpuUsage();
    expect(problemsOf(keys(20_000))).toHaveLength(26);
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});

describe('YAML that means harm or is broken', () => {
  test.each([
    ['a key given twice', 'audit: required\naudit: optional', 'the key "audit" is given twice (line 2)'],
    ['a merge key', '<<: { audit: optional }', '["<<"]: unknown key'],
    [
      'one id as number and as text',
      'identities: { 1001: { github: a }, "1001": { github: b } }',
      'the key "1001" is given twice (line 1)',
    ],
    ['a list as a key', '? [audit]\n: optional', 'all keys must be strings'],
    ['a prototype', '__proto__: { audit: optional }', '"__proto__" is not allowed as a key'],
    ['a prototype below', 'identities: { __proto__: { github: a } }', '"__proto__" is not allowed as a key'],
    ['a tag', 'audit: !!js/function optional', 'Unresolved tag'],
    ['an alias of nothing', 'kinds: *nothing', 'Unresolved alias'],
    ['an alias inside its anchor', 'kinds: &a [*a]', 'nested more than 20 levels deep'],
    ['two documents', 'audit: optional\n---\naudit: required', 'multiple documents'],
    ['an open bracket', 'kinds: [trigger', 'Flow sequence'],
    ['a tab', 'issues:\n\tmax-open: 3', 'tab'],
  ])('%s', (_name, text, expected) => {
    expect(problemsOf(text).join('; ').toLowerCase()).toContain(expected.toLowerCase());
  });

  test('aliases of aliases are refused before they are unfolded', () => {
    const lines = Array.from(
      { length: 12 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array(10).fill(`*l${n}`).join(', ')}]`,
    );
    expect(problemsOf(['l0: &l0 [x]', ...lines].join('\n')).join()).toContain('Excessive alias count');
  });

  test('brackets without end are answered', () => {
    expect(problemsOf(`kinds: ${'['.repeat(20_000)}`).length).toBeGreaterThan(0);
  });

  test('YAML 1.1 changes nothing, though a file may ask for it', () => {
    expect(problemsOf('%YAML 1.1\n---\ninclude-personal: yes')).toEqual([
      expect.stringContaining('must be true or false'),
    ]);
  });

  test('whatever the text, the answer is a configuration or one config-invalid', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: codePoint }),
          fc.json(),
          fc.object().map((it) => stringify(it)),
        ),
        (text) => {
          problemsOf(text);
        },
      ),
      { numRuns: 300 },
    );
  });
});
