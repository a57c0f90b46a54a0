import { clip } from '#text.ts';
import { type RunResult, unapprovedCommits } from './run-result.ts';

/** `1 change`, `2 changes`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The verdict of a run in one sentence of ours: what a reader needs first. `failed` = an error follows, so not all is well. */
export function runVerdict(result: RunResult, failed = false): string {
  const would = result.dryRun ? 'Dry run, nothing written. ' : '';
  const { baseline, commits } = result;
  if (baseline !== null) {
    const total = Object.values(baseline).reduce((sum, count) => sum + count, 0);
    return `${would}Baseline of ${counted(total, 'object')}: ${Object.entries(baseline)
      .map(([plural, count]) => `${count} ${count === 1 ? plural.replace(/s$/, '') : plural}`)
      .join(', ')}.`;
  }
  const unapproved = unapprovedCommits(result).length;
  if (commits.length === 0) return `${would}${failed ? 'Nothing was recorded.' : 'No changes.'}${openWords(result)}`;
  const judged = unapproved === 0 ? 'all approved' : `${unapproved} unapproved`;
  return `${would}${counted(commits.length, 'change')}, ${judged}.${openWords(result)}`;
}

const openWords = ({ openEpisodes }: RunResult): string =>
  openEpisodes === 0 ? '' : ` ${counted(openEpisodes, 'object')} not in an approved state.`;

/** An issue without an object is a digest, unless it was closed: then it may be one whose text names none that is known. */
export const digestWord = (what: string): string => (what === 'closed' ? '' : ' (digest)');

/** Why an issue that should be open is not. */
export const notFiledWords = (dryRun: boolean): string =>
  dryRun ? 'Issue to open' : 'Issue not opened, because GitHub is not connected';

/** Issues that are filed already, each once: a digest is about many objects. */
export function listStaying({ stayOpen }: RunResult): readonly { readonly number: number; readonly what: string }[] {
  const byNumber = new Map<number, string[]>();
  for (const { number, title } of stayOpen) byNumber.set(number, [...(byNumber.get(number) ?? []), title]);
  return [...byNumber].map(([number, titles]) => ({
    number,
    what: titles.length === 1 ? (titles[0] ?? '') : counted(titles.length, 'object'),
  }));
}

/** What could not be done, one plain sentence each; texts from Zendesk stay as they are, the sink escapes them. */
export function runProblems(result: RunResult): readonly string[] {
  return [
    ...result.heldBack.map(({ kind, reason }) => `Held back, nothing committed for kind ${kind}: ${short(reason)}`),
    ...result.unreadable.map(({ object, reason }) => `${short(object)} could not be read: ${short(reason)}`),
    ...result.pending.map(({ object, reason }) => `${short(object)} waits for a later run: ${short(reason)}`),
    ...result.warnings.map(({ message }) => short(message)),
  ];
}

/** Where log and account disagree, a line each way. */
export function mismatchWords({ withoutEntry, withoutEffect }: RunResult): readonly string[] {
  return [
    ...mismatch('Changed without an audit entry', withoutEntry),
    ...mismatch('An audit entry, but nothing visible changed', withoutEffect),
  ];
}

const mismatch = (what: string, objects: readonly string[]): readonly string[] =>
  objects.length === 0 ? [] : [short(`${what}: ${objects.join(', ')}`)];

const short = (text: string): string => clip(text, 500);
