import { type Names, noNames } from '#core/names/names.ts';
import { parseNames } from '#core/names/names-text.ts';
import { objectAt } from '#core/object-key.ts';
import { type RecordedObject, toRecordedObject } from '#core/references/recorded-object.ts';
import { ZendriftError } from '#errors.ts';
import type { Repository } from '#ports.ts';
import type { Ownership } from './own-commits.ts';
import { findHome, historyElsewhere, inspectRecord } from './record-branch.ts';

/** Objects of which the texts are in memory at one time. */
const batch = 500;

interface Run extends Ownership {
  readonly repository: Repository;
}

/** The commit that `--at` names by the first digits of its id, or the tip of the branch. */
export async function findCommit(run: Run, at: string | null): Promise<string> {
  const { repository } = run;
  const { branch } = await inspectRecord(run);
  if (at === null) return branch;
  const wanted = at.toLowerCase();
  const matching: string[] = [];
  if (/^[0-9a-f]{7,64}$/.test(wanted))
    for await (const { id } of repository.readHistory(branch)) if (id.startsWith(wanted)) matching.push(id);
  const [commit] = matching;
  if (commit !== undefined && matching.length === 1) return commit;
  const typed = JSON.stringify(at.slice(0, 100));
  throw new ZendriftError('settings-invalid', {
    problems:
      matching.length > 1
        ? `--at ${typed} matches more than one commit`
        : `--at ${typed} is not a commit of branch ${repository.branch}`,
    hint: 'Give the id of a commit of that branch, or at least its first 7 digits. "git log" lists them.',
  });
}

/** Every object that an account has at a commit, sorted by path. Throws `nothing-recorded` or `history-elsewhere` without its folder. */
export async function* readObjects(run: Run, commit: string): AsyncGenerator<RecordedObject> {
  const { repository, account } = run;
  const tree = await repository.listTree(commit, `snapshots/${account}`);
  if (tree.size === 0) {
    const home = await findHome(run, { branch: commit, state: null });
    throw home === null ? new ZendriftError('nothing-recorded', { account }) : historyElsewhere(run, home);
  }
  const files = [...tree].flatMap(([path, blob]) => {
    const object = blob.includes(':') ? null : objectAt(account, path);
    return object === null ? [] : [{ object, blob }];
  });
  for (let start = 0; start < files.length; start += batch) {
    const part = files.slice(start, start + batch);
    const texts = await repository.readBlobs([...new Set(part.map(({ blob }) => blob))]);
    for (const { object, blob } of part) {
      const recorded = toRecordedObject(object, texts.get(blob) ?? '');
      if (recorded !== null) yield recorded;
    }
  }
}

/** The words of an account at a commit. */
export async function readNames(repository: Repository, account: string, commit: string): Promise<Names> {
  const text = await repository.readFile(commit, `snapshots/${account}/names.json`);
  return text === null ? noNames : parseNames(text);
}
