import { ZendriftError } from '#errors.ts';
import type { Kind, Rule } from '#sandbox/zendesk/rule.ts';
import { git } from '../../git/support.ts';
import { ann, bob, deployBot, jane } from '../../support/acme.ts';
import type { RunOptions } from '../../support/lab.ts';
import { always, check, checkSilence, settled } from '../invariants.ts';
import { type Elsewhere, openElsewhere, openWeather } from '../weather.ts';
import { driftIssues, openWatchedWorld, openWorld, type World } from '../world.ts';
import { forge, runOnBranch } from './attacker.ts';
import { actAsHuman, decide, fixBodies } from './human.ts';
import type { RunStep, Step } from './story.ts';

const actors = [jane, bob, ann, deployBot];
const kinds: readonly Kind[] = ['trigger', 'automation', 'macro', 'view'];

/** The configurations that a story changes between. */
const configs = [
  'approvers: { outside-zendesk: [hanna] }\n',
  'approvers: { outside-zendesk: [hanna] }\npolicy: { rules: [{ name: bob, actors: [1002], decide: approved }] }\n',
  'policy: { default: approved, rules: [{ name: macros, kinds: [macro], decide: unapproved }] }\n',
  'issues: { max-new-per-run: 2, max-open: 50, renotify: 1h }\n',
];

interface Cast {
  readonly world: World;
  /** A second account on the same branch, in stories that have one. */
  readonly beside: World | null;
  readonly elsewhere: Elsewhere;
  /** A race may have left a comment twice. */
  raced: boolean;
  /** State commit that someone damaged; null = the present one is the tool's. */
  lost: string | null;
  /** The reviewer's login at present. */
  reviewer: string;
  /** Someone put into the state what history does not say; only a sweep is sure to notice. */
  forged: boolean;
}

/** Plays a story and checks what must hold at its end, and again when everything has had its time. */
export async function play(story: readonly Step[]): Promise<void> {
  const world = await openWatchedWorld();
  const now = world.lab.zendesk.clock.iso();
  const hasTwo = story.some((step) => step.type === 'run' && step.beside);
  const beside = hasTwo ? await openWorld({ beside: world.lab, zendesk: { subdomain: 'beta', clock: { now } } }) : null;
  const elsewhere = await openElsewhere();
  try {
    const cast: Cast = { world, beside, elsewhere, raced: false, lost: null, reviewer: 'hanna', forged: false };
    world.github.model.putUser({ login: 'hanna', permission: 'admin' });
    for (const step of story) await playStep(cast, step);
    await checkNow(cast);
    await settle(cast);
  } finally {
    await elsewhere.close();
  }
}

function wait({ world, beside }: Cast, seconds: number): void {
  world.wait(seconds);
  beside?.wait(seconds);
}

async function playStep(cast: Cast, step: Step): Promise<void> {
  const { world } = cast;
  switch (step.type) {
    case 'edit':
    case 'create':
    case 'remove':
    case 'reorder':
      return playEdit(cast, step);
    case 'wait':
      return wait(cast, step.seconds);
    case 'run':
      return playRun(cast, step);
    case 'human':
      return actAsHuman(world, cast.reviewer, step);
    case 'foreign':
      return commitForeign(world, step);
    case 'lose-state':
      return loseState(cast, step.how);
    case 'decide':
      return tolerate(decide(world, cast.reviewer, step));
    case 'rename':
      return rename(cast);
    case 'forge':
      return playForgery(cast, step);
    case 'branch':
      return tolerate(runOnBranch(world, step));
    case 'policy':
      world.lab.commitElsewhere({ '.github/zendrift.yml': configs[step.config] ?? '' });
  }
}

function rename(cast: Cast): void {
  const login = cast.reviewer === 'hanna' ? 'hanna-2026' : 'hanna';
  cast.world.github.model.renameUser(cast.reviewer, login);
  cast.reviewer = login;
}

function playForgery(cast: Cast, step: Step & { readonly type: 'forge' }): void {
  const forged = forge(cast.world, step);
  if (forged === null) return;
  cast.world.forged.add(forged);
  cast.forged ||= step.what !== 'commit';
}

type Edit = Step & { readonly type: 'edit' | 'create' | 'remove' | 'reorder' };

