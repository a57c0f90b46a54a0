import type { ChangeFacts } from '#core/commit/commit-facts.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { authorOf } from '#core/entry/author.ts';
import { kindOf } from '#core/object-key.ts';
import type { EpisodeChange } from '#core/state/episode.ts';
import { withLateVerdict } from '#core/state/late-verdict.ts';
import { type ChangeRequest, foldRequestDecision, useRecorded } from '#core/state/request-fold.ts';
import { toUtcTime } from '#core/time.ts';
import type { Verdict } from '#core/verdict.ts';
import { judge } from '#policy/judge.ts';
import { type Finding, toFault } from '#render/verify/finding.ts';
import { clip } from '#text.ts';
import type { Step } from './step.ts';
import type { RecordedConfig, VerifyRun } from './verify-run.ts';
import type { Walk } from './walk.ts';

export interface CheckedVerdicts {
  readonly findings: readonly Finding[];
  readonly rechecked: number;
  /** Why some verdicts could not be made again → how many. */
  readonly notRechecked: ReadonlyMap<string, number>;
}

/** A change as all commits up to now leave it: late entries belong to the change that they explain. */
type Explained = Map<string, EpisodeChange>;

type Requests = ReadonlyMap<string, ChangeRequest>;

type ChangeStep = Step & { readonly facts: ChangeFacts; readonly change: EpisodeChange };

/** Judges every change again, by the rules of the configuration that judged it then. */
export function checkVerdicts(
  run: VerifyRun,
  walk: Walk,
  configs: ReadonlyMap<string, RecordedConfig | null>,
  titles: ReadonlyMap<string, string | null>,
): CheckedVerdicts {
  const findings: Finding[] = [];
  const notRechecked = new Map<string, number>();
  const explained: Explained = new Map();
  const writers = new Map<string, Set<string>>();
  let requests: Requests = new Map();
  let rechecked = 0;
  for (const step of walk.steps) {
    rememberWriter(writers, step);
    if (step.facts.type === 'decision') {
      requests = foldRequestDecision(requests, step.facts, toUtcTime(step.author.time * 1000));
    }
    if (!isChange(step)) continue;
    const { commit, facts } = step;
    const config = configs.get(facts.verdict.policy) ?? null;
    findings.push(...checkAddress(step, run, config));
    const before = facts.explains === undefined ? undefined : explained.get(facts.explains);
    const known = { before, config, titles, requests };
    const answer = judgeAgain(step, known);
    findings.push(...checkRequest(step, requests));
    requests = useRecorded(requests, facts, {
      commit: facts.explains ?? commit,
      object: facts.object,
      created: (before ?? step.change).type === 'created',
    });
    remember(explained, step, before);
    const ours = writers.get(kindOf(facts.object));
    const others = step.change.entries.filter(({ actorId }) => ours?.has(actorId) !== true);
    // Where a write of our own is part of a change, only the rest of it was judged by rules.
    const isMixed = others.length > 0 && others.length < step.change.entries.length;
    const again = isMixed ? judgeAgain(step, known, others) : answer;
    const differences = [answer, again].map((one) =>
      typeof one === 'string' ? null : compareVerdicts(facts.verdict, one),
    );
    const difference = differences.includes(null) ? null : (differences[0] ?? null);
    const skipped =
      typeof answer === 'string' ? answer : difference && isOwnWrite(step, ours) ? 'of a write of our own' : null;
    if (skipped === null) rechecked += 1;
    else notRechecked.set(skipped, (notRechecked.get(skipped) ?? 0) + 1);
    if (skipped === null && difference !== null) findings.push(toFault('verdict', difference, { commit }));
    if (facts.verdict.reason === 'revert' && !isOwnWrite(step, ours)) {
      const message = 'approved as a revert, but no earlier decision lets its actor write it';
      findings.push(toFault('verdict', message, { commit }));
    }
  }
  return { findings, rechecked, notRechecked };
}

const isChange = (step: Step): step is ChangeStep => step.facts.type === 'change' && step.change !== null;

/** Who wrote back objects of a kind: their own entries are known by more than a block keeps, and not judged by rules. */
function rememberWriter(writers: Map<string, Set<string>>, { facts }: Step): void {
  if (facts.type !== 'decision' || facts.decision !== 'reverting') return;
  const kind = kindOf(facts.object);
  writers.set(kind, (writers.get(kind) ?? new Set()).add(facts.writer ?? ''));
}

