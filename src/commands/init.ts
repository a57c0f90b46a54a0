import { ZendriftError } from '#errors.ts';
import type { InitResult, ShownFile, Step } from '#render/init/init-result.ts';
import { renderInitText } from '#render/init/init-text.ts';
import { renderPullBody } from '#render/init/pull-body.ts';
import { isPinned, type Release, toolRepository } from '#render/init/workflow-text.ts';
import { version } from '#version.ts';
import type { CommandOutcome } from './command.ts';
import { askAnswers } from './init/ask-answers.ts';
import { collectFiles, findOwner } from './init/collect-files.ts';
import { type Delivery, deliver } from './init/deliver.ts';
import { findBase } from './init/find-base.ts';
import type { InitRun } from './init/init-run.ts';
import { makeSigner } from './init/make-signer.ts';
import { toFileStep } from './init/plan-files.ts';
import { planSchedule } from './init/plan-schedule.ts';
import { planSteps } from './init/plan-steps.ts';
import { surveyAccount, surveyHub, toLeft } from './init/survey.ts';

/** Labels that issues get, so that people can filter by them from the first day. */
const labels = [
  ...['config-drift', 'change-request', 'zendrift-alert', 'zendrift-dashboard', 'rejected', 'restored'],
  ...['risk:high', 'risk:medium', 'risk:low'],
];

/**
 * `zendrift init`: looks at the account and the repository, asks, and proposes everything as one pull request. What cannot be
 * done is left to a person, and said; the rest is done. Run twice, it changes nothing.
 */
export async function init(run: InitRun): Promise<CommandOutcome> {
  run.progress.stage('Looking at Zendesk and the repository');
  const account = await surveyAccount(run);
  const hub = await surveyHub(run);
  const base = await findBase(run);
  const answers = await askAnswers(run, account, hub, base);
  const schedule = planSchedule(answers.hours, answers.timezone, new Date(run.clock.now()).getUTCFullYear());
  const release = await findRelease(run);
  const signer = await makeSigner(run, base);
  const proposed = await collectFiles(run, base, { answers, schedule, account, hub, release, signer: signer.line });
  const files = await chooseUpdates(run, proposed);
  const identities = base.config === null ? answers.identities : [];

  const toSteps = (delivery: Delivery, isProtected: boolean): readonly Step[] =>
    planSteps({
      ...{ repository: run.repository, account: run.account, branch: answers.branch, hasGh: run.hasGh, isProtected },
      defaultBranch: run.workspace.tip.branch,
      signingKey: signer.line === null ? null : run.options.newSigningKey,
      ...{
        pull: delivery.pull,
        isLocal: delivery.isLocal,
        isRecorded: run.workspace.hasRecord,
        secrets: hub.secrets,
        environments: hub.environments,
      },
      ...{ guesses: answers.guesses, unmapped: base.config === null ? [] : answers.identities },
    });
  const isProtected = await looksProtected(run, answers.branch);
  const undelivered: Delivery = { pull: null, isLocal: false, kept: [], left: [] };
  const body = () =>
    renderPullBody({ files, identities, minutes: schedule.minutes, steps: toSteps(undelivered, isProtected) });
  const delivery = run.options.dryRun ? undelivered : await deliver(run, base, files, body);
  const made = await makeLabels(run);

  const shown = files.map(
    (file): ShownFile => (delivery.kept.includes(file.path) ? { ...file, status: 'left' } : file),
  );
  const result: InitResult = {
    ...{ version: 1, account: run.account, repository: run.repository?.name ?? null, dryRun: run.options.dryRun },
    ...{ branch: answers.branch, timezone: answers.timezone, identities, files: shown, minutes: schedule.minutes },
    labels: { created: made.created },
    pullRequest: delivery.pull,
    left: [
      ...[...account.left, ...hub.left, ...answers.left, ...signer.left, ...made.left, ...delivery.left],
      ...shown.filter(({ status }) => status === 'left').map(toFileStep),
      ...(findOwner(run, hub).guessed && shown.some(isNewOwners) ? [ownersStep] : []),
      ...(release === null && !isPinned ? [toPinStep()] : []),
    ],
    steps: toSteps(delivery, isProtected),
    warnings: run.warnings,
  };
  return {
    exitCode: result.left.length > 0 ? 1 : 0,
    lines: renderInitText(result),
    json: result,
    summary: '',
    outputs: {},
    annotations: [],
  };
}

const isNewOwners = ({ path, status }: ShownFile): boolean => path.endsWith('CODEOWNERS') && status !== 'unchanged';

const ownersStep: Step = {
  title: 'Name who owns the configuration in CODEOWNERS',
  lines: [
    'It names the owner of the repository, because the token does not say who you are. An organization cannot review: name people or a team.',
  ],
};

const tag = `v${version}`;

/** A tag can be moved, a commit cannot. */
async function findRelease({ hub }: InitRun): Promise<Release | null> {
  const commit = await hub?.resolveTag(toolRepository, tag).catch((error: unknown) => {
    if (error instanceof ZendriftError && error.code !== 'stopped') return null;
    throw error;
  });
  return commit ? { commit, tag } : null;
}

const toPinStep = (): Step => ({
  title: 'Name the commit of zendrift in the workflows',
  lines: [`The commit of ${toolRepository} ${tag} cannot be seen. Put it behind each "uses: ${toolRepository}@".`],
});

/** Nobody's file is replaced silently: a person is asked, and --yes shows it in the pull request. */
async function chooseUpdates({ ask }: InitRun, files: readonly ShownFile[]): Promise<readonly ShownFile[]> {
  const chosen: ShownFile[] = [];
  for (const file of files) {
    const asked = ask !== null && file.status === 'updated';
    const answer = asked ? await ask(`Propose the new text of ${file.path}? (y/n)`, 'y') : 'y';
    chosen.push(/^y(?:es)?$/i.test(answer) ? file : { ...file, status: 'left' });
  }
  return chosen;
}

async function looksProtected({ hub, workspace }: InitRun, branch: string | null): Promise<boolean> {
  const name = branch ?? workspace.tip.branch;
  const rules = name === null ? null : await hub?.listRules(name).catch(() => null);
  return rules?.includes('non_fast_forward') === true && rules.includes('deletion');
}

/** In any mode but a dry run: a label is no file, so no pull request could bring it. */
async function makeLabels({
  hub,
  options,
}: InitRun): Promise<{ readonly created: readonly string[]; readonly left: readonly Step[] }> {
  if (hub === null || options.dryRun) return { created: [], left: [] };
  const { created, problem } = await hub.createLabels(labels);
  return { created, left: problem === null ? [] : [toLeft('Create the labels', problem)] };
}