function playEdit(cast: Cast, step: Edit): void {
  const { world } = cast;
  const kind = kinds[step.kind] ?? 'trigger';
  const actor = actors[step.actor] ?? jane;
  const rules = sharedRules(world, kind);
  // Two people within the clocks' tolerance can only be told apart by their entries: where one is late or missing, time
  // has to pass around it.
  const apart = step.type === 'edit' && step.log !== 'at once';
  if (apart) wait(cast, 5);
  world.edit(actor, (editor) => {
    if (step.type === 'create') {
      const { id } = editor.create(kind, newRule(kind));
      if (step.short) editor.remove(kind, id);
      return;
    }
    if (step.type === 'reorder') {
      const group = rules.filter((rule) => rule['category_id'] === rules[0]?.['category_id']).map(({ id }) => id);
      const cut = step.by % Math.max(1, group.length);
      if (kind !== 'macro') editor.reorder(kind, [...group.slice(cut), ...group.slice(0, cut)]);
      return;
    }
    const rule = rules[step.object % Math.max(1, rules.length)];
    if (rule === undefined) return;
    if (step.type === 'remove') {
      if (rules.length > 2) editor.remove(kind, rule.id);
      return;
    }
    const options = { 'at once': {}, late: { entryLag: 200 + 150 * step.word }, never: { audit: false } }[step.log];
    editor.update(kind, rule.id, editOf(rule, step), options);
  });
  if (apart) wait(cast, 5);
}

const sharedRules = ({ lab }: World, kind: Kind): readonly Rule[] =>
  lab.zendesk.account
    .remote()
    [kind].filter((rule) => JSON.stringify(rule['restriction'] ?? '').includes('"User"') === false);

function editOf(rule: Rule, { what, word }: Step & { type: 'edit' }) {
  if (what === 'active') return { active: !rule.active };
  // "back" is a state that this object had before, so episodes end.
  if (what === 'back') return { title: `Title of ${rule.id}`, active: true, description: 'as ever' };
  return what === 'title' ? { title: `${rule.id}, version ${word}` } : { description: `Version ${word}` };
}

function newRule(kind: Kind) {
  const base = { title: `New ${kind}`, actions: [{ field: 'status', value: 'open' }] };
  const all = [{ field: 'status', operator: 'is', value: 'new' }];
  return kind === 'macro' ? base : { ...base, all, conditions: { all, any: [] } };
}

async function playRun(cast: Cast, step: RunStep): Promise<void> {
  const { world, beside, elsewhere } = cast;
  const { lab } = world;
  const weather = openWeather(lab, { seed: step.seed, rate: step.weather, elsewhere: elsewhere.url });
  const stop = meanwhile(cast, step);
  const recover = afflict(world, step);
  try {
    if (step.kill > 0) {
      const when = step.seed % 2 === 0 ? ('before' as const) : ('after' as const);
      await world.runProcess({ point: { effect: step.kill, when }, checkout: checkoutOf(world, step) });
    } else {
      cast.raced ||= step.runners > 1;
      const options = Array.from(
        { length: step.runners },
        (_, index): RunOptions => ({
          checkout: index === 0 ? checkoutOf(world, step) : lab.freshClone(1),
          inputs: { sweep: String(step.sweep) },
        }),
      );
      await Promise.all([
        ...options.map((one) => tolerate(world.run(one))),
        ...(step.beside && beside ? [tolerate(beside.run({ checkout: lab.freshClone(1) }))] : []),
      ]);
    }
  } finally {
    stop();
    recover();
    weather.clear();
  }
  if (cast.lost !== lab.tips().state) cast.lost = null;
}

/** Returns what makes GitHub well again; an issue that refuses goes on doing so. */
function afflict({ github }: World, { hub, seed }: RunStep): () => void {
  if (hub === 'down') return github.goDown();
  if (hub === 'poor') github.limitRequests(seed % 60);
  if (hub === 'refusing') {
    const issues = driftIssues(github);
    const issue = issues[seed % Math.max(1, issues.length)];
    if (issue !== undefined) github.model.refuseWrites(issue.number, seed % 2 === 0 ? 403 : 422);
  }
  return () => github.limitRequests(plenty);
}

