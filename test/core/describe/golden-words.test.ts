import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actionWords, changedAction } from '#core/describe/action-words.ts';
import { changedCondition, conditionWords } from '#core/describe/condition-words.ts';
import type { Speech } from '#core/describe/term-words.ts';
import { isObject, type Json } from '#json.ts';
import { macro } from '#kinds/macro.ts';
import { trigger } from '#kinds/trigger.ts';
import { toFieldNames } from '#zendesk/definitions.ts';
import { names, parsed, plainLine } from './builders.ts';
import { macroDefinitions, triggerDefinitions } from './definitions.ts';

interface Definition {
  readonly field: string;
  readonly type: string;
  /** Operator → title. */
  readonly operators: ReadonlyMap<string, string>;
  /** Value → title, as the account sends them. */
  readonly titles: ReadonlyMap<string, string>;
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const listOf = (value: unknown): readonly { readonly [key: string]: unknown }[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

function parse(definitions: unknown): readonly Definition[] {
  return listOf(definitions).map((one) => {
    const values = isObject(one['values']) ? one['values'] : { list: one['values'], type: one['type'] };
    return {
      field: text(one['subject'] ?? one['value']),
      type: text(one['type'] ?? values['type']),
      operators: new Map(listOf(one['operators']).map(({ value, title }) => [text(value), text(title)])),
      titles: new Map(listOf(values['list']).map(({ value, title }) => [text(value), text(title)])),
    };
  });
}

const persons = new Set([
  'assignee_id',
  'requester_id',
  'follower',
  'cc',
  'role',
  'notification_user',
  'notification_sms_user',
]);
const firstOperator = ({ operators }: Definition): string => [...operators.keys()][0] ?? 'is';
const namesPerson = ({ field }: Definition, value: string) => persons.has(field) && /^\d+$/.test(value);

/** Values of a field: all that have a title, else two of its type. */
function valuesOf({ type, titles, field }: Definition): readonly Json[] {
  if (type === 'tags') return ['vip', 'vip gold'];
  if (type === 'date') return ['2026-12-01', '2026-12-24'];
  if (type === 'text' && field.includes('word')) return ['refund', 'refund money'];
  if (titles.size === 0) return ['3', '14'];
  return [...titles.keys()];
}

const valuesFor = (one: Definition, operator: string): readonly Json[] => {
  if (/changed|present/.test(operator)) return [null];
  if (/within_/.test(operator)) return ['1', '30'];
  if (/includes_words/.test(operator)) return ['refund', 'refund money'];
  return valuesOf(one);
};

/** Every condition, and every change of one into the next, as a commit says it. */
function conditionTable(speech: Speech, definitions: readonly Definition[]): readonly string[] {
  return definitions.flatMap((one) =>
    [...one.operators.keys()].flatMap((operator) => {
      const list = valuesFor(one, operator).map((value) => ({ field: one.field, operator, value }));
      const whole = list.map((condition) => parsed(conditionWords(speech, condition)));
      const [first, second] = list;
      const change = first && second ? [`  ~ ${parsed(changedCondition(speech, first, second))}`] : [];
      return [...whole, ...change];
    }),
  );
}

/** Documented list values, by field. */
const listValues: Readonly<Record<string, readonly Json[]>> = {
  comment_value: [
    'Refunds up to 50 EUR',
    ['channel:all', 'Hello,\nrefunds up to 50 EUR are paid within a week.\nBye'],
    ['channel:all', 'Hello,\nrefunds up to 5000 EUR are paid within a week.\nBye'],
    ['channel:web', 'Hello,\nrefunds up to 5000 EUR are paid within a week.\nBye'],
  ],
  comment_value_html: [
    '<p>Hello</p><p>Pay <b>50</b> EUR</p>',
    '<p>Hello</p><p>Pay <b>5000</b> EUR</p><ul><li>now</li></ul>',
  ],
  side_conversation: [
    ['Escalation', '<p>Please call the customer today.</p>', 'ops@acme.test', 'text/html'],
    ['Escalation', '<p>Please call the customer tomorrow.</p>', 'ops@acme.test', 'text/html'],
    ['Escalation', '<p>Please call the customer tomorrow.</p>', 'ceo@acme.test', 'text/html'],
  ],
  side_conversation_ticket: [
    ['Escalation', '<p>Look</p>', 'SupportAssignable:support_assignable/group/4401', 'text/html'],
    ['Escalation', '<p>Look</p>', 'SupportAssignable:support_assignable/group/4402', 'text/html'],
  ],
  side_conversation_slack: [
    ['Ask', '<p>Who knows?</p>'],
    ['Ask', '<p>Who can help?</p>'],
  ],
  notification_user: [
    ['requester_id', 'Hi', 'Your refund is 50 EUR.'],
    ['requester_id', 'Hi', 'Your refund is 5000 EUR.'],
    ['900100', 'Hi', 'Your refund is 5000 EUR.'],
  ],
  notification_group: [
    ['group_id', 'Hi', 'Body'],
    ['4401', 'Hi', 'Body'],
    ['4403', 'Hi', 'Body'],
  ],
  notification_target: [
    ['1200001', '{"id": 1}'],
    [1_200_001, '{"id": 1}'],
    ['1200001', '{"id": 2}'],
    ['1200001', '{ "id": 2 }'],
  ],
  notification_webhook: [
    ['01HVK3T9QK5Z0', '{"id": "{{ticket.id}}", "to": {"mail": "a@acme.test"}}'],
    ['01HVK3T9QK5Z0', '{"id": "{{ticket.id}}", "to": {"mail": "b@evil.test"}}'],
    [
      '01HVK3T9QK5Z0',
      [
        ['id', '{{ticket.id}}'],
        ['q', 'x'],
      ],
    ],
    [
      '01HVK3T9QK5Z0',
      [
        ['id', '{{ticket.id}}'],
        ['q', 'y'],
      ],
    ],
    [
      '01HVK3T9QK5Z1',
      [
        ['id', '{{ticket.id}}'],
        ['q', 'y'],
      ],
    ],
  ],
  notification_sms_user: [
    ['requester_id', 1_300_001, 'Call us'],
    ['900100', 1_300_001, 'Call us'],
    ['900100', 1_300_001, 'Call me'],
  ],
  deflection: [
    ['Your request', 'Try these articles'],
    ['requester_id', 'Your request', 'Try these articles'],
  ],
  tweet_requester: ['Hi there', 'Hi here'],
  subject: ['Order', 'Your order'],
  follower: [['900100'], ['900100', 'current_user']],
  cc: [['current_user'], ['current_user', 'boss@acme.test']],
  add_skills: ['6f1c2a3e-0001#1', '6f1c2a3e-0001#0', ['6f1c2a3e-0001#0', '6f1c2a3e-0002#1']],
  set_skills: [['6f1c2a3e-0001'], ['6f1c2a3e-0002']],
  current_tags: ['vip', 'a b c d e f g h', 'a b c d e f g i'],
  custom_fields_36001: ['2024', '2024 used', ['2024', '2025'], 'unknown option'],
  custom_fields_36004: [
    ['specific_date', '2026-12-24'],
    ['days_from_now', '1'],
    ['days_from_now', 14],
  ],
  organization_id: [{ some: 'object' }, { some: 'other' }],
};

/** Every action, and every change of one into the next. */
function actionTable(speech: Speech, definitions: readonly Definition[]): readonly string[] {
  return definitions.flatMap((one) => {
    const list = (listValues[one.field] ?? valuesOf(one)).map((value) => ({ field: one.field, value }));
    return list.flatMap((action, index) => {
      const before = list[index - 1];
      const change = before === undefined ? [] : changedAction(speech, before, action).map(plainLine);
      return [parsed(actionWords(speech, action)), ...change.map((line) => `  ~ ${line.replaceAll('\n', '\n    ')}`)];
    });
  });
}

function speechOf(definitions: unknown, macros: unknown): { readonly rules: Speech; readonly macros: Speech } {
  const { actions, conditions_all: conditions } = isObject(definitions) ? definitions : {};
  const account = names({
    fields: {
      trigger: { actions: toFieldNames(actions), conditions: toFieldNames(conditions) },
      macro: { actions: toFieldNames(isObject(macros) ? macros['actions'] : []), conditions: {} },
    },
    groups: { 4401: 'Billing desk', 4402: 'Night shift', 4403: 'Billing desk' },
    webhooks: { '01HVK3T9QK5Z0': 'ops-relay', '01HVK3T9QK5Z1': 'crm' },
    ticketFields: { 36009: 'Asset' },
  });
  return { rules: { kind: trigger, names: account }, macros: { kind: macro, names: account } };
}

/** Rules that hold for any account: no value that has a title is shown by its id, and no operator as foreign text. */
function expectWords(speech: Speech, stand: 'actions' | 'conditions', definitions: readonly Definition[]): void {
  for (const one of definitions)
    for (const [value, title] of one.titles) {
      if (value === title || value === '__NULL__' || namesPerson(one, value)) continue;
      const said =
        stand === 'actions'
          ? parsed(actionWords(speech, { field: one.field, value }))
          : parsed(conditionWords(speech, { field: one.field, operator: firstOperator(one), value }));
      const spare = said.replaceAll(title, '');
      expect(spare.replace(/"[^"]*"/g, ''), `${one.field} ${value}: ${said}`).not.toMatch(/\b\d{2,}\b/);
      for (const other of one.titles.keys()) {
        if (other === value || one.titles.get(other) === title) continue;
        const change =
          stand === 'actions'
            ? changedAction(speech, { field: one.field, value }, { field: one.field, value: other }).map(plainLine)
            : [
                parsed(
                  changedCondition(
                    speech,
                    { field: one.field, operator: firstOperator(one), value },
                    { field: one.field, operator: firstOperator(one), value: other },
                  ),
                ),
              ];
        expect(change.join('\n')).toMatch(/ (?:\(was|→) /);
      }
    }
  for (const one of definitions)
    for (const [operator, title] of one.operators) {
      const said = parsed(conditionWords(speech, { field: one.field, operator, value: null }));
      expect(said.replace(/"[^"]*"/g, '').toLowerCase()).toContain(title.toLowerCase());
    }
}

describe('the words of every documented condition and action', () => {
  const { rules, macros } = speechOf(triggerDefinitions, macroDefinitions);

  it('are those of the golden table', async () => {
    const table = [
      '# Conditions',
      ...conditionTable(rules, parse(triggerDefinitions.conditions_all)),
      '# Actions of triggers',
      ...actionTable(rules, parse(triggerDefinitions.actions)),
      '# Actions of macros',
      ...actionTable(macros, parse(macroDefinitions.actions)),
    ];
    await expect(`${table.join('\n')}\n`).toMatchFileSnapshot('words.golden.txt');
  });

  it('show no id where a title was sent', () => {
    expectWords(rules, 'conditions', parse(triggerDefinitions.conditions_all));
    expectWords(rules, 'actions', parse(triggerDefinitions.actions));
    expectWords(macros, 'actions', parse(macroDefinitions.actions));
  });
});

// Recorded definitions of a real account; they lie beside the repository and are never part of it.
const recordings = new URL('../../../../shared/data/salto-io__salto/', import.meta.url);
const missing = !existsSync(recordings);

describe.skipIf(missing)(`the words of a recorded account${missing ? ' (recordings not here)' : ''}`, () => {
  it('show no id where a title was sent', () => {
    const read = (name: string): unknown => {
      const body: unknown = JSON.parse(readFileSync(new URL(`${name}_definitions.json`, recordings), 'utf8'));
      return isObject(body) ? body['definitions'] : {};
    };
    const [triggers, macros] = [read('trigger'), read('macro')];
    const speech = speechOf(triggers, macros);
    const part = (of: unknown, key: string) => parse(isObject(of) ? of[key] : []);
    expect(part(triggers, 'conditions_all').length).toBeGreaterThan(50);
    expectWords(speech.rules, 'conditions', part(triggers, 'conditions_all'));
    expectWords(speech.rules, 'actions', part(triggers, 'actions'));
    expectWords(speech.macros, 'actions', part(macros, 'actions'));
  });
});
