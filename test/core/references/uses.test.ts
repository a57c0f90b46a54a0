import { describe, expect, test } from 'vitest';
import { openBroken } from '#core/references/broken.ts';
import { brokenLines } from '#core/references/broken-words.ts';
import type { RecordedObject } from '#core/references/recorded-object.ts';
import { foldUses, useWords } from '#core/references/uses.ts';
import type { JsonObject } from '#json.ts';
import { parsed } from '../describe/builders.ts';

const object = (key: `${string}/${string}`, title: string, value: JsonObject, active = true): RecordedObject => ({
  ...{ object: key, title, active, value },
  kind: key.slice(0, key.indexOf('/')),
});
const sender = (id: number, hook: string, active = true) =>
  object(
    `trigger/${id}`,
    `Sender ${id}`,
    { actions: [{ field: 'notification_webhook', value: [hook, '{}'] }] },
    active,
  );
const hook = (id: string, active = true) => object(`webhook/${id}`, id, { id, name: id }, active);

describe('who names an object', () => {
  test('is a fold over all snapshots, each object once', () => {
    const twice = object('macro/9', '@org/team', {
      actions: ['A', 'A'].map((id) => ({ field: 'notification_webhook', value: [id] })),
    });
    const uses = foldUses([sender(1, 'A'), sender(2, 'B'), sender(3, 'A', false), twice], new Set(['webhook/A']));
    expect([...uses.keys()]).toEqual(['webhook/A']);
    expect(uses.get('webhook/A')?.map(({ object }) => object)).toEqual(['trigger/1', 'trigger/3', 'macro/9']);
  });

  test('is said by kind, the active ones first, and no title is ours', () => {
    const uses = [sender(1, 'A'), sender(2, 'A'), sender(3, 'A', false)];
    const words = useWords(uses, 'Used by') ?? [];
    expect(parsed(words)).toBe('Used by 2 active triggers: "Sender 1", "Sender 2"; 1 inactive trigger: "Sender 3"');
    expect(words.filter((word) => typeof word === 'string').join('')).not.toContain('Sender');
    expect(useWords([], 'Used by')).toBeNull();
  });
});

describe('a reference is broken', () => {
  const broken = (...objects: readonly RecordedObject[]) => {
    const look = openBroken();
    for (const one of objects) look.add(one);
    return look.list().map(({ object, reference, problem }) => [object, reference, problem]);
  };

  test('where an active object names what is gone or switched off', () => {
    expect(broken(sender(1, 'gone'), sender(2, 'off'), sender(3, 'on'), hook('on'), hook('off', false))).toEqual([
      ['trigger/1', 'webhook/gone', 'deleted'],
      ['trigger/2', 'webhook/off', 'inactive'],
    ]);
  });

  test('not where the object is inactive, and not where nobody looked at that kind', () => {
    expect(broken(sender(1, 'gone', false), hook('on'))).toEqual([]);
    expect(broken(sender(1, 'gone'))).toEqual([]);
  });

  test('and is said in one line each, the first five', () => {
    const look = openBroken();
    for (const id of [1, 2, 3, 4, 5, 6, 7]) look.add(sender(id, 'gone'));
    look.add(hook('on'));
    expect(brokenLines(look.list())).toHaveLength(6);
    expect(brokenLines(look.list()).at(-1)).toBe('and 2 more: "zendrift lint" lists all of them');
  });
});
