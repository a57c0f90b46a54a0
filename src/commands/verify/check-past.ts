import type { BackfilledFacts, BackfillFacts } from '#core/commit/commit-facts.ts';
import type { CommitRecord } from '#core/commit/commit-record.ts';
import { shortId } from '#core/commit/marker.ts';
import { type Addresses, gitName, toAuthor } from '#core/entry/author.ts';
import { kindOf, objectKey } from '#core/object-key.ts';
import { type OwnCommit, pathOf } from '#core/state/history.ts';
import { epochSeconds } from '#core/time.ts';
import type { Repository } from '#ports.ts';
import { type Finding, toFault } from '#render/verify/finding.ts';
import { isByTool } from './check-author.ts';
import type { Step } from './step.ts';

/** What stands behind the merge of a backfill: history for people, which has to be whole all the same. */
export interface PastCheck {
  /** A backfilled commit. */
  take(own: OwnCommit): void;
  /** The merge that joins some of them to the record. */
  join(record: CommitRecord, facts: BackfillFacts): Promise<void>;
  /** What is wrong with all of it. `steps` = the record. */
  end(steps: readonly Step[]): readonly Finding[];
  count(): number;
}

/** Commits in a row, by the last one. */
interface Chain {
  readonly count: number;
  /** What the first one was made on. */
  readonly base: string | null;
}

export function openPastCheck(
  repository: Pick<Repository, 'readTreeId' | 'readCommit'>,
  addresses: Addresses,
): PastCheck {
  const chains = new Map<string, Chain>();
  const ids = new Map<string, string>();
  const findings: Finding[] = [];
  let joined: string | null = null;
  let count = 0;
  const fault = (commit: string, message: string) => void findings.push(toFault('backfill', message, { commit }));

  function takeOnce(commit: string, what: string, id: string): void {
    const key = `${what} ${id}`;
    const earlier = ids.get(key);
    if (earlier === undefined) ids.set(key, commit);
    else findings.push(toFault('audit-id', `${key} is also in ${shortId(earlier)}`, { commit }));
  }

  return {
    take({ record, facts }) {
      const [parent = null] = record.parents;
      const before = parent === null ? undefined : chains.get(parent);
      if (parent !== null) chains.delete(parent);
      chains.set(record.id, { count: (before?.count ?? 0) + 1, base: before === undefined ? parent : before.base });
      count += 1;
      if (facts.type !== 'backfilled') {
        if (!isByTool(record))
          findings.push(toFault('author', 'its author is not its committer', { commit: record.id }));
        return;
      }
      findings.push(...checkEdit(record, facts, addresses));
      if (facts.revision !== undefined) takeOnce(record.id, `revision of ${facts.object}`, facts.revision);
      if (facts.edit.id !== null) takeOnce(record.id, 'audit entry', facts.edit.id);
    },
    async join({ id, parents }, facts) {
      const tip = parents[1] ?? '';
      const chain = chains.get(tip);
      chains.delete(tip);
      if (joined !== null) fault(id, `joins a second past, after ${shortId(joined)}`);
      joined ??= id;
      const baseline = await repository.readCommit(facts.baseline);
      if (baseline === null) return fault(id, `names ${shortId(facts.baseline)} as its baseline, which is no commit`);
      if (chain === undefined) return fault(id, `joins ${shortId(tip)}, which is no backfilled commit`);
      if (chain.count !== facts.commits) {
        fault(id, `says that it joins ${facts.commits} commits, but there are ${chain.count}`);
      }
      if (chain.base !== (baseline.parents[0] ?? null)) {
        fault(id, 'joins a past that does not begin where its baseline begins');
      }
      const [past, wanted] = [await repository.readTreeId(tip, ''), await repository.readTreeId(facts.baseline, '')];
      if (past !== wanted)
        fault(id, `joins a past that ends with another tree than its baseline ${shortId(facts.baseline)}`);
    },
    end(steps) {
      for (const commit of chains.keys())
        fault(commit, 'a backfilled commit that no backfill has joined to the record');
      for (const { commit, facts } of steps) {
        for (const { id } of facts.type === 'change' ? facts.entries : []) {
          const earlier = ids.get(`audit entry ${id}`);
          if (earlier === undefined) continue;
          findings.push(toFault('audit-id', `audit entry ${id} is also in ${shortId(earlier)}`, { commit }));
        }
      }
      return findings;
    },
    count: () => count,
  };
}

/** What one of them says about itself, against what it does. */
function checkEdit(record: CommitRecord, facts: BackfilledFacts, addresses: Addresses): readonly Finding[] {
  const { account, object, change, edit } = facts;
  const commit = record.id;
  const findings: Finding[] = [];
  const own = pathOf(account, object);
  const order = pathOf(account, objectKey(kindOf(object), 'order'));
  for (const { path } of record.paths) {
    if (path === own || path === order) continue;
    findings.push(toFault('extra-path', `a backfilled change of ${object} touches it`, { commit, path }));
  }
  const file = record.paths.find(({ path }) => path === own);
  const fits = change === 'none' ? record.paths.length === 0 : file?.after != null;
  const isNew = change !== 'created' || file?.before === null;
  if (!fits || !isNew) {
    findings.push(toFault('wrong-change', `says "${change}", but its file does not`, { commit, path: own }));
  }
  if (epochSeconds(edit.time) !== record.authorTime) {
    findings.push(toFault('author', `its author date is not ${edit.time}`, { commit }));
  }
  const expected = toAuthor(edit.actor, account, addresses).name;
  if (gitName(expected) !== gitName(record.authorName)) {
    findings.push(toFault('author', `its author is not its actor "${expected}"`, { commit }));
  }
  return findings;
}
