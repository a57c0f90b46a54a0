import fc from 'fast-check';

/** One thing that happens. Whatever it names is picked from what is there when it happens. */
export type Step =
  | {
      readonly type: 'edit';
      readonly kind: number;
      readonly object: number;
      readonly actor: number;
      readonly what: 'title' | 'description' | 'active' | 'back';
      readonly word: number;
      readonly log: Logged;
    }
  | { readonly type: 'create'; readonly kind: number; readonly actor: number; readonly short: boolean }
  | { readonly type: 'remove'; readonly kind: number; readonly object: number; readonly actor: number }
  | { readonly type: 'reorder'; readonly kind: number; readonly by: number; readonly actor: number }
  | { readonly type: 'wait'; readonly seconds: number }
  | RunStep
  | { readonly type: 'human'; readonly what: HumanAct; readonly issue: number }
  | { readonly type: 'foreign'; readonly where: 'elsewhere' | 'edited' | 'deleted' | 'added'; readonly file: number }
  | { readonly type: 'lose-state'; readonly how: 'deleted' | 'damaged' | 'stale' }
  | { readonly type: 'policy'; readonly config: number }
  | { readonly type: 'decide'; readonly command: 'approve' | 'reject'; readonly issue: number }
  | { readonly type: 'rename' }
  | { readonly type: 'forge'; readonly object: number; readonly what: 'state' | 'commit' | 'both' }
  | { readonly type: 'branch'; readonly how: 'named' | 'checked out' };

/** How the log learns of an edit: at once, after so many seconds, or never. */
export type Logged = 'at once' | 'late' | 'never';

export type HumanAct = 'title' | 'body' | 'unlabel' | 'close' | 'delete' | 'comment';

export interface RunStep {
  readonly type: 'run';
  readonly runners: number;
  readonly sweep: boolean;
  readonly checkout: 'kept' | 'shallow' | 'fresh';
  /** Share of bad answers. */
  readonly weather: number;
  readonly seed: number;
  /** Killed at this effect; 0 = not. */
  readonly kill: number;
  /** Someone edits while the run reads; the number picks when. 0 = nobody does. */
  readonly meanwhile: number;
  /** A second account's run at the same time. */
  readonly beside: boolean;
  /** How GitHub fares: `poor` = few requests are left in this hour, `refusing` = one issue takes nothing from now on. */
  readonly hub: 'well' | 'down' | 'poor' | 'refusing';
}

const small = fc.nat({ max: 7 });
const actor = fc.nat({ max: 3 });
const kind = fc.nat({ max: 3 });
const rarely = (share: number) => fc.nat({ max: share }).map((number) => number === share);

const edit = fc.record<Step & { type: 'edit' }>({
  type: fc.constant('edit'),
  kind,
  object: small,
  actor,
  what: fc.constantFrom('title', 'description', 'active', 'back'),
  word: fc.nat({ max: 4 }),
  log: fc.constantFrom<Logged>('at once', 'at once', 'at once', 'at once', 'late', 'never'),
});

const run = fc.record<RunStep>({
  type: fc.constant('run'),
  runners: fc.constantFrom(1, 1, 1, 1, 2, 3),
  sweep: rarely(5),
  checkout: fc.constantFrom('kept', 'shallow', 'fresh'),
  weather: fc.constantFrom(0, 0, 0, 0.01, 0.05, 0.2, 0.6),
  seed: fc.nat({ max: 1_000_000 }),
  kill: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }) }),
  meanwhile: fc.constantFrom(0, 0, 0, 1, 2, 3, 5, 8),
  beside: rarely(4),
  hub: fc.constantFrom('well', 'well', 'well', 'well', 'down', 'poor', 'refusing'),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: edit },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('create' as const), kind, actor, short: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('remove' as const), kind, object: small, actor }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('reorder' as const), kind, by: fc.integer({ min: 1, max: 7 }), actor }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      seconds: fc.constantFrom(0, 1, 2, 30, 61, 61, 299, 301, 1000, 4000, 30_000, 100_000),
    }),
  },
  { weight: 7, arbitrary: run },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('human' as const),
      what: fc.constantFrom<HumanAct>('title', 'body', 'unlabel', 'close', 'delete', 'comment'),
      issue: small,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('foreign' as const),
      where: fc.constantFrom('elsewhere' as const, 'edited' as const, 'deleted' as const, 'added' as const),
      file: fc.nat({ max: 30 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('lose-state' as const),
      how: fc.constantFrom('deleted' as const, 'damaged' as const, 'stale' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('policy' as const), config: fc.nat({ max: 3 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('decide' as const),
      command: fc.constantFrom('approve' as const, 'approve' as const, 'reject' as const),
      issue: small,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('rename' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('forge' as const),
      object: small,
      what: fc.constantFrom('state' as const, 'commit' as const, 'both' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('branch' as const),
      how: fc.constantFrom('named' as const, 'checked out' as const),
    }),
  },
);

/** A few weeks in the life of an account. */
export const stories: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 4, maxLength: 16, size: 'max' });
