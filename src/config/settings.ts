import { ZendriftError } from '#errors.ts';
import { kindNames } from '#kinds/registry.ts';
import { readAuditInputs } from './audit-settings.ts';
import { type BackfillSettings, parseBackfill } from './backfill-settings.ts';
import { type Credentials, missingCredentials, parseCredentials } from './credentials.ts';
import { parseDuration } from './duration.ts';
import { type GithubSettings, parseGithub } from './github-settings.ts';
import { isLoopback, parseTrustedUrl, toBaseUrl } from './host.ts';
import { type Input, type InputName, type InputValues, inputList, inputs } from './inputs.ts';
import { type PolicySettings, parsePolicy } from './policy-settings.ts';
import { listOf, mustBe, nameInput, type Refuse, type Surface } from './problem.ts';
import type { Need, Reader } from './reader.ts';
import { readReportInputs } from './report-settings.ts';
import { parseActor, parseCommitName, parseObjects, parseSince, type RestoreSettings } from './restore-settings.ts';
import { parseTriageCommands, type TriageCommands } from './triage-settings.ts';
import { parseExpected, parseRemoteSample, type RemoteSample } from './verify-settings.ts';

/** Everything that stands outside the configuration file, read once, checked whole. Plain data. */
export interface Settings {
  /** Clone of the data repository, as given. */
  readonly repository: string;
  readonly branch: string | null;
  readonly config: string | null;
  readonly dryRun: boolean;
  readonly verbose: boolean;
  /** Milliseconds that a run may take, and the same as the person wrote it. */
  readonly deadline: number;
  readonly deadlineText: string;
  readonly track: {
    readonly sweep: boolean;
    /** Kind names as given, each once. */
    readonly acceptVanished: readonly string[];
    readonly newBaseline: boolean;
    readonly failOnDrift: boolean;
  };
  readonly triage: { readonly commands: TriageCommands };
  readonly verify: {
    /** Null = no comparison with Zendesk. */
    readonly remote: RemoteSample | null;
    /** Compare decisions with GitHub. */
    readonly github: boolean;
    /** At least 7 hex digits of a commit id. */
    readonly expect: string | null;
  };
  /** Branch that gets the history, as given. */
  readonly move: { readonly to: string | null };
  /** `KIND/ID` or a title, as given. */
  readonly show: { readonly object: string | null };
  /** As given. */
  readonly list: { readonly kind: string | null };
  /** As given. */
  readonly diff: { readonly from: string | null; readonly to: string | null; readonly timezone: string | null };
  readonly completion: { readonly shell: string | null };
  /** `problems` = what is wrong with it; other commands give the same options another meaning. */
  /** For commands that read the snapshots of one commit. As given. */
  readonly snapshots: {
    readonly ref: string | null;
    readonly at: string | null;
    readonly fail: boolean;
    readonly accounts: readonly string[];
  };
  /** `problems` as in `export`. */
  readonly restore: RestoreSettings & { readonly problems: readonly string[] };
  /** For `report`: what was given, as text, for `parseReportSettings`. */
  readonly report: InputValues;
  /** `problems` as in `restore`. */
  readonly policy: PolicySettings & { readonly problems: readonly string[] };
  /** For `audit`: what was given, as text, for `parseAuditSettings`. */
  readonly audit: InputValues;
  readonly backfill: BackfillSettings;
  readonly demo: { readonly keep: boolean };
  readonly init: {
    readonly yes: boolean;
    readonly pullRequest: boolean;
    readonly timezone: string | null;
    readonly newSigningKey: string | null;
  };
  /** Null where the command needs no account and none is named. */
  readonly zendesk: ZendeskSettings | null;
  readonly github: GithubSettings;
  readonly hashKey: string | null;
  /** Text of an SSH private key. */
  readonly signingKey: string | null;
  readonly notify: { readonly url: string | null; readonly key: string | null };
  /** Values to mask in all output. */
  readonly secrets: readonly string[];
  /** What is wrong with the settings; empty but for a command that inspects them. */
  readonly problems: readonly string[];
  readonly surface: Surface;
}

