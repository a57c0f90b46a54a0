import {
  allSteps,
  conditionsIn,
  type Definition,
  expressionsIn,
  type Fields,
  fencedIn,
  fields,
  stepsOf,
  textsIn,
} from './workflow-files.ts';

/** What one audit finds in one file: a line for each finding. */
export type Audit = (definition: Definition) => readonly string[];

const runsOf = (definition: Definition): readonly string[] =>
  allSteps(definition).flatMap(({ run }) => (typeof run === 'string' ? [run] : []));

const usesOf = (definition: Definition): readonly string[] =>
  [...allSteps(definition), ...definition.jobs.map(([, job]) => job)].flatMap(({ uses }) =>
    typeof uses === 'string' ? [uses] : [],
  );

const isLocal = (uses: string): boolean => uses.startsWith('./');

const isCheckout = ({ uses }: Fields): boolean => String(uses).startsWith('actions/checkout@');
const isUpload = ({ uses }: Fields): boolean => String(uses).startsWith('actions/upload-artifact@');

const withOf = (step: Fields, name: string): unknown => fields(step['with'])[name];

const matching = (texts: readonly string[], pattern: RegExp): readonly string[] =>
  texts.filter((text) => pattern.test(text));

/** Jobs that run on a machine of their own, not those that call another workflow. */
const ownJobs = ({ jobs }: Definition): readonly (readonly [string, Fields])[] =>
  jobs.filter(([, job]) => job['uses'] === undefined);

const jobsWhere = (definition: Definition, matches: (job: Fields, name: string) => boolean): readonly string[] =>
  ownJobs(definition).flatMap(([name, job]) => (matches(job, name) ? [name] : []));

const isTrusted = (job: Fields): boolean =>
  fields(job['permissions'])['id-token'] === 'write' && !/secrets\.|_TOKEN/.test(JSON.stringify(job));

const isAction = ({ document }: Definition): boolean => document['runs'] !== undefined;

/** Only its callers start it, and they set the limits. */
const isReusableOnly = ({ document }: Definition): boolean =>
  Object.keys(fields(document['on'])).join() === 'workflow_call';

/** Credentials that change something outside of this run: Zendesk, or a branch that others may not push to. */
const writing = /\bsecrets\.(?:\w+_WRITE_\w+|ZENDRIFT_DEPLOY_KEY|ZENDRIFT_APP_PRIVATE_KEY)\b/;

/** Whether a job makes what others install: nothing of it may come from a cache that another run could have filled. */
const releases = ({ jobs, text }: Definition): boolean =>
  jobs.some(([, job]) => fields(job['permissions'])['id-token'] === 'write') || /\bgh release create\b/.test(text);

const containersOf = (job: Fields): readonly unknown[] =>
  [job['container'], ...Object.values(fields(job['services']))].filter((one) => one !== undefined);

const imageOf = (container: unknown): string => String(fields(container)['image'] ?? container);

const isDigest = (image: string): boolean => /@sha256:[0-9a-f]{64}$/.test(image);

