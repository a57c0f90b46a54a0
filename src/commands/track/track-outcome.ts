import type { ZendriftError } from '#errors.ts';
import { renderFailureSummary } from '#render/failure-summary.ts';
import { type CommitResult, type RunResult, unapprovedCommits } from '#render/track/run-result.ts';
import { renderRunSummary } from '#render/track/run-summary.ts';
import { renderRunText } from '#render/track/run-text.ts';
import { distinctWarnings, type Warning } from '#warning.ts';
import { type Annotation, type CommandOutcome, type ExitCode, toExitCode, withError } from '../command.ts';

interface OutcomeOptions {
  readonly failOnDrift: boolean;
  /** What was warned of while the run worked: a terminal and a log have it already. */
  readonly warned: readonly Warning[];
  readonly tolerated: boolean;
}

/** What the entries show of a run. `result` null = it failed before there was one. */
export function toTrackOutcome(
  result: RunResult | null,
  failures: readonly ZendriftError[],
  { failOnDrift, warned, tolerated }: OutcomeOptions,
): CommandOutcome {
  const said = failures.map(({ code, message, hint }) => ({ code, message: `${message} ${hint}` }));
  const whole = result && { ...result, warnings: distinctWarnings([...warned, ...result.warnings, ...said]) };
  const codes: ExitCode[] = failures.map(({ exitCode }) => exitCode);
  if (whole && (whole.unreadable.length > 0 || whole.heldBack.length > 0)) codes.push(1);
  if (whole && failOnDrift && whole.openEpisodes > 0) codes.push(4);
  const exitCode = toExitCode(codes);
  return {
    exitCode,
    tolerated: exitCode === 1 && tolerated,
    lines: result ? renderRunText(result, failures.length > 0) : [],
    failures,
    json: whole ? withError(whole, failures) : withError({ version: 1 }, failures),
    summary: whole ? renderRunSummary(whole, failures.length > 0) : renderFailureSummary('track', failures),
    outputs: whole ? toOutputs(whole) : {},
    annotations: [...failures.map(toFailureAnnotation), ...(whole ? toAnnotations(whole) : [])],
  };
}

const toOutputs = (result: RunResult): CommandOutcome['outputs'] => ({
  commits: String(result.pushedCommits),
  changes: String(result.commits.filter(({ type }) => type !== 'none').length),
  unapproved: String(unapprovedCommits(result).length),
  'issues-opened': String(result.issues.opened.length),
  'issues-updated': String(result.issues.updated.length),
  'head-sha': result.headSha ?? '',
  'gap-seconds': result.gapSeconds === null ? '' : String(result.gapSeconds),
});

const toFailureAnnotation = ({ exitCode, message, hint }: ZendriftError): Annotation => ({
  level: exitCode === 1 ? 'warning' : 'error',
  title: exitCode === 1 ? 'The run could not finish' : 'A person must act',
  message: `${message} ${hint}`,
});

/** Error = a person must act, warning = a gap, or not all is known, notice = drift. */
function toAnnotations(result: RunResult): readonly Annotation[] {
  const errors = result.heldBack.map(
    ({ kind, reason }): Annotation => ({ level: 'error', title: `${kind} held back`, message: reason }),
  );
  const warnings = [
    ...result.unreadable.map(({ object, reason }) => ({ title: `${object} could not be read`, message: reason })),
    ...result.commits
      .filter(({ attribution }) => attribution === 'partial')
      .map((commit) => ({ title: `${toTitle(commit)}, with an incomplete audit log`, message: toWords(commit) })),
    ...toPendingWarnings(result),
    ...result.warnings.map(({ message }) => ({ title: 'Warning', message })),
  ].map((warning): Annotation => ({ level: 'warning', ...warning }));
  const notices = unapprovedCommits(result)
    .filter(({ attribution }) => attribution !== 'partial')
    .map((commit): Annotation => ({ level: 'notice', title: toTitle(commit), message: toWords(commit) }));
  return [...errors, ...warnings, ...notices];
}

const toTitle = ({ verdict }: CommitResult): string => (verdict === 'approved' ? 'Change' : 'Unapproved change');

const toWords = ({ subject, actors, time }: CommitResult): string =>
  `${subject}, ${actors.map(({ name }) => name).join(', ') || 'unknown'}, ${time}`;

/** One for all of them: an entry that is on its way is no news, a run that knows of changes it did not record is. */
function toPendingWarnings({ pending }: RunResult): readonly Pick<Annotation, 'title' | 'message'>[] {
  const [first] = pending;
  if (first === undefined) return [];
  const more = pending.length === 1 ? '' : `, and ${pending.length - 1} more`;
  return [{ title: 'Not recorded yet', message: `${first.object}: ${first.reason}${more}` }];
}
