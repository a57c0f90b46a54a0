import type { Config } from '#config/config.ts';
import { ZendriftError } from '#errors.ts';
import type { Hours } from '#policy/rule.ts';
import type { ProposedIdentity, Step } from '#render/init/init-result.ts';
import type { Base } from './find-base.ts';
import type { InitRun } from './init-run.ts';
import { planPeople } from './plan-people.ts';
import type { AccountFacts, HubFacts } from './survey.ts';

export interface Answers {
  readonly branch: string | null;
  readonly timezone: string;
  readonly hours: Hours | null;
  readonly identities: readonly ProposedIdentity[];
  /** Equal names that nobody has confirmed. */
  readonly guesses: readonly ProposedIdentity[];
  readonly left: readonly Step[];
}

const workweek: Hours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: 8 * 60, to: 18 * 60, holidays: [] };

/** What a configuration says already is not asked again; without a terminal every default holds. */
export async function askAnswers(run: InitRun, account: AccountFacts, hub: HubFacts, base: Base): Promise<Answers> {
  checkGiven(run, 'branch');
  checkGiven(run, 'timezone');
  const people = planPeople(account.team, hub.people);
  const known = base.config === null ? null : run.checkConfig(base.config.text);
  if (known?.type === 'valid')
    return { ...keepConfig(known.config, people), left: listUnused(run, known.config, base) };
  const left =
    known === null
      ? []
      : [
          {
            title: `Fix ${base.config?.path}`,
            lines: known.problems.map(({ line, message }) => `line ${line}: ${message}`),
          },
        ];
  const isRecorded = run.workspace.hasRecord && !run.workspace.heads.has('zendrift');
  const branch =
    run.options.branch ??
    (isRecorded ? run.workspace.tip.branch : await askValid(run, 'branch', 'Branch for the history?', 'zendrift'));
  const timezone =
    run.options.timezone ?? (await askValid(run, 'timezone', 'Time zone of the team?', account.timezone ?? 'UTC'));
  const hours = await askHours(run);
  return { branch, timezone, hours, left, ...(await confirmPeople(run, people)) };
}

function keepConfig(config: Config, people: readonly ProposedIdentity[]): Answers {
  const { branch, timezone, hours, identities } = config;
  const isNew = ({ zendesk, githubId, github }: ProposedIdentity): boolean =>
    !identities.has(zendesk) &&
    ![...identities.values()].some(
      (one) => one.githubId === githubId || one.github?.toLowerCase() === github.toLowerCase(),
    );
  const found = people.filter((one) => one.by === 'email' && isNew(one));
  return { branch, timezone, hours, identities: found, guesses: [], left: [] };
}

/** What was asked for and the configuration says otherwise: a person wrote it, so it is not changed. */
function listUnused({ options, workspace }: InitRun, { branch, timezone }: Config, { config }: Base): readonly Step[] {
  const kept = { branch: branch ?? workspace.tip.branch, timezone };
  return keys.flatMap((key) =>
    options[key] === null || options[key] === kept[key]
      ? []
      : [
          {
            title: `Change ${key} in ${config?.path} by hand`,
            lines: [`--${key} ${options[key]} was not used: the file exists, and with it ${key} is ${kept[key]}.`],
          },
        ],
  );
}

const keys = ['branch', 'timezone'] as const;

type Key = (typeof keys)[number];

const isValid = ({ checkConfig }: InitRun, key: Key, value: string): boolean =>
  checkConfig(`${key}: ${JSON.stringify(value)}\n`).type === 'valid';

function checkGiven(run: InitRun, key: Key): void {
  const value = run.options[key];
  if (value === null || isValid(run, key, value)) return;
  const what = key === 'branch' ? 'branch name such as zendrift' : 'time zone such as Europe/Berlin';
  throw new ZendriftError('settings-invalid', { problems: `--${key} must be a ${what}, not ${JSON.stringify(value)}` });
}

/** Asks until the answer can stand in a configuration. */
async function askValid(run: InitRun, key: Key, question: string, otherwise: string): Promise<string> {
  const safe = isValid(run, key, otherwise) ? otherwise : 'UTC';
  if (run.ask === null) return safe;
  for (
    let answer = await run.ask(question, safe);
    ;
    answer = await run.ask(`${answer} is not possible. ${question}`, safe)
  )
    if (isValid(run, key, answer)) return answer;
}

async function askHours({ ask }: InitRun): Promise<Hours | null> {
  if (ask === null) return workweek;
  const question = 'Working hours from Monday to Friday, or "none"?';
  for (
    let answer = await ask(question, '08:00-18:00');
    ;
    answer = await ask(`Such as 08:00-18:00. ${question}`, '08:00-18:00')
  ) {
    if (/^none$/i.test(answer)) return null;
    const hours = parseHours(answer);
    if (hours !== null) return hours;
  }
}

/** `08:00-18:00` */
function parseHours(text: string): Hours | null {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)\s*(?:-|–|to)\s*([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  if (found === null) return null;
  const [, fromHour, fromMinute, toHour, toMinute] = found;
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  return from === to ? null : { ...workweek, from, to };
}

async function confirmPeople(
  { ask }: InitRun,
  people: readonly ProposedIdentity[],
): Promise<Pick<Answers, 'identities' | 'guesses'>> {
  const [identities, guesses]: [ProposedIdentity[], ProposedIdentity[]] = [[], []];
  for (const one of people) {
    const isSure = one.by === 'email';
    const why = isSure ? 'The e-mail addresses are equal.' : 'Only the names are equal.';
    const question = `Is ${one.name} (Zendesk ${one.zendesk}) the GitHub user ${one.github}? ${why}`;
    const answer = ask === null ? (isSure ? 'y' : 'n') : await ask(`${question} (y/n)`, isSure ? 'y' : 'n');
    if (/^y(?:es)?$/i.test(answer)) identities.push(one);
    else if (!isSure) guesses.push(one);
  }
  return { identities, guesses };
}
