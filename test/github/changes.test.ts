import { describe, expect, test } from 'vitest';
import { draftOf, type Lab, openLab } from './lab.ts';

const start = '2026-11-22T10:00:00Z';

/** Issues 1 to `count`, each of another minute. */
async function openIssuesLab(count: number): Promise<Lab> {
  const lab = await openLab({ clock: start, users: [{ login: 'ann', permission: 'admin' }] });
  for (let number = 1; number <= count; number += 1) {
    lab.github.model.as('ann').openIssue(draftOf(String(number)));
    lab.github.model.clock.advance(60_000);
  }
  return lab;
}

describe('issues that changed', () => {
  test('are all of them without a time, open and closed, without pull requests', async () => {
    const { issues, github } = await openIssuesLab(3);
    const ann = github.model.as('ann');
    ann.openPullRequest({ title: 'y' });
    ann.closeIssue(1, 'not_planned');
    const changed = await issues.listChangedIssues(null);
    expect(changed.issues.map(({ number, state, closedAt }) => [number, state, closedAt])).toEqual([
      [2, 'open', null],
      [3, 'open', null],
      [1, 'closed', '2026-11-22T10:03:00Z'],
    ]);
    expect(changed.time).toBe('2026-11-22T10:03:00Z');
  });

  test('cost one request and tell the next time, also where nothing did', async () => {
    const { issues, github } = await openIssuesLab(150);
    const { time } = await issues.listChangedIssues('2026-11-22T12:30:00Z');
    expect(time).toBe('2026-11-22T12:30:00Z');
    expect(github.requests).toHaveLength(1);
    github.model.clock.advance(600_000);
    github.model.as('ann').comment(7, 'hello');
    github.model.clock.advance(600_000);
    const next = await issues.listChangedIssues(time);
    expect(next.issues.map(({ number }) => number)).toEqual([7]);
    expect(next.time).toBe('2026-11-22T12:50:00Z');
    expect(github.requests).toHaveLength(2);
  });

  test('come from all pages, each once, least recently changed first', async () => {
    const { issues, github } = await openIssuesLab(250);
    const { issues: found } = await issues.listChangedIssues(null);
    expect(found.map(({ number }) => number)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
    expect(github.requests.length).toBeLessThanOrEqual(3);
  });

  test('are complete though one of them changes while the pages are read', async () => {
    const { issues, github } = await openIssuesLab(250);
    let read = 0;
    github.onRequest(() => {
      read += 1;
      // What stands behind it moves up by one place, from the second page onto the first.
      if (read === 2) github.model.as('ann').editTitle(50, 'changed meanwhile');
      return undefined;
    });
    const { issues: found } = await issues.listChangedIssues(null);
    expect(new Set(found.map(({ number }) => number)).size).toBe(250);
    expect(found.find(({ number }) => number === 50)?.title).toBe('changed meanwhile');
  });

  test('are complete though more of them than a page holds changed in one second', async () => {
    const lab = await openLab({ clock: start, users: [{ login: 'ann', permission: 'admin' }] });
    for (let number = 1; number <= 230; number += 1) lab.github.model.as('ann').openIssue(draftOf(String(number)));
    const { issues } = await lab.issues.listChangedIssues(start);
    expect(issues.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 230 }, (_, index) => index + 1),
    );
  });

  test('do not move the time on where GitHub does not tell its own', async () => {
    const { issues, github } = await openLab();
    const hook = () => ({ status: 200, headers: { date: 'soon', 'content-type': 'application/json' }, body: '[]' });
    github.onRequest(hook);
    expect(await issues.listChangedIssues(start)).toMatchObject({ issues: [], time: start });
    expect(await issues.listChangedIssues(null)).toMatchObject({ issues: [], time: '1970-01-01T00:00:00Z' });
  });
});

test('comments that changed come from every issue, with its number, in one request', async () => {
  const { issues, github } = await openIssuesLab(2);
  const ann = github.model.as('ann');
  const first = ann.comment(1, 'first');
  github.model.clock.advance(60_000);
  ann.comment(2, 'second');
  github.model.clock.advance(60_000);
  github.model.editComment(first.id, 'first, edited');
  const all = await issues.listChangedComments(null);
  expect(all.comments.map(({ issue, author, body }) => [issue, author, body])).toEqual([
    [2, 'ann', 'second'],
    [1, 'ann', 'first, edited'],
  ]);
  const changed = await issues.listChangedComments(all.time);
  expect(changed.comments.map(({ id }) => id)).toEqual([String(first.id)]);
  expect(github.requests).toHaveLength(2);
});
