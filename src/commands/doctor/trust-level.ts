import type { BypassActor, DeploymentEnvironment, Reviews } from './doctor-run.ts';

/**
 * What the set-up withstands. `open`: whoever may push may also forge. `reviewed`: rules change by review alone, and a forged
 * decision is found. `sealed`: nobody but zendrift can push to the record.
 */
export type Level = 'open' | 'reviewed' | 'sealed';

/** What is known about the set-up. Null = cannot be seen with this token. */
export interface TrustFacts {
  /** A token and a repository are set, and GitHub answers. */
  readonly github: boolean;
  /** The branch whose configuration counts. */
  readonly defaultBranch: string | null;
  /** Everything that asks for a review before the default branch changes. */
  readonly reviews: readonly ReviewRule[] | null;
  /** Paths at which a configuration would count and that CODEOWNERS gives no owner. */
  readonly unowned: readonly string[] | null;
  /** Whether a workflow of the default branch runs `verify --github` on a schedule. */
  readonly scheduledVerify: boolean | null;
  readonly dataBranch: GuardedRef;
  readonly stateRef: GuardedRef;
  readonly environments: readonly HoldingEnvironment[] | null;
  /** Names of the secrets that a run of any branch may use. */
  readonly repositorySecrets: readonly string[] | null;
  readonly signing: { readonly signers: boolean; readonly key: boolean | null } | null;
}

/** A ruleset, or the classic protection of the branch. */
export interface ReviewRule extends Reviews {
  readonly bypass: readonly BypassActor[] | null;
}

export interface GuardedRef {
  /** `refs/heads/zendrift`; null where the configuration does not say. */
  readonly ref: string | null;
  readonly rules: RefRules | null;
}

export interface RefRules {
  readonly types: readonly string[];
  /** For each ruleset that restricts updates, who may update all the same. */
  readonly bypass: readonly (readonly BypassActor[] | null)[];
}

export interface HoldingEnvironment extends DeploymentEnvironment {
  readonly secrets: readonly string[] | null;
}

/** One thing that the next level asks for and that is not there, or cannot be seen. */
export interface Lack {
  readonly id: string;
  readonly finding: string;
  readonly hint: string;
  /** False = it may be there, but this token cannot see it. */
  readonly seen: boolean;
}

export interface TrustReport {
  readonly level: Level;
  /** Null = there is no higher one. */
  readonly next: Level | null;
  /** What the next level asks for. */
  readonly missing: readonly Lack[];
}

type Found =
  | 'met'
  | { readonly lacks: string; readonly hint: string }
  | { readonly unseen: string; readonly hint: string };
type Requirement = { readonly id: string; readonly look: (facts: TrustFacts) => Found };

const paid = 'In private repositories GitHub offers this with Pro, Team or Enterprise.';
const asAdmin = 'Run doctor with the token of someone who administers the repository.';

const lacks = (text: string, hint: string): Found => ({ lacks: text, hint });
const unseen = (text: string, hint: string = asAdmin): Found => ({
  unseen: `${text} cannot be seen with this token`,
  hint,
});

/** Names of the secrets under which docs/maintainer.md keeps what zendrift pushes with. */
export const pushSecrets = ['ZENDRIFT_DEPLOY_KEY', 'ZENDRIFT_APP_PRIVATE_KEY'] as const;

const witness: Requirement = {
  id: 'witness',
  look: ({ github }) =>
    github
      ? 'met'
      : lacks(
          'decisions cannot be checked against the comments behind them: there is no access to GitHub',
          'Set GITHUB_TOKEN and GITHUB_REPOSITORY.',
        ),
};

const configReview: Requirement = {
  id: 'config-review',
  look: ({ defaultBranch, reviews }) => {
    const branch = defaultBranch ?? 'the default branch';
    if (reviews === null) return unseen(`whether ${branch} takes changes by reviewed pull request only`);
    const hint = `Add a ruleset for ${branch} that requires a pull request with at least 1 approval, with nobody but administrators on its bypass list. ${paid}`;
    if (reviews.length === 0) return lacks(`the configuration on ${branch} can be changed without a review`, hint);
    const known = reviews.flatMap(({ bypass }) => (bypass === null ? [] : [bypass]));
    // Where two rules ask for reviews, one that nobody passes by is enough.
    if (known.some((actors) => !actors.some(passesReview))) return 'met';
    return known.length < reviews.length
      ? unseen(`who may bypass the review on ${branch}`)
      : lacks(`the review on ${branch} can be bypassed by ${wordsOf(known.flat().filter(passesReview))}`, hint);
  },
};

