import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '#sandbox/zendesk/account.ts';
import { openClock, type SandboxClock } from '#sandbox/zendesk/clock.ts';
import { openAccount } from '#sandbox/zendesk/open-account.ts';
import { kinds } from '#sandbox/zendesk/rule.ts';

const solve = { actions: [{ field: 'status', value: 'solved' }] };

describe('editing an account', () => {
  let clock: SandboxClock;
  let account: Account;

  beforeEach(() => {
    clock = openClock({ now: '2026-11-22T10:00:00Z' });
    account = openAccount({ subdomain: 'acme', clock });
  });

  it('gives every kind the recorded keys in the recorded order', () => {
    const ann = account.as(1003);
    const keys = kinds.map((kind) => Object.keys(ann.create(kind, { title: 'A', ...solve }).object).join());
    const common = 'url,id,title,active,updated_at,created_at,default';
    expect(keys).toEqual([
      `${common},actions,conditions,description,position,raw_title,category_id`,
      `${common},actions,conditions,position,raw_title`,
      `${common},position,description,actions,restriction,raw_title`,
      `${common},position,description,execution,conditions,restriction,raw_title`,
    ]);
  });

  it('takes the ids of all kinds from one sequence', () => {
    const ann = account.as(1003);
    const ids = kinds.map((kind) => ann.create(kind, { title: 'A', ...solve }).id);
    expect(new Set(ids).size).toBe(4);
    expect([...ids].sort((left, right) => left - right)).toEqual(ids);
  });

  it('writes one audit entry of twelve fields for each edit', () => {
    account.configure({ sourceTypes: 'salto' });
    const jane = account.as(1001, { ip: '203.0.113.9' });
    const { id } = jane.create('automation', { title: 'Close', ...solve });
    clock.advance(90);
    const { entry } = jane.update('automation', id, { title: 'Close late' }, { auditId: 77 });
    expect(entry).toEqual({
      url: 'https://acme.zendesk.com/api/v2/audit_logs/77.json',
      id: 77,
      action: 'update',
      action_label: 'Updated',
      actor_id: 1001,
      actor_name: 'Jane Doe',
      source_id: id,
      source_type: 'rule',
      source_label: 'Automation: Close late',
      change_description: 'Title changed from Close to Close late',
      ip_address: '203.0.113.9',
      created_at: '2026-11-22T10:01:30Z',
    });
    expect(account.remote().automation[0]?.updated_at).toBe('2026-11-22T10:01:30Z');
  });

  it.each([
    ['rule', ['rule', 'rule', 'rule', 'rule']],
    ['specific', ['trigger', 'automation', 'macro', 'view']],
    ['salto', ['trigger', 'rule', 'macro', 'view']],
  ] as const)('calls rules what accounts of style %s call them', (sourceTypes, expected) => {
    account.configure({ sourceTypes });
    const entries = kinds.map((kind) => account.as(1003).create(kind, { title: 'A', ...solve }).entry);
    expect(entries.map((entry) => entry?.source_type)).toEqual(expected);
  });

  it('acts as Zendesk itself without an address', () => {
    const { entry } = account.system().create('macro', { title: 'A', ...solve });
    expect(entry).toMatchObject({ actor_id: -1, actor_name: 'Zendesk', ip_address: null });
  });

  it('can change something that the log never learns of', () => {
    const jane = account.as(1001);
    const { id } = jane.create('macro', { title: 'A', ...solve }, { audit: false });
    expect(jane.update('macro', id, { active: false }, { audit: false }).entry).toBeNull();
    expect(account.entries()).toEqual([]);
    expect(account.remote().macro[0]?.active).toBe(false);
  });

  it('can let an entry appear late, under the time of the edit', () => {
    account.as(1001).create('macro', { title: 'A', ...solve }, { entryLag: 120 });
    clock.advance(119);
    expect(account.audit.visible(clock.now())).toEqual([]);
    clock.advance(1);
    expect(account.audit.visible(clock.now())[0]?.created_at).toBe('2026-11-22T10:00:00Z');
  });

  it('can put an edit into the past, with the words and the label of its choice', () => {
    const options = { at: '2026-11-20T09:00:00Z', description: '', label: 'Something else' };
    const { entry, object } = account.as(1001).create('macro', { title: 'A', ...solve }, options);
    expect(entry).toMatchObject({ created_at: options.at, change_description: '', source_label: 'Something else' });
    expect(object).toMatchObject({ created_at: options.at, updated_at: options.at });
  });

  it('numbers entries out of the order of time, each once, and the same in every run', () => {
    const idsOf = (one: Account) => Array.from({ length: 200 }, () => one.log({}).id);
    const ids = idsOf(account);
    expect(new Set(ids).size).toBe(200);
    expect([...ids].sort((left, right) => left - right)).not.toEqual(ids);
    expect(idsOf(openAccount({ subdomain: 'acme', clock }))).toEqual(ids);
  });

  it('refuses to act as nobody', () => {
    expect(() => account.as(4711)).toThrow('No user 4711');
  });

  it('renders dynamic content into titles, and a new text changes no rule and writes no entry', () => {
    const { object } = account.as(1001).create('macro', { title: '{{dc.hello}}', ...solve });
    account.setContent('{{dc.hello}}', 'Guten Tag');
    expect(account.remote().macro[0]).toEqual({ ...object, title: 'Guten Tag', raw_title: '{{dc.hello}}' });
    expect(account.entries()).toHaveLength(1);
  });

  describe('order', () => {
    const positionsOf = () => account.remote().macro.map(({ title, position }) => [title, position]);
    const create = (title: string, more = {}) => account.as(1003).create('macro', { title, ...solve, ...more }).id;

    it('appends, and makes room up to the next gap', () => {
      create('A');
      create('B');
      create('Z', { position: 9 });
      create('N', { position: 1 });
      expect(positionsOf()).toEqual([
        ['N', 1],
        ['A', 2],
        ['B', 3],
        ['Z', 9],
      ]);
    });

    it('leaves `updated_at` of those that only made room, unless the account is said to bump it', () => {
      create('A');
      clock.advance(60);
      create('N', { position: 1 });
      expect(account.remote().macro.map(({ updated_at }) => updated_at.slice(14, 16))).toEqual(['01', '00']);
      account.configure({ shiftsBump: true });
      clock.advance(60);
      create('M', { position: 1 });
      expect(account.remote().macro.map(({ updated_at }) => updated_at.slice(14, 16))).toEqual(['02', '02', '02']);
    });

    it.each([
      ['all', 3],
      ['one', 1],
      ['none', 0],
    ] as const)('a reorder writes an entry for %s of the moved objects', (reorderEntries, count) => {
      account.configure({ reorderEntries });
      const ids = ['A', 'B', 'C', 'D'].map((title) => create(title));
      const before = account.entries().length;
      clock.advance(5);
      const [a = 0, b = 0, c = 0, d = 0] = ids;
      const edits = account.as(1002).reorder('macro', [c, a, b, d]);
      expect(positionsOf().map(([title]) => title)).toEqual(['C', 'A', 'B', 'D']);
      expect(edits).toHaveLength(3);
      expect(account.entries().length - before).toBe(count);
      expect(account.remote().macro.filter(({ updated_at }) => updated_at === clock.iso())).toHaveLength(3);
    });

    it('keeps one order of triggers for each category', () => {
      const ann = account.as(1003);
      const [one, two] = [ann.createCategory({ name: 'One' }), ann.createCategory({ name: 'Two' })];
      const inOne = ann.create('trigger', { title: 'A', ...solve, category_id: one.id });
      const inTwo = ann.create('trigger', { title: 'B', ...solve, category_id: two.id });
      expect([inOne.object.position, inTwo.object.position]).toEqual([1, 1]);
      const moved = ann.update('trigger', inTwo.id, { category_id: one.id });
      expect(moved.object).toMatchObject({ category_id: one.id, position: 2 });
      expect(() => ann.create('trigger', { title: 'C', ...solve, category_id: 'none' })).toThrow('No trigger category');
    });

    it('moves a category in front of another, with no entry unless one is asked for', () => {
      const ann = account.as(1003);
      const [one, two] = [ann.createCategory({ name: 'One' }), ann.createCategory({ name: 'Two' })];
      ann.moveCategory(two.id, 1);
      expect([account.categories.get(one.id)?.position, account.categories.get(two.id)?.position]).toEqual([2, 1]);
      expect(account.entries()).toEqual([]);
      ann.renameCategory(one.id, 'Eins', { audit: true });
      expect(account.entries()[0]).toMatchObject({ source_type: 'trigger_category', action: 'update' });
    });
  });
});
