import { clip, toVisible } from '#text.ts';
import type { ProposedIdentity } from './init-result.ts';

export interface SuggestedRule {
  readonly name: string;
  readonly actors: readonly string[];
  /** Empty = every kind. */
  readonly kinds: readonly string[];
  readonly because: string;
}

export interface ConfigText {
  /** Null = the default branch. */
  readonly branch: string | null;
  readonly timezone: string;
  /** `08:00` to `18:00`; null = no working hours. */
  readonly hours: { readonly days: readonly string[]; readonly from: string; readonly to: string } | null;
  readonly identities: readonly ProposedIdentity[];
  /** Equal names that nobody has confirmed: written as comments. */
  readonly guesses: readonly ProposedIdentity[];
  readonly rules: readonly SuggestedRule[];
  /** The account gives no audit log. */
  readonly withoutLog: boolean;
  /** File of the keys whose commits count; null = commits are not signed. */
  readonly signers: string | null;
}

/** The first configuration of an account, which explains itself. What is only a guess is a comment. */
export function renderConfigYaml(config: ConfigText): string {
  const { branch, timezone, hours, withoutLog, signers } = config;
  const lines = [
    '# Configuration of zendrift, written by "zendrift init". Check a change with "zendrift policy check".',
    '',
    ...(branch === null
      ? []
      : [
          '# Data branch: it holds the history. Rules of the default branch never hold it up there.',
          `branch: ${scalar(branch)}`,
        ]),
    ...(withoutLog
      ? ['# The plan has no audit log: changes are found once a day, without who made them.', 'audit: optional']
      : []),
    `timezone: ${scalar(timezone)}`,
    ...(hours === null
      ? []
      : [
          '# A change outside these hours is marked as off hours.',
          `hours: { days: [${hours.days.join(', ')}], from: "${hours.from}", to: "${hours.to}" }`,
        ]),
    ...(signers === null
      ? []
      : ['# Only commits that one of these keys signed count.', 'sign: last', `allowed-signers: ${signers}`]),
    '',
    '# Rules, and the webhooks and trigger categories that they use. "all" adds every kind that the account offers.',
    'kinds: rules',
    '',
    ...renderIdentities(config),
    '',
    ...renderPolicy(config.rules),
  ];
  return `${lines.join('\n')}\n`;
}

function renderIdentities({ identities, guesses }: ConfigText): readonly string[] {
  const about = [
    '# Who is who: Zendesk user id → GitHub account. Nobody approves their own change, so zendrift must know both names of a',
    '# person. Until it does, nobody can approve the changes of that person.',
  ];
  const guessed =
    guesses.length === 0
      ? []
      : [
          '  # Only the names are equal. Remove the "#" where it is the same person.',
          ...guesses.map((one) => `  # ${identityLine(one)}`),
        ];
  return identities.length === 0
    ? [
        ...about,
        '# identities:',
        ...(guessed.length === 0 ? ['  # 1001: { github: jane-gh, github-id: 34 }'] : guessed),
      ]
    : [...about, 'identities:', ...identities.map((one) => `  ${identityLine(one)}`), ...guessed];
}

/** One line of `identities`. */
export const identityLine = ({ zendesk, name, github, githubId, by }: ProposedIdentity): string =>
  `${zendesk}: { github: ${scalar(github)}, github-id: ${githubId} } # ${oneLine(name)}, by ${by === 'email' ? 'e-mail address' : 'name'}`;

function renderPolicy(rules: readonly SuggestedRule[]): readonly string[] {
  return [
    '# What no rule approves opens an issue. Nothing is pre-approved yet. Remove the "# " in front of "rules:" and of a rule to',
    '# use it; "zendrift policy replay" shows what it would have approved.',
    'policy:',
    '  default: unapproved',
    '  # rules:',
    ...(rules.length === 0 ? exampleRule : rules).flatMap(({ name, actors, kinds, because }) => [
      `  #   # ${oneLine(because)}`,
      `  #   - name: ${name}`,
      `  #     actors: [${actors.join(', ')}]`,
      ...(kinds.length === 0 ? [] : [`  #     kinds: [${kinds.join(', ')}]`]),
      '  #     decide: approved',
    ]),
  ];
}

const exampleRule: readonly SuggestedRule[] = [
  { name: 'deploy-bot', actors: ['998877'], kinds: [], because: 'An example: everything that a deployment does.' },
];

const oneLine = (text: string): string => clip(toVisible(text), 200);

/** A word that YAML reads as text: `007` and `no` are logins that it would take for something else. */
const scalar = (text: string): string =>
  /^[a-z][\w./-]*$/i.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text);
