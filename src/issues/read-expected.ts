import { idOf, isOrder, type ObjectKey } from '#core/object-key.ts';
import { toExpectedText } from '#core/snapshot/expected-text.ts';
import { pathOf } from '#core/state/history.ts';
import type { Expected } from '#policy/change-request.ts';
import type { ProposedFile } from '#ports/pull-request.ts';
import type { Issues, Repository } from '#ports.ts';

/** What the terms of a request are read from, beside what is recorded. */
export interface RequestSources {
  readonly repository: Pick<Repository, 'blobId'>;
  readonly issues: Pick<Issues, 'webUrl' | 'readPullRequest' | 'readBlobText'>;
}

/**
 * The states that a request expects, as blob ids of what a run would record. `problems` gets what keeps it from being used, in
 * words that hold nothing of the hostile text.
 */
export async function readExpected(
  { repository, issues }: RequestSources,
  account: string,
  objects: readonly ObjectKey[],
  expected: Expected | null,
  problems: string[],
): Promise<ReadonlyMap<ObjectKey, string>> {
  if (expected === null) return new Map();
  const texts =
    expected.type === 'snapshot'
      ? toPasted(objects, expected, problems)
      : await readProposed(issues, account, objects, expected.number, problems);
  return new Map([...texts].map(([object, text]) => [object, repository.blobId(text)]));
}

/** Objects of two kinds may have one id: the file is that of the kind whose fields it has. */
function toPasted(
  objects: readonly ObjectKey[],
  { id, text }: Extract<Expected, { readonly type: 'snapshot' }>,
  problems: string[],
): ReadonlyMap<ObjectKey, string> {
  const meant = objects.filter((object) => idOf(object) === id);
  for (const object of meant) {
    const whole = toExpectedText(object, text);
    if (whole !== null) return new Map([[object, whole]]);
  }
  problems.push(
    meant.length === 0
      ? '"Expected snapshot" is for an object that the request does not name'
      : '"Expected snapshot" is not a complete snapshot file: it must have exactly the fields of its kind',
  );
  return new Map();
}

async function readProposed(
  issues: RequestSources['issues'],
  account: string,
  objects: readonly ObjectKey[],
  number: number,
  problems: string[],
): Promise<ReadonlyMap<ObjectKey, string>> {
  const pull = await issues.readPullRequest(number);
  const name = `pull request #${number}`;
  const texts = new Map<ObjectKey, string>();
  if (pull.type !== 'found' || !pull.open) {
    problems.push(pull.type === 'found' ? `${name} is not open` : unreadable(name)[pull.type]);
    return texts;
  }
  const files = toFiles(pull.files);
  // What is to be created has no id yet, and an order is not held to a content.
  const named = objects.filter((object) => !isOrder(object) && idOf(object) !== 'new');
  const paths = new Map(named.map((object) => [pathOf(account, object) ?? '', object] as const));
  const others = [...files.keys()].filter((path) => isRecorded(account, path) && !paths.has(path)).length;
  if (others > 0) {
    const what = others === 1 ? '1 file' : `${others} files`;
    problems.push(`${name} changes ${what} of this account that the request names no object for`);
  }
  for (const [path, object] of paths) {
    const blob = files.get(path);
    if (blob === undefined) continue;
    const text = blob === null ? null : await issues.readBlobText(blob);
    const whole = text === null ? null : toExpectedText(object, text);
    if (whole !== null) texts.set(object, whole);
    else if (blob === null) problems.push(`${name} removes the snapshot of ${object}`);
    else problems.push(`the snapshot of ${object} in ${name} is not a complete snapshot file`);
  }
  if (![...paths.keys()].some((path) => files.has(path)))
    problems.push(`${name} changes the snapshot of no object of this request`);
  return texts;
}

const unreadable = (name: string) => ({
  none: `there is no ${name} in this repository`,
  forbidden: `the token may not read ${name}: the job needs "pull-requests: read"`,
  'too-large': `${name} changes more files than GitHub lists`,
});

/** Path → blob id at the head, null for what is removed: a path that one file leaves another one may take. */
function toFiles(proposed: readonly ProposedFile[]): ReadonlyMap<string, string | null> {
  const files = new Map<string, string | null>();
  for (const { path, blob } of proposed) files.set(path, blob ?? files.get(path) ?? null);
  return files;
}

/** What a run records of the account, without the files for people that every push brings up to date. */
const isRecorded = (account: string, path: string): boolean =>
  path.startsWith(`snapshots/${account}/`) && !/\/(?:README\.md|names\.json)$/.test(path);
