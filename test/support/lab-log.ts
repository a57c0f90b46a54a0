import type { CommitFacts } from '#core/commit/commit-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { parseFacts } from '#core/commit/parse-facts.ts';
import { isToolFile } from '#core/commit/tool-files.ts';
import { parseTrailers } from '#core/commit/trailer-block.ts';
import { gitEnvironment } from '#git/environment.ts';
import { readCommits } from '#git/read-history.ts';
import { environment, git } from '../git/support.ts';
import { readTip } from './object-files.ts';

/** A commit as a test looks at it. */
export interface LoggedCommit {
  readonly id: string;
  readonly subject: string;
  readonly message: string;
  readonly author: string;
  readonly committer: string;
  readonly record: CommitRecord;
  /** Null for a commit that says nothing about Zendesk. */
  readonly facts: CommitFacts | null;
  /** Changed paths below `snapshots/<account>/`, without the files for people. */
  readonly paths: readonly string[];
}

/** Commits never change, so each is read once a worker. */
const records = new Map<string, CommitRecord>();
/** Tip → all ids behind it, oldest first. */
const histories = new Map<string, readonly string[]>();

/** Every commit of the branch that has trailers, or touches the account's folder; oldest first. */
export async function readLog(directory: string, account: string): Promise<readonly LoggedCommit[]> {
  const tip = readTip(directory, 'main');
  if (tip === null) return [];
  const ids = histories.get(tip) ?? git(directory, 'rev-list', '--topo-order', '--reverse', tip).split('\n');
  histories.set(tip, ids);
  const missing = ids.filter((id) => !records.has(id));
  const reader = { directory, environment: gitEnvironment(environment), signal: undefined };
  for await (const record of missing.length === 0 ? [] : readCommits(reader, missing)) records.set(record.id, record);
  return ids
    .flatMap((id) => records.get(id) ?? [])
    .map((record) => toLogged(record, account))
    .filter(({ facts, paths }) => facts?.account === account || paths.length > 0);
}

function toLogged(record: CommitRecord, account: string): LoggedCommit {
  const trailers = parseTrailers(record.message);
  const folder = `snapshots/${account}/`;
  return {
    id: record.id,
    subject: record.message.split('\n', 1)[0] ?? '',
    message: record.message,
    author: `${record.authorName} <${record.authorEmail}>`,
    committer: `${record.committerName} <${record.committerEmail}>`,
    record,
    facts: trailers === null ? null : parseFacts(trailers),
    paths: record.paths
      .map(({ path }) => path)
      .filter((path) => path.startsWith(folder) && !isToolFile(path, account))
      .map((path) => path.slice(folder.length))
      .filter((path) => path.endsWith('.json')),
  };
}

/** What a commit of a change says, flat enough to be compared in one line. */
export interface LoggedChange {
  readonly id: string;
  readonly object: string;
  readonly change: string;
  readonly attribution: string;
  readonly verdict: string;
  readonly reason: string;
  readonly actors: readonly string[];
  readonly audit: readonly string[];
  readonly ips: readonly (string | null)[];
  readonly explains: string | null;
  readonly watermark: string | null;
  readonly observed: string;
  readonly paths: readonly string[];
  readonly subject: string;
}

export const toChanges = (log: readonly LoggedCommit[]): readonly LoggedChange[] =>
  log.flatMap(({ id, facts, paths, subject }) =>
    facts?.type !== 'change'
      ? []
      : [
          {
            id,
            object: facts.object,
            change: facts.change,
            attribution: facts.attribution,
            verdict: facts.verdict.decision,
            reason: facts.verdict.reason,
            actors: facts.entries.map(({ actorId }) => actorId),
            audit: facts.entries.map((entry) => entry.id),
            ips: facts.entries.map(({ ip }) => ip),
            explains: facts.explains ?? null,
            watermark: facts.watermark ?? null,
            observed: facts.observed,
            paths,
            subject,
          },
        ],
  );
