import { identityLine } from '#render/init/config-yaml.ts';
import type { ProposedIdentity, Step } from '#render/init/init-result.ts';
import type { PullRequest } from './init-run.ts';

export interface StepFacts {
  /** Null where no repository on GitHub is known: then there are no pages to open. */
  readonly repository: { readonly name: string; readonly url: string } | null;
  readonly account: string;
  /** Data branch; null = the default branch. */
  readonly branch: string | null;
  readonly defaultBranch: string | null;
  readonly hasGh: boolean;
  readonly pull: PullRequest | null;
  /** Files stand in the work tree. */
  readonly isLocal: boolean;
  /** The account has a record here already. */
  readonly isRecorded: boolean;
  /** Null = cannot be seen. */
  readonly secrets: readonly string[] | null;
  readonly environments: readonly string[] | null;
  /** Nobody may delete the data branch or rewrite it. */
  readonly isProtected: boolean;
  /** File with the private half of a key that was made; null = there is none. */
  readonly signingKey: string | null;
  readonly guesses: readonly ProposedIdentity[];
  /** People who are not in the configuration that is there already. */
  readonly unmapped: readonly ProposedIdentity[];
}

const environment = 'zendesk-write';

/** What people do next, in this order. A secret is typed into GitHub and passes by nobody else. */
export function planSteps(facts: StepFacts): readonly Step[] {
  const { repository, pull, isLocal, guesses, unmapped } = facts;
  const page = (path: string): string =>
    repository === null ? `Settings of the repository on GitHub` : `${repository.url}/${path}`;
  return [
    ...(guesses.length === 0
      ? []
      : [{ title: 'Confirm who is who in the configuration', lines: guesses.map(identityLine) }]),
    ...(unmapped.length === 0
      ? []
      : [{ title: 'Add these people to "identities" in the configuration', lines: unmapped.map(identityLine) }]),
    ...(pull === null ? [] : [{ title: 'Review and merge the pull request', lines: [pull.url] }]),
    ...(isLocal
      ? [{ title: 'Commit the files, and bring them to the default branch', lines: ['git add .github'] }]
      : []),
    ...planSecrets(facts, page),
    ...planSigning(facts, page),
    ...(facts.isRecorded ? [] : [planBaseline(facts, page)]),
    ...(facts.isProtected ? [] : [planRuleset(facts, page)]),
    ...planWriting(facts, page),
    { title: 'Check everything', lines: ['zendrift doctor'] },
  ];
}

type Page = (path: string) => string;

const planBaseline = ({ repository, hasGh }: StepFacts, page: Page): Step => ({
  title: 'Record the baseline: run the workflow track once',
  lines: [
    hasGh && repository
      ? `gh workflow run zendrift-track.yml --repo ${repository.name}`
      : page('actions/workflows/zendrift-track.yml'),
  ],
});

function planSecrets({ repository, account, hasGh, secrets }: StepFacts, page: Page): readonly Step[] {
  const missing = ['ZENDESK_SUBDOMAIN', 'ZENDESK_CLIENT_ID', 'ZENDESK_CLIENT_SECRET'].filter(
    (name) => !secrets?.includes(name),
  );
  if (missing.length === 0) return [];
  const lines =
    hasGh && repository
      ? missing.map(
          (name) =>
            `gh secret set ${name} --repo ${repository.name}${name === 'ZENDESK_SUBDOMAIN' ? ` --body ${account}` : ''}`,
        )
      : [page('settings/secrets/actions/new'), missing.join(', ')];
  return [{ title: `Set the secrets of the repository (OAuth client of an admin, scope "read")`, lines }];
}

/** A branch that a shell takes as it is written. */
const plainBranch = (name: string | null): string | null => (name !== null && /^[\w./-]+$/.test(name) ? name : null);

function planRuleset(facts: StepFacts, page: Page): Step {
  const title = `Protect the history with a ruleset for the branch ${facts.branch ?? 'that holds it'}`;
  const branch = plainBranch(facts.branch ?? facts.defaultBranch);
  if (!facts.hasGh || facts.repository === null || branch === null)
    return {
      title,
      lines: [page('settings/rules/new?target=branch'), 'Turn on "Restrict deletions" and "Block force pushes".'],
    };
  const conditions = `-F 'conditions[ref_name][include][]=refs/heads/${branch}' -F 'conditions[ref_name][exclude][]'`;
  const rules = ['deletion', 'non_fast_forward'].map((type) => `-f 'rules[][type]=${type}'`).join(' ');
  const start = `gh api repos/${facts.repository.name}/rulesets -f name=zendrift -f target=branch -f enforcement=active`;
  return { title, lines: [`${start} ${conditions} ${rules}`] };
}

/** An environment whose secrets no workflow on another branch can use. https://docs.github.com/rest/deployments/environments */
function planEnvironment({ repository, hasGh, defaultBranch }: StepFacts, page: Page): readonly string[] {
  const branch = plainBranch(defaultBranch);
  if (!hasGh || repository === null || branch === null) return [page('settings/environments/new')];
  const path = `repos/${repository.name}/environments/${environment}`;
  const policy = (name: string, value: boolean): string => `-F 'deployment_branch_policy[${name}]=${value}'`;
  return [
    `gh api -X PUT ${path} ${policy('protected_branches', false)} ${policy('custom_branch_policies', true)}`,
    `gh api ${path}/deployment-branch-policies -f name=${branch}`,
  ];
}

/** Before the first run: what is committed without the key never counts. */
function planSigning({ repository, hasGh, signingKey }: StepFacts, page: Page): readonly Step[] {
  if (signingKey === null) return [];
  const file = /^[\w./~-]+$/.test(signingKey) ? signingKey : `'${signingKey.replaceAll("'", "'\\''")}'`;
  const lines =
    hasGh && repository
      ? [`gh secret set ZENDRIFT_SIGNING_KEY --repo ${repository.name} < ${file}`, `rm ${file}`]
      : [page('settings/secrets/actions/new'), `ZENDRIFT_SIGNING_KEY: everything in ${file}`, `rm ${file}`];
  return [{ title: 'Set the secret with the signing key before the first run, and delete its file', lines }];
}

function planWriting(facts: StepFacts, page: Page): readonly Step[] {
  const { repository, hasGh, environments } = facts;
  if (environments?.includes(environment)) return [];
  const names = ['ZENDESK_WRITE_CLIENT_ID', 'ZENDESK_WRITE_CLIENT_SECRET'];
  const lines =
    hasGh && repository
      ? names.map((name) => `gh secret set ${name} --env ${environment} --repo ${repository.name}`)
      : [names.join(', ')];
  return [
    {
      title: `Only for /revert: create the environment ${environment}, limit it to the default branch, and keep the secrets that can write in it alone`,
      lines: [...planEnvironment(facts, page), ...lines],
    },
  ];
}