const scheduledVerify: Requirement = {
  id: 'verify',
  look: ({ scheduledVerify: isScheduled, defaultBranch }) => {
    if (isScheduled === null)
      return unseen('whether a workflow runs verify on a schedule', 'Give the token "contents: read".');
    return isScheduled
      ? 'met'
      : lacks(
          'no workflow runs verify --github on a schedule',
          `Copy examples/verify.yml of a release to .github/workflows/verify.yml on ${defaultBranch ?? 'the default branch'}.`,
        );
  },
};

const codeOwners: Requirement = {
  id: 'code-owners',
  look: ({ unowned, reviews }) => {
    const hint = `Name owners of /.github/ in .github/CODEOWNERS, and require a review from code owners in the ruleset. ${paid}`;
    if (reviews === null || unowned === null) return unseen('whether owners must review changes of the configuration');
    if (unowned.length > 0) return lacks(`CODEOWNERS names no owner of ${unowned.join(' and ')}`, hint);
    return reviews.some((rule) => rule.codeOwners)
      ? 'met'
      : lacks('owners need not review changes of the configuration', hint);
  },
};

const dataBranch: Requirement = { id: 'data-branch', look: (facts) => lookAtRef(facts.dataBranch, 'the record') };

const stateRef: Requirement = { id: 'state-ref', look: (facts) => lookAtRef(facts.stateRef, 'the state') };

function lookAtRef({ ref, rules }: GuardedRef, what: string): Found {
  if (ref === null) return unseen(`where ${what} is kept`, 'Fix the configuration first.');
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (branch === undefined)
    return lacks(
      `${ref}, which holds ${what}, is no branch, and rulesets protect branches and tags only`,
      'Set "state-ref: refs/heads/zendrift-state/<account>" and give that branch the same ruleset.',
    );
  if (rules === null) return unseen(`the rules of ${branch}`);
  const hint = `Add a ruleset for ${branch} that restricts updates and deletions, blocks force pushes, and lets a deploy key or an app bypass it and nobody else. ${paid}`;
  const open = ['update', 'deletion', 'non_fast_forward'].filter((type) => !rules.types.includes(type));
  if (open.length > 0)
    return lacks(`${branch}, which holds ${what}, has no rule against ${open.map(ruleWord).join(', ')}`, hint);
  const known = rules.bypass.filter((actors) => actors !== null);
  if (known.some(isNarrow)) return 'met';
  if (known.length < rules.bypass.length) return unseen(`who may bypass the rules of ${branch}`);
  const actors = known.flat();
  return actors.length === 0
    ? lacks(`nobody may push to ${branch}, zendrift included`, hint)
    : lacks(`the rules of ${branch} can be bypassed by ${wordsOf(actors.filter((one) => !isMachine(one)))}`, hint);
}

const pushCredential: Requirement = {
  id: 'push-credential',
  look: ({ environments, repositorySecrets, defaultBranch }) => {
    const what = 'the key or app that zendrift pushes as';
    const branch = defaultBranch ?? 'the default branch';
    const hint = `Keep ${pushSecrets.join(' or ')} in an environment whose deployment branches are ${branch} alone, and nowhere else. ${paid}`;
    if (repositorySecrets?.some(isPushSecret))
      return lacks(`${what} is a secret of the repository, which a run of any branch may use`, hint);
    if (environments === null)
      return unseen(`which environment holds ${what}`, `Give the token "actions: read", or see for yourself. ${hint}`);
    const holding = environments.filter(({ secrets }) => secrets?.some(isPushSecret));
    const loose = holding.filter(({ refs }) => refs !== null && !isOnly(refs, defaultBranch)).map(({ name }) => name);
    if (loose.length > 0)
      return lacks(`the environment ${loose.join(', ')} holds ${what} and is open to more than ${branch}`, hint);
    if (holding.length > 0 && holding.every(({ refs }) => refs !== null) && repositorySecrets !== null) return 'met';
    const isVisible = repositorySecrets !== null && environments.every(({ secrets }) => secrets !== null);
    return isVisible && holding.length === 0
      ? lacks(`no environment holds ${what}`, hint)
      : unseen(`where ${what} is kept`, `${asAdmin} ${hint}`);
  },
};