export interface ZendeskSettings {
  readonly subdomain: string;
  /** Without a slash at its end. */
  readonly url: string;
  /** For all reading; null only where the command can do without. */
  readonly credentials: Credentials | null;
  /** For `/revert` and `restore --apply` alone. */
  readonly writeCredentials: Credentials | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const subdomainPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Inputs win over the environment; an empty text counts as not set (Actions hands '' over for a secret that is not there).
 * Throws one `settings-invalid` that names every problem, and never the value of a secret.
 */
export function readSettings(
  values: InputValues,
  environment: Environment,
  need: Need,
  surface: Surface = 'command-line',
): Settings {
  const reader = openReader(values, environment, surface);
  const { read, problems, refuse, refuseInto } = reader;
  // Other commands give these options another meaning.
  const [restoreProblems, policyProblems]: [string[], string[]] = [[], []];
  const isSet = (name: InputName): boolean => parseFlag(name, reader);
  const to = read('to');
  const deadlineText = read('deadline') ?? inputs.deadline.default;
  const settings: Settings = {
    repository: read('repository') ?? inputs.repository.default,
    branch: read('branch'),
    config: read('config'),
    dryRun: isSet('dry-run'),
    verbose: isSet('verbose'),
    deadline: parseDeadline(deadlineText, refuse),
    deadlineText,
    track: {
      sweep: isSet('sweep'),
      acceptVanished: parseKinds(read('accept-vanished'), reader),
      newBaseline: isSet('new-baseline'),
      failOnDrift: isSet('fail-on-drift'),
    },
    triage: { commands: parseTriageCommands(read('commands') ?? inputs.commands.default, refuse) },
    verify: {
      remote: parseRemoteSample(read('remote'), refuse),
      github: isSet('github'),
      expect: parseExpected(read('expect'), refuse),
    },
    move: { to },
    show: { object: read('object') },
    list: { kind: read('kind') },
    diff: { from: read('from'), to: read('to'), timezone: read('timezone') },
    completion: { shell: read('shell') },
    snapshots: { ref: read('ref'), at: read('at'), fail: isSet('fail'), accounts: listOf(read('accounts')) },
    restore: {
      objects: parseObjects(listOf(read('objects')), problems),
      to: parseCommitName(to),
      toText: to,
      actor: parseActor(read('actor'), refuseInto(restoreProblems)),
      since: parseSince(read('since'), refuseInto(restoreProblems)),
      apply: isSet('apply'),
      problems: restoreProblems,
    },
    report: readReportInputs(read),
    policy: { ...parsePolicy(read, refuseInto(policyProblems)), problems: policyProblems },
    audit: readAuditInputs(read),
    backfill: parseBackfill(read, isSet, refuseInto),
    demo: { keep: isSet('keep') },
    init: {
      ...{ yes: isSet('yes'), pullRequest: !isSet('no-pull-request') },
      ...{ timezone: read('timezone'), newSigningKey: read('new-signing-key') },
    },
    zendesk: need === 'nothing' ? null : parseZendesk(reader, need),
    github: parseGithub(reader, need, values),
    hashKey: parseHashKey(reader, need),
    signingKey: read('signing-key'),
    notify: { url: read('notify-url'), key: read('notify-key') },
    secrets: listSecrets(values, environment),
    problems,
    surface,
  };
  if (problems.length > 0 && need !== 'inspection')
    throw new ZendriftError('settings-invalid', { problems: problems.join('; ') });
  return settings;
}

/** Every secret that is in reach, also those that the command does not use: output is masked before anything is checked. */
export const listSecrets = (values: InputValues, environment: Environment): readonly string[] => [
  ...new Set(
    inputList
      .filter(([, input]) => input.secret === true)
      .flatMap(([name, input]) => [values[name], input.env === undefined ? undefined : environment[input.env]])
      .map((value) => value?.trim() ?? '')
      .filter((value) => value !== ''),
  ),
];

function openReader(values: InputValues, environment: Environment, surface: Surface): Reader {
  const problems: string[] = [];
  const read = (name: InputName): string | null => readInput(name, values, environment);
  const nameOf = (name: InputName): string => {
    const variable = inputOf(name)?.env;
    const isVariable = !values[name]?.trim() && variable !== undefined && Boolean(environment[variable]?.trim());
    return isVariable ? variable : nameInput(name, surface);
  };
  const refuseInto =
    (list: string[]): Refuse =>
    (name, wanted) =>
      void list.push(mustBe(nameOf(name), wanted, read(name) ?? ''));
  return { read, problems, refuse: refuseInto(problems), refuseInto, nameOf, surface };
}

const inputOf = (name: InputName): Input | undefined => inputList.find(([other]) => other === name)?.[1];

/** A secret that was pasted with its line end is that secret: blanks around a value never belong to it. */
function readInput(name: InputName, values: InputValues, environment: Environment): string | null {
  const variable = inputOf(name)?.env;
  const given = values[name]?.trim() || (variable === undefined ? undefined : environment[variable]?.trim());
  return given || null;
}

function parseFlag(name: InputName, { read, refuse }: Reader): boolean {
  const text = read(name)?.toLowerCase() ?? 'false';
  if (text !== 'true' && text !== 'false') refuse(name, 'true or false');
  return text === 'true';
}

/** Kind names, each once; a name that no kind has is a problem and never ignored. */
function parseKinds(text: string | null, { problems, nameOf }: Reader): readonly string[] {
  const names = listOf(text);
  const unknown = names.filter((name) => !kindNames.includes(name));
  if (unknown.length > 0) {
    problems.push(`${nameOf('accept-vanished')}: unknown kind ${unknown.join(', ')} (known: ${kindNames.join(', ')})`);
  }
  return names;
}

function parseDeadline(text: string, refuse: Refuse): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== null && milliseconds > 0) return milliseconds;
  refuse('deadline', 'a duration such as 90s, 45m or 2h');
  return 0;
}