const isOwnWrite = ({ facts }: ChangeStep, writers: ReadonlySet<string> | undefined): boolean =>
  writers !== undefined && facts.entries.length > 0 && facts.entries.every(({ actorId }) => writers.has(actorId));

/** A request that nobody approved cannot have approved anything; whether it fits is for `judgeAgain`. */
function checkRequest({ commit, facts }: ChangeStep, requests: Requests): readonly Finding[] {
  const { reason, rule = '' } = facts.verdict;
  if (reason !== 'change-request' || requests.has(rule.replace(/^#/, ''))) return [];
  const message = `approved by the change request ${rule || 'of no number'}, but nobody approved such a request before`;
  return [toFault('verdict', message, { commit })];
}

interface Known {
  /** The change that a late entry explains. */
  readonly before: EpisodeChange | undefined;
  readonly config: RecordedConfig | null;
  readonly titles: ReadonlyMap<string, string | null>;
  readonly requests: Requests;
}

/** The verdict that the rules give, or why it cannot be made again. */
function judgeAgain(
  { facts, change }: ChangeStep,
  { before: explained, config, titles, requests }: Known,
  entries = change.entries,
): Verdict | string {
  const { reason } = facts.verdict;
  if (reason === 'revert') return 'they are writes of our own';
  if (facts.attribution === 'revision') return 'they were backfilled from revisions';
  if (config === null) return 'the configuration that judged it is not available';
  if (config.ip !== 'full' && config.policy.rules.some(({ ips }) => ips !== undefined)) {
    return `a rule asks for the address, which is ${config.ip}`;
  }
  const states = explained ?? change;
  const titleIn = (blob: string | null) => (blob === null ? null : (titles.get(blob) ?? null));
  const subject = {
    object: facts.object,
    kind: kindOf(facts.object),
    type: facts.change,
    attribution: facts.attribution,
    transient: change.transient,
    entries,
    titleBefore: titleIn(states.before),
    titleAfter: titleIn(states.after),
    visible: explained
      ? explained.before !== explained.after || explained.transient
      : facts.change !== 'none' || facts.otherFields !== undefined,
  };
  // What no request approved is not asked of them: the state forgets those that are long over.
  const asked = reason === 'change-request' ? [...requests.values()] : [];
  const { explains = null } = facts;
  const alone = judge(config.policy, subject, {
    ...{ requests: asked, explains, after: states.after, otherFields: states.otherFields ?? [] },
    created: states.type === 'created',
  });
  return facts.explains === undefined ? alone : withLateVerdict(explained, alone);
}

/** A late entry changes the change that it explains: the next late one is judged on top of it. */
function remember(
  explained: Explained,
  { commit, facts, change }: ChangeStep,
  before: EpisodeChange | undefined,
): void {
  if (facts.explains === undefined || !before) explained.set(commit, change);
  else {
    const entries: readonly AuditEntry[] = [...before.entries, ...change.entries];
    explained.set(facts.explains, { ...before, entries, attribution: change.attribution, verdict: change.verdict });
  }
}

function compareVerdicts(recorded: ChangeFacts['verdict'], again: Verdict): string | null {
  const rule = again.rule === undefined ? undefined : clip(again.rule, 300);
  const same =
    recorded.decision === again.decision && recorded.reason === again.reason && (recorded.rule ?? '') === (rule ?? '');
  if (same) return null;
  return `says ${inWords(recorded)}, but its rules say ${inWords({ ...again, ...(rule !== undefined && { rule }) })}`;
}

const inWords = ({ decision, reason, rule }: Pick<ChangeFacts['verdict'], 'decision' | 'reason' | 'rule'>): string =>
  `${decision} (${reason}${rule === undefined ? '' : ` "${rule}"`})`;

/** The author's address is nobody's, or one that the configuration of then or now maps the actor to. */
function checkAddress({ commit, facts, author }: ChangeStep, run: VerifyRun, config: RecordedConfig | null) {
  if (facts.attribution === 'revision') return [];
  const known = [{}, run.addresses, config?.addresses ?? {}].map((addresses) => authorOf(facts, addresses).email);
  const mayBeMapped = config === null && !author.email.endsWith('.zendesk.invalid');
  if (mayBeMapped || known.includes(author.email)) return [];
  return [toFault('author', `its author address is not one of its actor: ${author.email}`, { commit })];
}
