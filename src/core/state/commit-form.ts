import type { CommitRecord } from '#core/commit/commit-record.ts';
import { parseFacts } from '#core/commit/parse-facts.ts';
import { isLogFile, isToolFile } from '#core/commit/tool-files.ts';
import { parseTrailers } from '#core/commit/trailer-block.ts';
import { isJoin, isOwnPath, withoutFiles } from './history.ts';

/** What is wrong with the form of a commit that its committer makes look like ours. */
export interface FormFault {
  readonly code: 'merge' | 'broken-block' | 'extra-path';
  readonly message: string;
  /** The file that should not be in it, or the first of ours that it changes. */
  readonly path: string | null;
}

/** A line that only this tool's blocks have, whole or not. */
const trace = /^(?:Zendesk|Audit|Verdict|Attribution|Decision)(?:-[A-Za-z-]+)?:/m;

/** What keeps a commit by our committer from counting, apart from a signature; null = nothing does, or it claims nothing. */
export function faultOfForm(record: CommitRecord, account: string): FormFault | null {
  const { parents, paths, message } = record;
  const trailers = parseTrailers(message);
  const facts = trailers === null ? null : parseFacts(trailers);
  const joins = facts !== null && isJoin(facts);
  if (parents.length > 1 && !joins) {
    return { code: 'merge', message: 'a merge by our committer, which only joins a backfill', path: null };
  }
  if (joins && (parents.length !== 2 || record.keepsTree !== true)) {
    return { code: 'merge', message: 'says that it joins a backfill, but it changes the tree', path: null };
  }
  if (facts === null) {
    const folder = `snapshots/${account}/`;
    const touched = paths.find(({ path }) => path.startsWith(folder) || isLogFile(path, account))?.path ?? null;
    const isClaim = trace.test(message) || touched !== null;
    const incomplete = 'by our committer, but its trailer block is incomplete';
    return isClaim ? { code: 'broken-block', message: incomplete, path: touched } : null;
  }
  const outside = (words: string, isOutside: (path: CommitRecord['paths'][number]) => boolean): FormFault | null => {
    const found = paths.find(isOutside);
    return found === undefined ? null : { code: 'extra-path', message: words, path: found.path };
  };
  const foreign = outside(
    `by our committer for ${facts.account}, but it touches a path that is not its own`,
    (path) => !isOwnPath(path, facts),
  );
  if (foreign !== null) return foreign;
  const fileless = withoutFiles.get(facts.type);
  if (fileless !== undefined) return outside(`${fileless} changes no file`, () => true);
  if (facts.type === 'names') {
    const words = 'says that it updates names, but it changes a recorded state';
    return outside(words, ({ path }) => !isToolFile(path, facts.account));
  }
  if (facts.type !== 'log') return null;
  const words = 'says that it keeps log entries, but it changes a recorded state';
  return outside(words, ({ path }) => !isLogFile(path, facts.account));
}

/** A merge by our committer may be of another program under its name: only one that speaks of Zendesk looks like ours. */
export const isMergeOfOthers = ({ code }: FormFault, { message }: CommitRecord): boolean =>
  code === 'merge' && !trace.test(message);