/** Bytes. Whatever is hashed with a shorter key can be found by trying keys. */
const leastKeyBytes = 16;

function parseHashKey({ read, problems, nameOf }: Reader, need: Need): string | null {
  const key = read('hash-key');
  const bytes = new TextEncoder().encode(key ?? '').length;
  const isUsed = need !== 'nothing' && need !== 'checkout';
  if (key !== null && isUsed && bytes < leastKeyBytes)
    problems.push(
      `${nameOf('hash-key')} has ${bytes} bytes, so that what is hashed with it can be guessed: use 32 random bytes (openssl rand -hex 32)`,
    );
  return key;
}

function parseZendesk(reader: Reader, need: Exclude<Need, 'nothing'>): ZendeskSettings | null {
  const { read, problems, refuse, nameOf, surface } = reader;
  const subdomain = toSubdomain(read('subdomain') ?? read('zendesk-subdomain') ?? '');
  if (subdomain === '' && need === 'checkout') return null;
  if (subdomain === '') problems.push(`${nameOf('zendesk-subdomain')} is not set`);
  else if (!subdomainPattern.test(subdomain)) {
    refuse(
      read('subdomain') === null ? 'zendesk-subdomain' : 'subdomain',
      'the first part of https://SUBDOMAIN.zendesk.com (a-z, 0-9 and -)',
    );
  }
  const readVariable = (variable: string): string | null => {
    const found = inputList.find(([, input]) => input.env === variable);
    return found === undefined ? null : read(found[0]);
  };
  const none = { credentials: null, problems: [] };
  // What the command does without is not even checked.
  const [main, write] =
    need === 'checkout'
      ? [none, none]
      : [parseCredentials('ZENDESK_', readVariable), parseCredentials('ZENDESK_WRITE_', readVariable)];
  problems.push(...main.problems);
  if (need !== 'account' && need !== 'checkout' && main.credentials === null && main.problems.length === 0) {
    problems.push(missingCredentials('ZENDESK_', surface));
  }
  problems.push(...write.problems);
  const url = parseZendeskUrl(read('zendesk-url'), subdomain, refuse);
  if (!subdomainPattern.test(subdomain)) return null;
  return { subdomain, url, credentials: main.credentials, writeCredentials: write.credentials };
}

/** People copy the address of their account from the browser: `acme.zendesk.com` and `https://acme.zendesk.com/` are acme. */
const toSubdomain = (text: string): string =>
  /^(?:https:\/\/)?([a-z0-9-]{1,63})\.zendesk\.com\/?$/i.exec(text)?.[1]?.toLowerCase() ?? text;

function parseZendeskUrl(text: string | null, subdomain: string, refuse: Refuse): string {
  const own = `https://${subdomain}.zendesk.com`;
  if (text === null) return own;
  const url = parseTrustedUrl(text);
  if (
    url !== null &&
    (toBaseUrl(url) === own || (url.protocol === 'http:' && isLoopback(url) && url.pathname === '/'))
  ) {
    return toBaseUrl(url);
  }
  refuse('zendesk-url', `${own}, or plain http on this machine (a sandbox)`);
  return own;
}
