import { describe, expect, it } from 'vitest';
import { fieldWords, operatorWords, type Speech } from '#core/describe/term-words.ts';
import { valueWords } from '#core/describe/value-words.ts';
import { noNames, type Stand } from '#core/names/names.ts';
import type { Json } from '#json.ts';
import { automation } from '#kinds/automation.ts';
import { trigger } from '#kinds/trigger.ts';
import { names, parsed } from './builders.ts';

const nameless: Speech = { kind: trigger, names: noNames };
const field = (key: string, stand: Stand = 'conditions', speech = nameless) => parsed(fieldWords(speech, stand, key));
const value = (key: string, of: Json, stand: Stand = 'actions', speech = nameless) =>
  parsed(valueWords(speech, { stand, field: key }, of));

const account: Speech = {
  kind: automation,
  names: names({
    fields: {
      trigger: {
        actions: {
          priority: { title: 'Priority', values: { urgent: 'Urgent', low: 'Gar nicht eilig' }, operators: {} },
          notification_webhook: {
            title: 'Notify active webhook',
            values: { '01HVK3T9QK5Z2': 'listed' },
            operators: {},
          },
        },
        conditions: {
          status: {
            title: 'Status',
            values: {},
            operators: { is: 'Is', includes: 'Contains at least one of', odd: 'Ist' },
          },
          custom_fields_360: { title: 'Schweregrad', values: {}, operators: {} },
        },
      },
    },
    ticketFields: { '361': 'Region' },
    groups: { '1': 'Support' },
    brands: { '2': 'Acme' },
    statuses: { '3': 'Waiting for parts' },
    webhooks: { '01HVK3T9QK5Z0': 'ops-relay' },
  }),
};

describe('without the words of an account', () => {
  it('says fields as the English UI does, by where they stand', () => {
    expect([field('current_tags'), field('current_tags', 'actions')]).toEqual(['Tags', 'Add tags']);
    expect([field('notification_webhook', 'actions'), field('SOLVED')]).toEqual([
      'Notify active webhook',
      'Hours since solved',
    ]);
    expect(field('custom_fields_360001')).toBe('Ticket field 360001');
  });

  it('quotes a field that it does not know, made readable', () => {
    expect([field('agent_mood_score'), field('@org/team'), field('constructor')]).toEqual([
      '"Agent mood score"',
      '"@org/team"',
      '"Constructor"',
    ]);
  });

  it('says operators and values as the English UI does', () => {
    expect(parsed(operatorWords(nameless, 'status', 'less_than'))).toBe('less than');
    expect(parsed(operatorWords(nameless, 'status', 'matches_moon'))).toBe('(unknown operator) "matches_moon"');
    expect([value('status', 'hold'), value('comment_mode_is_public', true), value('priority', 'urgent')]).toEqual([
      'On-hold',
      'Public',
      'Urgent',
    ]);
    expect([value('assignee_id', ''), value('assignee_id', null), value('x', [])]).toEqual([
      '(none)',
      '(none)',
      '(none)',
    ]);
    expect([value('assignee_id', 'current_user'), value('x', true), value('x', false)]).toEqual([
      '(current user)',
      'Yes',
      'No',
    ]);
    expect([value('group_id', '360001'), value('x', { a: 1 })]).toEqual([
      '360001',
      '(unknown kind of value) "{"a": 1}"',
    ]);
    expect(value('set_tags', 'a  b')).toBe('"a", "b"');
  });
});

describe('with the words of an account', () => {
  it('says ids by their names, a webhook with its id', () => {
    expect(value('group_id', '1', 'actions', account)).toBe('"Support"');
    expect(value('brand_id', '2', 'actions', account)).toBe('"Acme"');
    expect(value('custom_status_id', [3, '4'], 'conditions', account)).toBe('"Waiting for parts", 4');
    expect(value('notification_webhook', '01HVK3T9QK5Z0', 'actions', account)).toBe('"ops-relay" (01HVK3T9QK5Z0)');
    expect(value('notification_webhook', '01HVK3T9QK5Z2', 'actions', account)).toBe('"listed" (01HVK3T9QK5Z2)');
  });

  it('leaves a word bare only if it is one of the English UI', () => {
    expect(value('priority', 'urgent', 'actions', account)).toBe('Urgent');
    expect(value('priority', 'low', 'actions', account)).toBe('"Gar nicht eilig"');
    expect(field('custom_fields_360', 'conditions', account)).toBe('Ticket field "Schweregrad"');
    expect(field('custom_fields_361', 'conditions', account)).toBe('Ticket field "Region"');
    expect(parsed(operatorWords(account, 'status', 'includes'))).toBe('contains at least one of');
    expect(parsed(operatorWords(account, 'status', 'odd'))).toBe('ist');
  });
});