/** Requests in an hour, of a token that never runs out. */
const plenty = 5000;

/** A run may fail, in the ways that the catalogue knows. */
async function tolerate(run: Promise<unknown>): Promise<void> {
  await run.catch((error: unknown) => {
    if (!(error instanceof ZendriftError) || error.code === 'unexpected') throw error;
  });
}

function checkoutOf({ lab }: World, { checkout }: RunStep): string {
  if (checkout === 'kept') return lab.checkout;
  return checkout === 'shallow' ? lab.freshClone(1) : lab.freshClone();
}

/** At some request of the run, a second later than everything before, someone edits an object. */
function meanwhile(cast: Cast, step: RunStep): () => void {
  let left = step.meanwhile;
  if (left === 0) return () => {};
  return cast.world.lab.zendesk.onRequest(({ path }) => {
    if (path.startsWith('/oauth')) return undefined;
    left -= 1;
    if (left !== 0) return undefined;
    wait(cast, 1);
    const { seed } = step;
    playEdit(cast, {
      type: 'edit',
      kind: seed % 4,
      object: seed % 7,
      actor: seed % 3,
      what: 'title',
      word: seed % 5,
      log: 'at once',
    });
    return undefined;
  });
}

function commitForeign({ lab }: World, { where, file }: Step & { type: 'foreign' }): void {
  const paths = [...lab.tree().keys()];
  const path = paths[file % Math.max(1, paths.length)] ?? 'notes.md';
  if (where === 'elsewhere') lab.commitElsewhere({ [`notes/${file}.md`]: `Note ${file}\n` });
  else if (where === 'added') lab.commitElsewhere({ [`snapshots/${lab.account}/macros/${file}.json`]: '{}\n' });
  else lab.commitElsewhere({ [path]: where === 'edited' ? `{ "by": "hand ${file}" }\n` : null });
}

function loseState(cast: Cast, how: 'deleted' | 'damaged' | 'stale'): void {
  const { lab } = cast.world;
  fixBodies(cast.world, cast.reviewer);
  const ref = `refs/zendrift/${lab.account}`;
  if (lab.tips().state === '') return;
  if (how === 'deleted') lab.git('update-ref', '-d', ref);
  else if (how === 'stale') {
    const before = lab.git('rev-list', '-2', ref).split('\n')[1];
    if (before !== undefined) lab.git('update-ref', ref, before);
  } else {
    const tree = git(lab.remote, 'mktree');
    lab.git(
      'update-ref',
      ref,
      git(lab.remote, ...committer, 'commit-tree', tree, '-p', ref, '-m', damaged(lab.account)),
    );
  }
  cast.lost = lab.tips().state;
}

const committer = ['-c', 'user.name=zendrift[bot]', '-c', 'user.email=zendrift@users.noreply.github.com'];

/** It still looks like one of ours. */
const damaged = (account: string): string => `Damaged\n\nZendesk-Account: ${account}\n`;

async function checkNow(cast: Cast): Promise<void> {
  const { world, elsewhere } = cast;
  // Between a loss and the next run that gets to a push, the state says nothing.
  if (cast.lost === null && !cast.forged) await check(world, expected(cast));
  if (elsewhere.requests.length > 0) throw new Error(`Another host was asked: ${elsewhere.requests.join('; ')}`);
}

const expected = ({ raced }: Cast): typeof always =>
  Object.fromEntries(Object.entries(always).filter(([name]) => !raced || name !== 'no comment is posted twice'));

/** No more faults; the log catches up; everything is looked at once. */
async function settle(cast: Cast): Promise<void> {
  const { world, beside } = cast;
  for (const { number } of driftIssues(world.github)) world.github.model.refuseWrites(number, null);
  for (const sweep of ['false', 'true']) {
    wait(cast, 1000);
    await world.run({ inputs: { sweep } });
  }
  await checkSilence(world);
  cast.lost = null;
  cast.forged = false;
  await checkNow(cast);
  await check(world, settled);
  if (beside === null) return;
  await beside.run({ checkout: world.lab.freshClone(1) });
  await checkSilence(beside, world.lab.freshClone(1));
  await check(beside, settled);
}
