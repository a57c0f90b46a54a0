import { toRange, type WantedRange } from '#core/range.ts';
import type { RecordedChange } from '#core/state/recorded-change.ts';
import { toUtcTime } from '#core/time.ts';
import type { Ownership } from '#ledger/own-commits.ts';
import { readRecordedChanges } from '#ledger/read-recorded-changes.ts';
import { readTitles } from '#ledger/read-titles.ts';
import { asksForTitles, replayChange } from '#policy/replay.ts';
import type { Policy } from '#policy/rule.ts';
import { suggestRules } from '#policy/suggest.ts';
import type { Clock, Progress, Repository } from '#ports.ts';
import { fence } from '#render/escape/fence.ts';
import type { PolicySuggestResult } from '#render/policy/policy-result.ts';
import { renderSuggestYaml, toWrittenRule } from '#render/policy/suggest-yaml.ts';
import type { CommandOutcome } from './command.ts';

export interface PolicySuggestRun extends Ownership {
  /** The rules that there are: what they approve needs no other rule. */
  readonly policy: Policy;
  /** Opened so that nothing below `.git` changes. */
  readonly repository: Repository;
  readonly range: WantedRange;
  readonly clock: Clock;
  readonly progress: Progress;
}

/** `zendrift policy suggest`: rules from what reviewers keep approving. Reads git alone and writes nothing. */
export async function policySuggest(run: PolicySuggestRun): Promise<CommandOutcome> {
  const { repository, clock, policy } = run;
  const range = toRange(run.range, toUtcTime(clock.now()));
  const asked = await listAsked(repository, policy, await readRecordedChanges(run, range));
  const { suggestions, declined } = suggestRules(asked, policy.timezone);
  const rules = suggestions.map(({ rule, ...evidence }) => ({ ...toWrittenRule(rule), evidence }));
  const result: PolicySuggestResult = { version: 1, ...range, rules, declined };
  const lines = renderSuggestYaml(result);
  return {
    exitCode: 0,
    lines,
    json: result,
    summary: `${fence(lines, 'yaml').join('\n')}\n`,
    outputs: {},
    annotations: [],
  };
}

/** Changes that reviewers were asked about, and would be asked about again. */
async function listAsked(repository: Repository, policy: Policy, changes: readonly RecordedChange[]) {
  const unapproved = changes.filter(({ change }) => change.verdict.decision === 'unapproved');
  const titleOf = await readTitles(
    repository,
    unapproved.filter((one) => asksForTitles(policy, one)),
  );
  return unapproved.filter((one) => {
    const titles = { before: titleOf(one.change.before), after: titleOf(one.change.after) };
    const replayed = replayChange(policy, one, titles);
    return replayed.type === 'unknown' || replayed.verdict.decision === 'unapproved';
  });
}
