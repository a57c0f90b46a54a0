import { shortId } from '#core/commit/marker.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { plainMarkdown } from '#render/escape/plain-markdown.ts';
import { counted, type Finding } from './finding.ts';
import type { GitHubResult, RemoteResult, VerifyResult, WitnessedKind } from './verify-result.ts';

/** Findings of one level that are shown; `--json` has them all. */
const mostShown = 50;

/** For a terminal: what is wrong first, then what was looked at, then the two ids to keep. */
export function renderVerifyText(result: VerifyResult): readonly string[] {
  return [
    ...shown(result.faults).map((finding) => `fault: ${inLine(finding)}`),
    ...left(result.faults, 'fault'),
    ...shown(result.warnings).map((finding) => `warning: ${inLine(finding)}`),
    ...left(result.warnings, 'warning'),
    headline(result),
    ...details(result),
    ...(result.head === null ? [] : [`head  ${result.head}`]),
    ...(result.state === null ? [] : [`state ${result.state}`]),
    ...(result.sound && result.head !== null
      ? ['Note one of these ids: later, "verify --expect ID" shows whether anything before it was rewritten.']
      : []),
  ];
}

/** The step summary of Actions. */
export function renderVerifySummary(result: VerifyResult): string {
  const items = (findings: readonly Finding[]) =>
    shown(findings)
      .map((finding) => `- ${findingMarkdown(finding)}`)
      .join('\n');
  return [
    `### ${plainMarkdown(headline(result))}`,
    ...(result.faults.length > 0 ? [`**Faults**\n\n${items(result.faults)}`, ...left(result.faults, 'fault')] : []),
    ...(result.warnings.length > 0 ? [`**Warnings**\n\n${items(result.warnings)}`] : []),
    ...details(result).map(plainMarkdown),
    ...(result.head === null ? [] : [`Head \`${result.head}\``]),
    ...(result.state === null ? [] : [`State \`${result.state}\``]),
  ].join('\n\n');
}

const shown = (findings: readonly Finding[]): readonly Finding[] => findings.slice(0, mostShown);

const left = (findings: readonly Finding[], what: string): readonly string[] =>
  findings.length > mostShown
    ? [`… and ${counted(findings.length - mostShown, `more ${what}`)}; --json lists them all`]
    : [];

/** `1a2b3c4d5e6f snapshots/acme/triggers/1.json: is not what was recorded last` */
export function inLine({ commit, path, message }: Finding): string {
  const where = [commit === null ? '' : shortId(commit), path ?? ''].filter((part) => part !== '').join(' ');
  return where === '' ? message : `${where}: ${message}`;
}

function findingMarkdown({ commit, path, message }: Finding): string {
  const where = [commit === null ? '' : shortId(commit), path ?? ''].filter((part) => part !== '');
  return [...where.map((part) => codeSpan(part)), plainMarkdown(message)].join(' ');
}

function headline({ account, sound, counts, faults }: VerifyResult): string {
  if (!sound) return `The history of ${account} is damaged: ${counted(faults.length, 'fault')}.`;
  return `Verified ${counted(counts.commits, 'commit')} of ${account}: the history is intact.`;
}

function details({ counts, notRechecked, remote, github }: VerifyResult): readonly string[] {
  if (counts.own === 0) return [];
  const { own, backfilled, changes, decisions, configurations, entries, objects, versions, verdicts } = counts;
  const skipped = Object.entries(notRechecked).map(([why, count]) => `${count.toLocaleString('en-US')} because ${why}`);
  return [
    `${counted(own, 'commit')} by zendrift: ${counted(changes, 'change')} with ${counted(entries, 'audit entry', 'audit entries')}, ${counted(decisions, 'decision')}, ${counted(configurations, 'recorded change')} of the configuration.`,
    ...(backfilled === 0 ? [] : [`${counted(backfilled, 'commit')} from before the baseline.`]),
    `${counted(objects, 'object')} recorded, ${counted(versions, 'version')} of files read.`,
    `${counted(verdicts, 'verdict')} judged again${skipped.length === 0 ? '' : `; not checked: ${skipped.join(', ')}`}.`,
    ...(github === null ? [] : githubDetails(github)),
    ...(remote === null ? [] : remoteDetails(remote)),
  ];
}

/** `Compared with GitHub: 12 decisions. 9 approvals: 8 by a comment, 1 signed. 1 restore: 1 by a workflow run.` */
function githubDetails({ decisions, witnesses }: GitHubResult): readonly string[] {
  const kinds = witnessedKinds.flatMap(([kind, name]) => {
    const counts = witnesses[kind];
    if (counts === undefined) return [];
    const { comment, signature, run, none } = counts;
    const parts = [
      [comment, 'by a comment'],
      [signature, 'signed'],
      [run, 'by a workflow run'],
      [none, 'without a witness'],
    ] as const;
    const shown = parts.flatMap(([count, words]) => (count === 0 ? [] : [`${count.toLocaleString('en-US')} ${words}`]));
    return [`${counted(comment + signature + run + none, name)}: ${shown.join(', ')}.`];
  });
  return [[`Compared with GitHub: ${counted(decisions, 'decision')}.`, ...kinds].join(' ')];
}

const witnessedKinds: readonly (readonly [kind: WitnessedKind, name: string])[] = [
  ['approval', 'approval'],
  ['rejection', 'rejection'],
  ['revert', 'revert decision'],
  ['restore', 'restore decision'],
  ['change-request', 'change request decision'],
  ['accepted-deletion', 'accepted deletion'],
  ['accepted-alert', 'accepted alert'],
];

function remoteDetails({ part, seed, objects, entries, lagging, untracked }: RemoteResult): readonly string[] {
  const percent = `${Number((part * 100).toFixed(6))}%`;
  const sample = part < 1 ? ` (a sample of ${percent}; to repeat it: --remote=${percent}:${seed})` : '';
  return [
    `Compared with Zendesk: ${counted(objects, 'object')} and ${counted(entries, 'audit entry', 'audit entries')}${sample}; ${counted(untracked, 'entry', 'entries')} for objects that are not tracked.`,
    ...(lagging.length === 0
      ? []
      : [
          `Newer than the last run or pending, which is fine: ${lagging.slice(0, 10).join(', ')}${lagging.length > 10 ? ` and ${lagging.length - 10} more` : ''}.`,
        ]),
  ];
}
