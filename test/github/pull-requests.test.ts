import { expect, test } from 'vitest';
import { countOf, openLab } from './lab.ts';

const blob = 'a'.repeat(40);
const file = (over: Readonly<Record<string, unknown>> = {}) => ({
  filename: 'a',
  status: 'modified',
  sha: blob,
  ...over,
});

/** A GitHub that tells of one pull request, its files in pages of 100. */
async function openPulls(pull: unknown, files: readonly unknown[] = [], status = 200) {
  const lab = await openLab();
  lab.github.onRequest(({ path, query }) => {
    const page = Number(query.get('page'));
    const next = page * 100 < files.length ? { link: '<https://evil.example/?page=9>; rel="next"' } : undefined;
    const headers = { 'content-type': 'application/json', ...next };
    if (path.endsWith('/files')) return { status, headers, body: files.slice((page - 1) * 100, page * 100) };
    return { status: 200, headers, body: pull };
  });
  return lab;
}

const open = { state: 'open', changed_files: 1 };

test('all pages of its files are read', async () => {
  const files = Array.from({ length: 250 }, (_, index) => file({ filename: `f${index}` }));
  const lab = await openPulls(open, files);
  const pull = await lab.issues.readPullRequest(5);
  expect(pull).toMatchObject({ type: 'found', open: true });
  expect(pull.type === 'found' && pull.files.map(({ path }) => path)).toEqual(files.map(({ filename }) => filename));
  expect(countOf(lab, 'GET', /\/pulls\/5\/files$/)).toBe(3);
});

test('a renamed file is one that is removed and one that is there', async () => {
  const renamed = file({ status: 'renamed', filename: 'new', previous_filename: 'old' });
  const { issues } = await openPulls(open, [renamed, file({ status: 'removed', filename: 'gone' })]);
  expect(await issues.readPullRequest(5)).toMatchObject({
    files: [
      { path: 'old', blob: null },
      { path: 'new', blob },
      { path: 'gone', blob: null },
    ],
  });
});

test('one with more files than GitHub lists, or whose difference it gives up on, is too large', async () => {
  const { issues } = await openPulls({ ...open, changed_files: 3001 });
  expect(await issues.readPullRequest(5)).toEqual({ type: 'too-large' });
  const other = await openPulls({ ...open, changed_files: 3000 }, [], 422);
  expect(await other.issues.readPullRequest(5)).toEqual({ type: 'too-large' });
});

test.each([
  [{ state: 'merged', changed_files: 1 }, [file()]],
  [{ state: 'open' }, [file()]],
  [open, [{}]],
  [open, [file({ sha: '../../user' })]],
  [open, [file({ status: 'renamed' })]],
])('an answer such as %j with %j does not tell', async (pull, files) => {
  const { issues } = await openPulls(pull, files);
  await expect(issues.readPullRequest(5)).rejects.toMatchObject({ code: 'github-unavailable' });
});

test('a blob is asked for once, and is null where it is no text', async () => {
  const { issues, github } = await openLab();
  const answers: Record<string, unknown> = {
    text: { encoding: 'base64', content: `${Buffer.from('\ufeffzü').toString('base64')}\n` },
    bytes: { encoding: 'base64', content: Buffer.from([0xff, 0xfe]).toString('base64') },
    nonsense: { encoding: 'none' },
  };
  const ids: Readonly<Record<string, string>> = {
    text: '1'.repeat(40),
    bytes: '2'.repeat(40),
    nonsense: '3'.repeat(40),
  };
  github.onRequest(({ path }) => {
    const name = Object.keys(ids).find((one) => path.endsWith(ids[one] ?? '?'));
    const headers = { 'content-type': 'application/json' };
    return name === undefined
      ? { status: 403, headers, body: { message: 'too large' } }
      : { headers, body: answers[name] };
  });
  expect(await issues.readBlobText(ids['text'] ?? '')).toBe('\ufeffzü');
  expect(await issues.readBlobText(ids['text'] ?? '')).toBe('\ufeffzü');
  expect(await issues.readBlobText(ids['bytes'] ?? '')).toBeNull();
  expect(await issues.readBlobText('4'.repeat(40))).toBeNull();
  expect(await issues.readBlobText('../../user')).toBeNull();
  expect(github.requests).toHaveLength(3);
  await expect(issues.readBlobText(ids['nonsense'] ?? '')).rejects.toMatchObject({ code: 'github-unavailable' });
});
