import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { readSettings } from '#config/settings.ts';
import { runMove } from '#connect/move.ts';
import { runTrack } from '#connect/track.ts';
import { openZendesk, type ZendeskSandbox } from '#sandbox/zendesk/open-zendesk.ts';
import { seedAccount } from '#sandbox/zendesk/seed-account.ts';
import { environment, git, makeFolder, write } from '../../git/support.ts';
import {
  ann,
  autoReply,
  bob,
  closeSpam,
  deployBot,
  escalateVip,
  fullRefund,
  jane,
  notificationTriggers,
  notifyRequester,
  partialRefund,
  refundsView,
} from '../../support/acme.ts';
import { decide } from './decide.ts';
import { commitRaw, treeWith } from './tamper.ts';

const config = `timezone: Europe/Berlin
policy:
  rules:
    - name: deploy-bot
      actors: [${deployBot}]
      decide: approved
    - name: refunds
      kinds: [macro]
      actors: [${jane}]
      titles: ["Billing::*"]
      decide: approved
`;

/** A history of everything that there is, made by real runs once; each test damages a copy of its own. */
export interface World {
  readonly zendesk: ZendeskSandbox;
  /** Bare repository with branch and state ref. Never touched by a test. */
  readonly remote: string;
  /** A bare copy that goes away after the test. */
  copy(): string;
  run(repository: string): Promise<void>;
}

/** Builds the world before the tests of a file. Gives back how to reach it. */
export function useWorld(): () => World {
  let world: (World & { close(): Promise<void> }) | undefined;
  beforeAll(async () => {
    world = await openWorld();
  }, 120_000);
  afterAll(() => world?.close());
  return () => {
    if (!world) throw new Error('the world is not there yet');
    return world;
  };
}

async function openWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'verify-world-'));
  const remote = join(folder, 'world.git');
  const zendesk = await openZendesk({ clock: { now: '2026-11-20T08:00:00Z' } });
  seedAccount(zendesk.account);
  git(folder, 'init', '-q', '-b', 'main', 'seed');
  write(join(folder, 'seed'), '.github/zendrift.yml', config);
  git(join(folder, 'seed'), 'add', '.');
  git(join(folder, 'seed'), 'commit', '-q', '-m', 'Start');
  git(folder, 'clone', '-q', '--bare', 'seed', 'world.git');
  git(remote, 'remote', 'remove', 'origin');
  const world = {
    zendesk,
    remote,
    copy: () => {
      const copy = join(makeFolder(), 'copy.git');
      cpSync(remote, copy, { recursive: true });
      return copy;
    },
    run: (repository: string) => runOnce(zendesk, repository),
    close: async () => {
      await zendesk.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await live(world);
  return world;
}

async function runOnce(zendesk: ZendeskSandbox, repository: string): Promise<void> {
  const variables = { ...environment, ...zendesk.env };
  await runTrack({
    settings: readSettings({ repository }, variables, 'credentials'),
    environment: variables,
    progress: { stage: () => {}, detail: () => {}, warn: () => {} },
    clock: { now: () => zendesk.clock.now(), sleep: async () => {} },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
}

/** Ann changes the rules, in a commit of her own. */
function reform(remote: string): void {
  const tree = treeWith(remote, 'main', '.github/zendrift.yml', `${config}issues: { max-open: 40 }\n`);
  commitRaw(remote, { message: 'Fewer issues at a time\n', committer: annHerself, tree });
}

const annHerself = { name: 'Ann', email: 'ann@example.com' };

/** The history goes to another branch and comes back. */
async function moveAway({ zendesk, remote }: World): Promise<void> {
  for (const to of ['side', 'main']) {
    const variables = { ...environment, ...zendesk.env };
    await runMove({
      settings: readSettings({ repository: remote, to }, variables, 'account'),
      environment: variables,
      progress: { stage: () => {}, detail: () => {}, warn: () => {} },
      clock: { now: () => zendesk.clock.now(), sleep: async () => {} },
      signal: new AbortController().signal,
      random: () => 0.5,
    });
  }
  git(remote, 'branch', '-q', '-D', 'side');
}

/** A few days of an account: one step, one run. */
async function live(world: World): Promise<void> {
  const { zendesk, remote, run } = world;
  const { account } = zendesk;
  const as = (actor: number) => account.as(actor, { ip: `203.0.113.${actor % 250}` });
  const steps: readonly (() => void | Promise<void>)[] = [
    () => {},
    () => {
      reform(remote);
      as(jane).update('trigger', notifyRequester, { active: false });
    },
    () => moveAway(world),
    () => {
      as(bob).update('macro', partialRefund, { title: 'Billing::Refunds::New' });
      zendesk.clock.advance(20);
      as(jane).update('macro', partialRefund, { active: false });
    },
    () => void as(jane).update('macro', fullRefund, { description: 'Approved by a rule' }),
    () => void as(ann).reorder('trigger', [closeSpam, ...notificationTriggers.filter((id) => id !== closeSpam)]),
    () => void as(ann).remove('view', refundsView),
    () => void as(deployBot).create('macro', { title: 'Made by a bot', actions: [{ field: 'status', value: 'open' }] }),
    () => {
      as(bob).update('trigger', autoReply, { active: false });
      zendesk.clock.advance(10);
      as(ann).update('trigger', autoReply, { active: true });
    },
    () => {
      // The log shows Bob's part of it only after the run.
      as(bob).update('trigger', escalateVip, { title: 'By Bob' }, { entryLag: 400 });
      zendesk.clock.advance(5);
      as(ann).update('trigger', escalateVip, { description: 'By Ann' });
    },
    () => zendesk.clock.advance(600),
  ];
  for (const step of steps) {
    await step();
    zendesk.clock.advance(60);
    await run(remote);
  }
  await decide(remote, `trigger/${notifyRequester}`);
  as(jane).update('trigger', notifyRequester, { active: true });
  zendesk.clock.advance(60);
  await run(remote);
}