/** The audits of zizmor (https://docs.zizmor.sh/audits/) that a look at the file alone can answer, by its names for them. */
export const audits: Readonly<Record<string, Audit>> = {
  'adhoc-packages': (file) =>
    matching(
      runsOf(file),
      /\b(?:npm (?:install|i|exec)|npx|pip3? install|gem install|cargo install|go install|curl [^\n]*\| *(?:ba)?sh)\b/,
    ),
  'anonymous-definition': ({ document }) => (typeof document['name'] === 'string' ? [] : ['no name']),
  artipacked: ({ jobs }) =>
    jobs.flatMap(([name, job]) => {
      const kept = stepsOf(job).filter((step) => isCheckout(step) && withOf(step, 'persist-credentials') !== false);
      const meant = kept.every((step) => withOf(step, 'persist-credentials') === true);
      return kept.length > 0 && (!meant || stepsOf(job).some(isUpload)) ? [name] : [];
    }),
  'bot-conditions': (file) => matching(conditionsIn(file), /\bgithub\.(?:triggering_)?actor\b/),
  'cache-poisoning': (file) =>
    releases(file)
      ? allSteps(file)
          .filter((step) => {
            const uses = String(step['uses']);
            if (uses.startsWith('actions/cache@') || withOf(step, 'cache') !== undefined) return true;
            return uses.startsWith('actions/setup-node@') && withOf(step, 'package-manager-cache') !== false;
          })
          .map(({ uses }) => String(uses))
      : [],
  'concurrency-limits': (file) => {
    const isSet = (limits: unknown): boolean => fields(limits)['cancel-in-progress'] !== undefined;
    if (isAction(file) || isReusableOnly(file) || isSet(file.document['concurrency'])) return [];
    return jobsWhere(file, (job) => !isSet(job['concurrency']));
  },
  'dangerous-triggers': ({ document }) =>
    Object.keys(fields(document['on'])).filter((event) => ['pull_request_target', 'workflow_run'].includes(event)),
  'excessive-permissions': (file) => {
    if (isAction(file)) return [];
    const top = JSON.stringify(file.document['permissions']) === '{}' ? [] : ['on top'];
    const isListed = (value: unknown): boolean => typeof value === 'object' && value !== null;
    return [...top, ...file.jobs.flatMap(([name, job]) => (isListed(job['permissions']) ? [] : [name]))];
  },
  'forbidden-uses': (file) => usesOf(file).filter((uses) => !isLocal(uses) && !/^(?:actions|zendrift)\//.test(uses)),
  'github-app': (file) =>
    allSteps(file)
      .filter(({ uses }) => String(uses).startsWith('actions/create-github-app-token@'))
      .filter((step) => !Object.keys(fields(step['with'])).some((name) => name.startsWith('permission-')))
      .map(({ uses }) => String(uses)),
  'github-env': (file) => matching(runsOf(file), /GITHUB_(?:ENV|PATH)\b/),
  'hardcoded-container-credentials': ({ jobs }) =>
    jobs.flatMap(([name, job]) =>
      containersOf(job).some((one) => {
        const { password } = fields(fields(one)['credentials']);
        return password !== undefined && !/^\$\{\{.*\}\}$/.test(String(password));
      })
        ? [name]
        : [],
    ),
  'insecure-commands': ({ document }) =>
    JSON.stringify(document).includes('ACTIONS_ALLOW_UNSECURE_COMMANDS') ? ['allowed'] : [],
  'insecure-url-scheme': (file) => matching(runsOf(file), /\bhttp:\/\/(?!127\.0\.0\.1|localhost)/),
  misfeature: (file) =>
    allSteps(file).flatMap(({ shell }) => (shell === undefined || shell === 'bash' ? [] : [String(shell)])),
  'missing-timeout': (file) => jobsWhere(file, (job) => !(Number(job['timeout-minutes']) > 0)),
  obfuscation: (file) => matching(usesOf(file), /(?<!^\.)\/\.{0,2}(?:\/|@|$)|\$\{\{/),
  'overprovisioned-secrets': (file) => matching(expressionsIn(file), /(?<!\.)\bsecrets\b(?!\.[A-Za-z_])/i),
  'ref-confusion': (file) => usesOf(file).filter((uses) => !isLocal(uses) && /@(?![0-9a-f]{40}$)/.test(uses)),
  'ref-version-mismatch': ({ text }) =>
    [...text.matchAll(/^\s*(?:- )?uses: (?!\.\/)(\S+)(.*)$/gm)].flatMap(([, uses = '', rest = '']) =>
      /^ # v\d+\.\d+\.\d+$/.test(rest) ? [] : [`${uses}${rest}`],
    ),
  'secrets-inherit': ({ jobs }) => jobs.flatMap(([name, { secrets }]) => (secrets === 'inherit' ? [name] : [])),
  'secrets-outside-env': (file) =>
    jobsWhere(file, (job) => writing.test(JSON.stringify(job)) && job['environment'] === undefined),
  'self-hosted-runner': (file) =>
    jobsWhere(file, (job) => textsIn(job['runs-on']).some((one) => /self-hosted|\$\{\{/.test(one))),
  'stale-runner': (file) =>
    jobsWhere(file, (job) => !/^ubuntu-(?:latest|2[4-9]\.04)$|self-hosted|\$\{\{/.test(textsIn(job['runs-on']).join())),
  'template-injection': (file) => allSteps(file).flatMap((step) => fencedIn([step['run'], withOf(step, 'script')])),
  'undocumented-permissions': ({ text }) =>
    matching(text.match(/^ +[a-z-]+: (?:read|write)\b.*$/gm) ?? [], /: (?:read|write)(?! # \w.+$)/),
  'unpinned-images': ({ jobs, document }) =>
    [
      ...jobs.flatMap(([, job]) => containersOf(job).map(imageOf)),
      ...textsIn(document).filter((text) => text.startsWith('docker://')),
    ].filter((image) => !isDigest(image)),
  'unpinned-uses': (file) =>
    usesOf(file).filter((uses) => !isLocal(uses) && !/@[0-9a-f]{40}$/.test(uses) && !isDigest(uses)),
  'unredacted-secrets': (file) => matching(expressionsIn(file), /fromJSON\s*\(\s*secrets\b/i),
  'unsound-condition': (file) =>
    conditionsIn(file).filter(
      (condition) => condition.includes('${{') && !/^\$\{\{(?:(?!\}\}).)*\}\}$/.test(condition),
    ),
  'unsound-contains': (file) => matching(expressionsIn(file), /\bcontains\s*\(\s*'/i),
  'unsound-ternary': (file) => matching(expressionsIn(file), /&& *\(?(?:''|false|null|0)\)? *\|\|/),
  // A job that may identify itself, and is handed no token, publishes as this workflow.
  'use-trusted-publishing': (file) =>
    matching(
      runsOf({ ...file, jobs: file.jobs.filter(([, job]) => !isTrusted(job)) }),
      /\b(?:npm|yarn|pnpm|twine|gem|cargo) (?:publish|upload|push)\b/,
    ),
};

/** The rest of its list, and why no check of ours stands for it. */
export const notAudited: Readonly<Record<string, string>> = {
  'agentic-actions': 'no such action is allowed: forbidden-uses',
  'archived-uses': 'needs the network; the few actions that are allowed are GitHub’s own',
  'dependabot-cooldown': 'not a workflow: a test of its own',
  'dependabot-execution': 'not a workflow: a test of its own',
  'impostor-commit': 'needs the network',
  'known-vulnerable-actions': 'needs the network; Dependabot raises the pins',
  'self-repository': '`$/` is not known to GitHub Enterprise Server; `./` names a workflow of the same commit',
  shellcheck: 'needs a program that the tests do not install; each longer script is run by a test',
  'stale-action-refs': 'needs the network',
  'superfluous-actions': 'the runner has what they do; none is allowed: forbidden-uses',
  'typosquat-uses': 'nobody else’s action is allowed: forbidden-uses',
  'unpinned-tools': 'no action that installs tools is allowed: forbidden-uses',
};
