import { expect, test } from 'vitest';
import { countOf, draftOf, openLab } from './lab.ts';

const start = '2026-11-22T10:00:00Z';
const never = { isKnown: () => false };
const always = { isKnown: () => true };

async function openBusy(issues: number) {
  const lab = await openLab({ clock: start, users: [{ login: 'ann', permission: 'admin' }] });
  const ann = lab.github.model.as('ann');
  for (let number = 1; number <= issues; number += 1) ann.openIssue(draftOf(String(number)));
  return { lab, ann, later: (seconds: number) => lab.github.model.clock.advance(seconds * 1000) };
}

test('however many issues are known and from before, one request says that nothing is new', async () => {
  const { lab, later } = await openBusy(250);
  later(60);
  const { issues, time } = await lab.issues.listChangedIssues(start, { time: start, ...always });
  expect([issues.length, time]).toEqual([100, '2026-11-22T10:01:00Z']);
  expect(countOf(lab, 'GET', /issues/)).toBe(1);
});

test('what changed since is found first, and pages are read as long as something on them is new', async () => {
  const { lab, ann, later } = await openBusy(250);
  later(60);
  for (let number = 1; number <= 120; number += 1) ann.editBody(number, 'edited');
  const { issues } = await lab.issues.listChangedIssues(start, { time: start, ...always });
  expect(issues.filter(({ body }) => body === 'edited')).toHaveLength(120);
  expect(countOf(lab, 'GET', /issues/)).toBe(3);
});

test('what is from before but not known is read to the end', async () => {
  const { lab } = await openBusy(250);
  expect((await lab.issues.listChangedIssues(start, { time: start, ...never })).issues).toHaveLength(250);
});

test('pull requests are no issues, and it is said when they changed', async () => {
  const { lab, ann, later } = await openBusy(1);
  const pull = ann.openPullRequest(draftOf('2'));
  later(60);
  ann.comment(pull.number, 'pushed');
  const { issues, pulls } = await lab.issues.listChangedIssues(start, { time: start, ...always });
  expect(issues.map(({ number }) => number)).toEqual([1]);
  expect([...pulls]).toEqual([[pull.number, '2026-11-22T10:01:00Z']]);
});

test('comments of all issues are found the same way, the newest first', async () => {
  const { lab, ann, later } = await openBusy(1);
  for (let count = 0; count < 150; count += 1) ann.comment(1, String(count));
  later(60);
  ann.comment(1, 'new');
  const { comments } = await lab.issues.listChangedComments(start, { time: start, ...always });
  expect(comments[0]).toMatchObject({ body: 'new', issue: 1 });
  expect(countOf(lab, 'GET', /comments/)).toBe(2);
});

test('closed issues with some labels are listed, the newest first', async () => {
  const { lab, ann, later } = await openBusy(3);
  for (const number of [1, 3]) {
    later(60);
    ann.closeIssue(number);
  }
  expect((await lab.issues.listClosed('config-drift,account:acme')).map(({ number }) => number)).toEqual([3, 1]);
  expect(await lab.issues.listClosed('other')).toEqual([]);
});

test('a change of an issue resolves to the issue as it is now', async () => {
  const { lab } = await openBusy(1);
  const result = await lab.issues.update(1, { title: 'Other' });
  expect(result).toMatchObject({ type: 'done', issue: { number: 1, title: 'Other', body: expect.any(String) } });
});
