import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoryLine } from '#commands/demo/story.ts';
import { week } from '#commands/demo/week.ts';
import { type PlayedDemo, playDemo } from '../../support/demo.ts';

let demos: readonly PlayedDemo[] = [];
beforeAll(async () => {
  demos = await Promise.all([playDemo(), playDemo()]);
}, 180_000);
afterAll(() => {
  for (const demo of demos) demo.remove();
});

function first(): PlayedDemo {
  const [demo] = demos;
  if (demo === undefined) throw new Error('no demo was played');
  return demo;
}

const linesOf = (story: readonly StoryLine[], tone: StoryLine['tone']): readonly string[] =>
  story.filter((line) => line.tone === tone).map(({ text }) => text);

test('a day is in the order of the clock', () => {
  for (const { steps } of week) {
    const times = steps.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    for (const at of times) expect(at).toMatch(/^[0-2]\d:[0-5]\d$/);
  }
});

describe('a played week', () => {
  test('ends well, without a warning', () => {
    expect(first().outcome.exitCode).toBe(0);
    expect(first().warnings).toEqual([]);
  });

  test('two demos are the same to the last commit id, and in the state', () => {
    const tips = demos.map(({ git }) => git('ls-remote', 'origin', 'refs/heads/main').trim());
    expect(tips[0]).toMatch(/^[0-9a-f]{40}\trefs\/heads\/main$/);
    expect(tips[1]).toBe(tips[0]);
    // What was written into issues has links in it, and each demo has servers of its own.
    const states = demos.map(({ git }) => {
      git('fetch', '-q', 'origin', 'refs/zendrift/acme');
      const state: Record<string, unknown> = JSON.parse(git('show', 'FETCH_HEAD:state.json'));
      return { ...state, hub: null, written: null };
    });
    expect(states[1]).toEqual(states[0]);
    const [one, other] = demos.map(({ story }) => story);
    expect(other).toEqual(one);
  });

  test('shows each kind of change, verdict and attribution that a newcomer should see', () => {
    const log = first().git('log', '--format=%B');
    for (const trailer of [
      'Zendesk-Baseline: 2026-11-16T08:05:00Z',
      'Zendesk-Change: created',
      'Zendesk-Change: updated',
      'Zendesk-Change: deleted',
      'Zendesk-Change: reordered',
      'Attribution: exact',
      'Attribution: collapsed',
      'Attribution: none',
      'Verdict-Reason: rule-matches',
      'Verdict-Reason: no-rule-matches',
      'Verdict-Reason: rule-covers-some',
      'Verdict-Reason: no-audit-entry',
      'Audit-Actor: Carl Gone',
      'Audit-Actor: Deploy Bot',
    ]) {
      expect(log.split('\n')).toContain(trailer);
    }
  });

  test('opens an issue for what nobody approved and closes the one that was undone', () => {
    const issues = linesOf(first().story, 'issue');
    // One change was undone, and one was made to what was open already.
    expect(issues.filter((line) => line.includes('opened')).length).toBe(
      linesOf(first().story, 'unapproved').length - 2,
    );
    expect(issues.filter((line) => line.includes('restored'))).toHaveLength(1);
    expect(linesOf(first().story, 'run').at(-2)).toContain('nothing changed');
  });

  test('ends with the history from before its baseline, under the names of those who edited then', () => {
    const past = first().git('log', '--reverse', '--format=%an %as %s', 'HEAD^2', '--not', 'HEAD^1').split('\n');
    expect(past[0]).toMatch(/^Ann Admin 2026-03-02 Create trigger/);
    expect(past).toContain('Jane Doe 2026-07-24 Deactivate trigger "Escalate VIP tickets to on-call" (28835714737428)');
    expect(linesOf(first().story, 'note').join('\n')).toContain('Added 13 commits of acme before 2026-11-16');
  });

  test('plays an approval, a stale approval, a revert and a change request', () => {
    const answers = linesOf(first().story, 'note').join('\n');
    expect(answers).toContain('/approve by bob-gh: approved');
    expect(answers).toContain('/approve by bob-gh: refused, moved-on');
    expect(answers).toContain('/revert by admin-ann: reverted');
    const log = first().git('log', '--format=%B').split('\n');
    for (const trailer of ['Decision: approved', 'Decision: reverting', 'Decision: reverted', 'Verdict-Rule: #1']) {
      expect(log).toContain(trailer);
    }
    expect(log).toContain('Verdict-Reason: change-request');
    expect(log).toContain('Verdict-Reason: revert');
  });

  test('prints history, a commit, the issues and where the repository is', () => {
    const { lines } = first().outcome;
    for (const title of ['The history, newest first', 'The issues', 'Look around']) expect(lines).toContain(title);
    expect(lines.join('\n')).toContain(`git -C ${first().directory} log -p`);
    expect(lines.join('\n')).toContain('Verdict: unapproved');
    const page = lines.at(-1) ?? '';
    expect(page).toMatch(/report\.html$/);
    expect(readFileSync(page, 'utf8')).toContain('Escalate VIP tickets to on-call');
  });

  test('leaves a clean clone that stands where the remote stands', () => {
    expect(first().git('status', '--porcelain=v1', '--branch').trim()).toBe('## main...origin/main');
  });
});

test('--keep leaves the servers up, carries out comments at once, tells how to go on, and ends with the signal', async () => {
  const stop = new AbortController();
  let pages: readonly string[] = [];
  const visit = async (url: string): Promise<void> => {
    const list = await (await fetch(url)).text();
    const [, number] = /issues\/(\d+)[^>]*>[^<]*updated automation/.exec(list) ?? [];
    const issue = await (await fetch(`${url}/${number}`)).text();
    const [, state] = /\/approve ([0-9a-f]{7})/.exec(issue) ?? [];
    const form = new URLSearchParams({ login: 'admin-ann', body: `/approve ${state} fine`, action: 'comment' });
    const answered = await fetch(`${url}/${number}/comments`, { method: 'POST', body: form });
    pages = [list, await answered.text()];
    stop.abort('SIGINT');
  };
  const posted: string[] = [];
  const kept = await playDemo({
    values: { keep: 'true' },
    signal: stop.signal,
    say: ({ text }) => {
      posted.push(text);
      const [, url] = /^Issues, .*: (http:\S+)$/.exec(text) ?? [];
      // Whoever reads that can begin: the lines after it are still to come.
      if (url !== undefined) setImmediate(() => void visit(url));
    },
  });
  kept.remove();
  expect(pages[0]).toContain('Solve after 10 days pending');
  expect(pages[1]).toContain('this is now the approved state');
  expect(posted).toContain('  admin-ann: Ann Admin, user 1003 in Zendesk');
  expect(posted).toContain('  export ZENDESK_SUBDOMAIN=acme');
  expect(posted.some((line) => line.includes(`node dist/cli.js track --repository ${kept.directory}`))).toBe(true);
  expect(kept.outcome.exitCode).toBe(0);
});

test('--dry-run is refused before anything is opened', async () => {
  await expect(playDemo({ values: { 'dry-run': 'true' } })).rejects.toThrow('demo does not support --dry-run');
});