const signatures: Requirement = {
  id: 'signatures',
  look: ({ signing }) => {
    const hint = 'Set it up as docs/operating.md, "Signed commits", says.';
    if (signing === null) return unseen('whether commits are signed', 'Fix the configuration first.');
    if (!signing.signers) return lacks('no signature is asked for: "allowed-signers" is not set', hint);
    if (signing.key === null) return unseen('whether ZENDRIFT_SIGNING_KEY is set');
    return signing.key ? 'met' : lacks('commits are not signed: ZENDRIFT_SIGNING_KEY is not set', hint);
  },
};

const requirements: readonly { readonly level: Level; readonly all: readonly Requirement[] }[] = [
  { level: 'reviewed', all: [witness, configReview, scheduledVerify] },
  { level: 'sealed', all: [codeOwners, dataBranch, stateRef, pushCredential, signatures] },
];

/** The highest level of which nothing is missing, and what the next one asks for. What cannot be seen does not count. */
export function decideTrust(facts: TrustFacts): TrustReport {
  let level: Level = 'open';
  for (const { level: next, all } of requirements) {
    const missing = all.flatMap((requirement) => toLack(requirement, facts));
    if (missing.length > 0) return { level, next, missing };
    level = next;
  }
  return { level, next: null, missing: [] };
}

function toLack({ id, look }: Requirement, facts: TrustFacts): readonly Lack[] {
  const found = look(facts);
  if (found === 'met') return [];
  const { hint } = found;
  return [
    'lacks' in found
      ? { id, finding: found.lacks, hint, seen: true }
      : { id, finding: found.unseen, hint, seen: false },
  ];
}

/** Id of the GitHub Actions app, as which every workflow of every branch acts. */
const actionsApp = '15368';

/** Holds a credential of its own, which a person is not handed by being a member. */
export const isMachine = ({ type, id }: BypassActor): boolean =>
  type === 'DeployKey' || (type === 'Integration' && id !== actionsApp);

/** Only machines that hold a credential of their own, and at least one of them. */
const isNarrow = (actors: readonly BypassActor[]): boolean => actors.length > 0 && actors.every(isMachine);

/** Administrators can change the ruleset itself, so their place on the list adds nothing. */
const passesReview = ({ type, id, mode }: BypassActor): boolean =>
  mode !== 'pull_request' && type !== 'OrganizationAdmin' && !(type === 'RepositoryRole' && id === '5');

const roles: Readonly<Record<string, string>> = {
  '2': 'maintainers',
  '4': 'everybody with write access',
  '5': 'administrators',
};

function wordsOf(actors: readonly BypassActor[]): string {
  const words = actors.map(({ type, id }) => {
    if (type === 'RepositoryRole') return roles[id] ?? `the role ${id}`;
    if (type === 'OrganizationAdmin') return 'owners of the organization';
    if (type === 'DeployKey') return 'deploy keys';
    if (type === 'Integration') return id === actionsApp ? 'every workflow (GitHub Actions)' : `the app ${id}`;
    return `${type.toLowerCase()} ${id}`.trim();
  });
  return [...new Set(words)].join(', ');
}

const ruleWord = (type: string): string =>
  ({ update: 'updates', deletion: 'deletion', non_fast_forward: 'force pushes' })[type] ?? type;

const isPushSecret = (name: string): boolean => pushSecrets.some((one) => one === name.toUpperCase());

const isOnly = (refs: NonNullable<DeploymentEnvironment['refs']>, branch: string | null): boolean =>
  typeof refs !== 'string' && branch !== null && refs.length === 1 && refs[0] === `refs/heads/${branch}`;
