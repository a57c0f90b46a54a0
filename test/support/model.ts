import fc from 'fast-check';
import { toSnapshot } from '#core/snapshot/snapshot.ts';
import { findKind } from '#kinds/registry.ts';
import type { Edit, EditOptions } from '#sandbox/zendesk/edit.ts';
import type { Kind, Rule } from '#sandbox/zendesk/rule.ts';
import { ann, bob, jane, notificationsCategory, routingCategory } from './acme.ts';
import type { Lab } from './lab.ts';

/** What may happen to an account, and to the runs that watch it. Numbers choose among what is there. */
export type Step =
  | { readonly type: 'edit'; readonly pick: number; readonly field: 'title' | 'active' | 'place' | 'nothing' }
  | { readonly type: 'create'; readonly kind: Kind; readonly position: number | null }
  | { readonly type: 'remove'; readonly pick: number }
  | { readonly type: 'reorder'; readonly kind: Kind; readonly turn: number }
  | { readonly type: 'category'; readonly pick: number }
  | { readonly type: 'wait'; readonly seconds: number }
  | { readonly type: 'run'; readonly mode: 'plain' | 'sweep' | 'lost' };

export type Acted = Step & { readonly actor: number; readonly lag: number };

const kinds: readonly Kind[] = ['trigger', 'automation', 'macro', 'view'];
const kind = fc.constantFrom(...kinds);
const pick = fc.nat(40);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('edit' as const),
      pick,
      field: fc.constantFrom(
        'title' as const,
        'title' as const,
        'active' as const,
        'place' as const,
        'nothing' as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('create' as const),
      kind,
      position: fc.option(fc.integer({ min: 1, max: 4 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('remove' as const), pick }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('reorder' as const), kind, turn: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('category' as const), pick }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('wait' as const), seconds: fc.constantFrom(1, 2, 3, 10, 60, 200, 310) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('run' as const),
      mode: fc.constantFrom('plain' as const, 'plain' as const, 'plain' as const, 'sweep' as const, 'lost' as const),
    }),
  },
);

export const steps = (most: number): fc.Arbitrary<readonly Acted[]> =>
  fc.array(
    fc
      .tuple(step, fc.constantFrom(jane, bob, ann), fc.constantFrom(0, 0, 0, 20, 90, 400, 800))
      .map(([one, actor, lag]): Acted => ({ ...one, actor, lag })),
    { minLength: 3, maxLength: most },
  );

/** What one entry did: the object's snapshot before and after, null where it was not there. */
export interface Deed {
  readonly object: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Does one step; gives back what each new entry did, by audit id. */
export async function act(lab: Lab, step: Acted, count: number): Promise<readonly (readonly [string, Deed])[]> {
  const { account } = lab.zendesk;
  const editor = account.as(step.actor);
  const options: EditOptions = { entryLag: step.lag };
  const remote = account.remote();
  const objects = kinds
    .flatMap((name) => remote[name].map((rule) => ({ name, rule })))
    .filter(({ rule }) => !isPersonal(rule));
  switch (step.type) {
    case 'wait':
      lab.wait(step.seconds);
      return [];
    case 'run':
      if (step.mode === 'lost' && lab.state()) lab.git('update-ref', '-d', 'refs/zendrift/acme');
      await lab.run(step.mode === 'sweep' ? { inputs: { sweep: 'true' } } : {});
      return [];
    case 'edit': {
      const found = objects[step.pick % objects.length];
      if (!found) return [];
      const { name, rule } = found;
      const body = {
        title: { title: `Title ${count}` },
        active: { active: !rule.active },
        place: name === 'macro' ? {} : { position: 1 + (count % 3) },
        nothing: {},
      }[step.field];
      return [deed(name, rule, editor.update(name, rule.id, body, options))];
    }
    case 'create': {
      const place = step.position === null || step.kind === 'macro' ? {} : { position: step.position };
      return [
        deed(
          step.kind,
          null,
          editor.create(step.kind, { ...bodies[step.kind], title: `New ${count}`, ...place }, options),
        ),
      ];
    }
    case 'remove': {
      const found = objects[step.pick % objects.length];
      if (!found) return [];
      const { entry } = editor.remove(found.name, found.rule.id, options);
      return entry
        ? [
            [
              String(entry.id),
              { ...keyed(found.name, found.rule.id), before: text(found.name, found.rule), after: null },
            ],
          ]
        : [];
    }
    case 'reorder': {
      const group = objects.filter(
        ({ name, rule }) => name === step.kind && (name !== 'trigger' || rule['category_id'] === notificationsCategory),
      );
      const ids = group.map(({ rule }) => rule.id);
      if (step.kind === 'macro' || ids.length < 2) return [];
      const turn = step.turn % ids.length;
      return editor
        .reorder(step.kind, [...ids.slice(turn), ...ids.slice(0, turn)], options)
        .flatMap((edit) => [deed(step.kind, edit.object, edit)]);
    }
    case 'category': {
      const triggers = objects.filter(({ name }) => name === 'trigger');
      const rule = triggers[step.pick % triggers.length]?.rule;
      if (!rule) return [];
      const other = rule['category_id'] === routingCategory ? notificationsCategory : routingCategory;
      return [deed('trigger', rule, editor.update('trigger', rule.id, { category_id: other, position: 1 }, options))];
    }
  }
}

const keyed = (name: Kind, id: number) => ({ object: `${name}/${id}` });

const deed = (name: Kind, before: Rule | null, { id, object, entry }: Edit): readonly [string, Deed] => [
  String(entry?.id ?? ''),
  { ...keyed(name, id), before: before && text(name, before), after: text(name, object) },
];

function text(name: Kind, rule: Rule): string {
  const found = findKind(name);
  const object = found ? toSnapshot(found, rule) : null;
  return object?.type === 'readable' ? object.snapshot.text : '';
}

export const isPersonal = (rule: Rule): boolean => JSON.stringify(rule['restriction'] ?? null).includes('"User"');

const status = [{ field: 'status', operator: 'is', value: 'new' }];
const open = [{ field: 'status', value: 'open' }];
const bodies = {
  trigger: { category_id: notificationsCategory, conditions: { all: status, any: [] }, actions: open },
  automation: { conditions: { all: status, any: [] }, actions: open },
  macro: { actions: open },
  view: { all: status },
};
