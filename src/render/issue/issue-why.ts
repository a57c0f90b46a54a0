import type { Episode, EpisodeChange } from '#core/state/episode.ts';
import { secondsBetween, type UtcTime } from '#core/time.ts';
import type { FailedClause, Verdict } from '#core/verdict.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { fitLines } from '#render/fit-lines.ts';
import { durationWords } from '#render/time-words.ts';

const nouns: Readonly<Record<Exclude<FailedClause['clause'], 'uses'>, string>> = {
  actors: 'actor',
  kinds: 'kind',
  objects: 'object',
  actions: 'action',
  titles: 'title',
  ips: 'IP',
  window: 'time',
  content: 'state',
};

const mostRules = 20;

/** Zendesk user id → name, of those who made the change. */
export type PeopleNames = ReadonlyMap<string, string>;

/**
 * Why no rule approves a change: one line with the rule that came nearest, and below it all of them, folded. `room` UTF-16
 * units hold the fold.
 */
export function whyLines(verdict: Verdict, room: number, people: PeopleNames = new Map()): readonly string[] {
  const { reason, failed } = verdict;
  const clause = (one: FailedClause) => clauseWords(one, people);
  const sentence = whySentence(verdict);
  if (!['rule-covers-some', 'no-rule-matches', 'change-request', 'default'].includes(reason)) return [`${sentence}.`];
  const [nearest, ...others] = nearestFirst(failed);
  const noRequest = failed.some(isOfRequest) ? '' : ' No change request mentions it.';
  if (nearest === undefined) return [`${sentence}.${noRequest}`];
  const why = nearest.clauses.map(clause).join('; ');
  const closest =
    nearest.rule === verdict.rule ? `: ${why}` : `; closest match: ${codeSpan(nearest.rule, 80)} (${why})`;
  const line = `${sentence}${closest}.${noRequest}`;
  return others.length === 0 ? [line] : [line, '', ...allRules([nearest, ...others], room, clause)];
}

function whySentence({ reason, rule = '', decision }: Verdict): string {
  if (decision === 'approved')
    return `The newest change is approved (${reason}), but the object is not back in its approved state`;
  const name = codeSpan(rule, 80);
  switch (reason) {
    case 'no-audit-entry':
      return 'No approval rule can cover this change, because the audit log has no entry for it';
    case 'rule-denies':
      return `Approval rule ${name} marks this change as unapproved`;
    case 'rule-covers-some':
      return rule === ''
        ? 'No approval rule covers all of these edits'
        : `Approval rule ${name} covers some of these edits, but not all`;
    case 'default':
      return 'No approval rule covers this change, and the default is unapproved';
    default:
      return 'No approval rule covers this change';
  }
}

interface FailedRule {
  readonly rule: string;
  readonly clauses: readonly FailedClause[];
}

/** Fewest clauses that did not hold first; between equals, a rule that is about this person comes before one that is not. */
function nearestFirst(failed: readonly FailedClause[]): readonly FailedRule[] {
  const isOfOthers = ({ clauses }: FailedRule) => (clauses.some((one) => one.clause === 'actors') ? 1 : 0);
  return [...groupByRule(failed)]
    .map(([rule, clauses]) => ({ rule, clauses }))
    .sort((a, b) => a.clauses.length - b.clauses.length || isOfOthers(a) - isOfOthers(b));
}

function allRules(
  rules: readonly FailedRule[],
  room: number,
  clause: (one: FailedClause) => string,
): readonly string[] {
  const lines = rules
    .slice(0, mostRules)
    .map(({ rule, clauses }) => `- ${codeSpan(rule, 80)}: ${clauses.map(clause).join('; ')}`);
  const shown = fitLines(lines, room);
  const rest = rules.length - shown.length;
  return [
    `<details><summary>Rules checked (${rules.length})</summary>`,
    '',
    ...shown,
    ...(rest > 0 ? [`- ${rest} more ${rest === 1 ? 'rule does' : 'rules do'} not match either`] : []),
    '',
    '</details>',
  ];
}

/**
 * Why the issue is open although the change was undone, or null: high risk, and a setting outside the snapshot, need a
 * decision (docs/semantics.md, Episodes). A single change that came and went says so itself.
 */
export function undoneMarkdown({ approvedState, changes }: Episode): string | null {
  const [first, last] = [changes[0], changes.at(-1)];
  if (!first || !last || first === last || last.after !== approvedState) return null;
  const liveFor = secondsBetween(timeOf(first), timeOf(last));
  const unapproved = changes.filter(({ verdict }) => verdict.decision === 'unapproved');
  const reason = unapproved.some(({ risk }) => risk === 'high')
    ? 'the change had high risk'
    : 'the change was more than a snapshot shows';
  return `**Undone**: the object is back in its approved state after ${durationWords(liveFor)}. This issue stays open because ${reason}: it needs a decision.`;
}

const timeOf = ({ entries, observed }: EpisodeChange): UtcTime => entries[0]?.time ?? observed;

/** A rule that is an issue's number is a change request. */
const isOfRequest = ({ rule }: FailedClause): boolean => /^#\d+$/.test(rule);

function groupByRule(failed: readonly FailedClause[]): ReadonlyMap<string, readonly FailedClause[]> {
  const byRule = new Map<string, FailedClause[]>();
  for (const clause of failed) byRule.set(clause.rule, [...(byRule.get(clause.rule) ?? []), clause]);
  return byRule;
}

// Titles, objects and actions are texts out of Zendesk; the other clauses find something of ours, or an id.
const ours: readonly FailedClause['clause'][] = ['kinds', 'ips', 'window', 'content'];

function clauseWords({ clause, found, wanted }: FailedClause, people: PeopleNames): string {
  if (clause === 'uses') return 'it counts once for each object and was already used for this one';
  const name = clause === 'actors' ? people.get(found) : undefined;
  if (name !== undefined)
    return `${nouns[clause]} is ${codeSpan(name, 80)} (${plainMarkdown(found)}), not ${plainMarkdown(wanted)}`;
  const shown = ours.includes(clause) || /^-?\d+$/.test(found) ? plainMarkdown(found) : codeSpan(found, 80);
  return `${nouns[clause]} is ${shown}, not ${clause === 'window' ? 'in ' : ''}${plainMarkdown(wanted)}`;
}
