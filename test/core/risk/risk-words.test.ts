import { describe, expect, it } from 'vitest';
import { assessRisk } from '#core/risk/risk.ts';
import type { RiskInput } from '#core/risk/risk-input.ts';
import { explainRisk } from '#core/risk/risk-words.ts';
import type { JsonObject } from '#json.ts';
import type { Kind } from '#kinds/kind.ts';
import { macro } from '#kinds/macro.ts';
import { trigger } from '#kinds/trigger.ts';
import { view } from '#kinds/view.ts';
import { action, condition, names, snapshot } from '../describe/builders.ts';

const words = names({ groups: { '5': 'Night on-call' } });
const context = { firstSeenActor: false, firstSeenIp: false, offHours: false };

const change = (kind: Kind, before: JsonObject | null, after: JsonObject | null): RiskInput => ({
  kind,
  type: before === null ? 'created' : after === null ? 'deleted' : 'updated',
  before: before && snapshot(kind, before),
  after: after && snapshot(kind, after),
  ...{ names: words, context },
});

const explained = (...input: Parameters<typeof change>): readonly string[] => {
  const made = change(...input);
  const codes = assessRisk(made).reasons.map(({ code }) => code);
  return explainRisk(codes, made).reasons.map((reason) => reason.words);
};

const mail = (to: string) => action('notification_user', [to, 'Hi', 'Body']);
const does = (...actions: JsonObject[]): JsonObject => ({
  actions,
  conditions: { all: [condition('current_tags', 'includes', 'vip')], any: [] },
});
const asks = (...all: JsonObject[]): JsonObject => ({ conditions: { all, any: [] } });
const says = (text: string): JsonObject => ({ actions: [action('comment_value', ['channel:all', text])] });
const off = { active: false };
const [open, vip] = [condition('status', 'is', 'open'), condition('current_tags', 'includes', 'vip')];

describe('the reasons of a risk, about one change', () => {
  it('name the kind, say why something looks like a safeguard, and say no fact twice', () => {
    expect(explained(trigger, { title: 'Escalate VIP' }, { title: 'Escalate VIP', ...off })).toContain(
      'turns off an active trigger for escalations or SLAs (its title says "Escalate")',
    );
    expect(explained(trigger, { title: 'Escalate VIP' }, { title: 'Escalate VIP', ...off }).join()).not.toContain(
      'turns off an active rule',
    );
    expect(explained(view, { title: 'On-call' }, { title: 'On-call', ...off })).toEqual([
      'turns off an active view for escalations or SLAs (its title says "On-call")',
    ]);
    expect(explained(trigger, { title: 'Breaches', ...does(action('group_id', '5')) }, null)).toEqual([
      'deletes an active trigger for escalations or SLAs (its title says "Breaches")',
    ]);
    expect(explained(trigger, does(action('group_id', '5')), { ...does(action('group_id', '5')), ...off })).toEqual([
      'turns off an active trigger for escalations or SLAs (its group says "on-call")',
    ]);
    expect(explained(trigger, does(), { ...does(), ...off })).toEqual(['turns off an active trigger']);
    expect(explained(macro, {}, null)).toEqual(['deletes an active macro']);
    expect(explained(macro, off, null)).toEqual(['deletes an inactive macro']);
  });

  it('say whom an e-mail reaches, and whom it no longer reaches', () => {
    expect(explained(trigger, does(mail('assignee_id')), does(mail('requester_id')))).toEqual([
      'automatically emails requesters',
      'no longer emails some recipients',
    ]);
    expect(explained(trigger, does(mail('requester_and_ccs')), does(mail('requester_id')))).toEqual([
      'changes the recipients of an automatic email to customers',
      'no longer emails CCs',
    ]);
    expect(explained(trigger, does(mail('requester_id')), does())).toEqual(['no longer emails the requester']);
    expect(explained(trigger, does(mail('assignee_id')), does())).toEqual(['no longer emails anyone']);
    expect(explained(trigger, does(), does(action('tweet_requester', 'Hi')))).toEqual([
      'automatically messages requesters',
    ]);
  });

  it('say what became less, and what customers read', () => {
    expect(explained(trigger, asks(open, vip), asks(vip))).toEqual(['has fewer conditions: 1 is gone']);
    expect(
      explained(macro, says('Pay 50 EUR at https://a.example/x'), says('Pay 60 EUR at https://b.example/x')),
    ).toEqual(['changes an amount and a link that customers read']);
  });

  it('are general where the states do not show it', () => {
    const same = change(trigger, does(), does());
    expect(explainRisk(['webhook-added', 'switched-off', 'off-hours'], same)).toEqual({
      level: 'high',
      reasons: [
        { code: 'webhook-added', level: 'high', words: 'sends tickets to a new webhook' },
        { code: 'switched-off', level: 'medium', words: 'turns off an active rule' },
        { code: 'off-hours', level: 'low', words: 'outside working hours' },
      ],
    });
  });
});
