import type { CommitFacts } from '#core/commit/commit-facts.ts';
import { parseFacts } from '#core/commit/parse-facts.ts';
import { parseTrailers } from '#core/commit/trailer-block.ts';
import type { Issue } from '#sandbox/github/model/entities.ts';
import type { Stage } from './stage.ts';

export interface RecordedCommit {
  readonly id: string;
  readonly subject: string;
  /** Null for a commit of a person. */
  readonly facts: CommitFacts | null;
}

/** Commits of the branch that `since` does not have, oldest first; all of them without it. Reads what was pushed. */
export async function readDemoCommits(stage: Stage, since: string | null): Promise<readonly RecordedCommit[]> {
  const range = since === null ? 'main' : `${since}..main`;
  const text = await stage.gitRemote('log', '--reverse', '-z', '--format=%H%n%B', range);
  return text.split('\0').flatMap((record) => {
    const end = record.indexOf('\n');
    if (end < 0) return [];
    const message = `${record.slice(end + 1).trimEnd()}\n`;
    const trailers = parseTrailers(message);
    const facts = trailers === null ? null : parseFacts(trailers);
    return [{ id: record.slice(0, end), subject: message.split('\n', 1)[0] ?? '', facts }];
  });
}

export interface IssueEvent {
  readonly issue: Issue;
  readonly what: 'opened' | 'updated' | 'closed' | 'reopened';
}

/** What became of the issues between two looks at them. */
export function compareIssues(before: readonly Issue[], after: readonly Issue[]): readonly IssueEvent[] {
  const known = new Map(before.map((issue) => [issue.number, issue]));
  return after.flatMap((issue): readonly IssueEvent[] => {
    const old = known.get(issue.number);
    if (old === undefined) return [{ issue, what: 'opened' }];
    if (old.state !== issue.state) return [{ issue, what: issue.state === 'closed' ? 'closed' : 'reopened' }];
    const same = old.title === issue.title && old.body === issue.body && `${old.labels}` === `${issue.labels}`;
    return same ? [] : [{ issue, what: 'updated' }];
  });
}
