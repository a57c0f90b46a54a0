import { ownerPaths, renderCodeOwners } from '#render/init/code-owners.ts';
import { renderConfigYaml } from '#render/init/config-yaml.ts';
import type { ShownFile } from '#render/init/init-result.ts';
import { requestFormText, type WorkflowName } from '#render/init/templates.ts';
import { type Release, renderWorkflow, toolRepository } from '#render/init/workflow-text.ts';
import type { Answers } from './ask-answers.ts';
import type { Base } from './find-base.ts';
import type { InitRun } from './init-run.ts';
import { planFile } from './plan-files.ts';
import { planRules } from './plan-rules.ts';
import type { Schedule } from './plan-schedule.ts';
import type { AccountFacts, HubFacts } from './survey.ts';

export interface FileInputs {
  readonly answers: Answers;
  readonly schedule: Schedule;
  readonly account: AccountFacts;
  readonly hub: HubFacts;
  readonly release: Release | null;
  /** Line for the file of allowed signers; null = commits are not signed. */
  readonly signer: string | null;
}

const signersPath = '.github/zendrift/allowed_signers';

const workflowNames: readonly WorkflowName[] = ['track', 'triage', 'verify', 'report'];

/** Every file that init writes, compared with what is there. A configuration is its team's: it is never written again. */
export async function collectFiles(run: InitRun, base: Base, inputs: FileInputs): Promise<readonly ShownFile[]> {
  const files: ShownFile[] = [];
  for (const name of workflowNames) {
    const path = `.github/workflows/zendrift-${name}.yml`;
    const text = renderWorkflow(name, inputs.release, inputs.schedule.crons);
    files.push(planFile({ path, text }, await base.read(path), await findOlder(base, name)));
  }
  const form = '.github/ISSUE_TEMPLATE/zendrift-change-request.yml';
  files.push(planFile({ path: form, text: requestFormText }, await base.read(form), null));
  const config = base.config ?? { path: run.configPaths.at(-1) ?? '', text: renderConfig(inputs) };
  files.push(planFile(config, base.config?.text.replaceAll('\r\n', '\n') ?? null, null));
  if (inputs.signer !== null) {
    const before = await base.read(signersPath);
    files.push(planFile({ path: signersPath, text: `${before ?? ''}${inputs.signer}\n` }, before, null));
  }
  const owners = await planOwners(base, findOwner(run, inputs.hub).login);
  return owners === null ? files : [...files, owners];
}

/** A workflow under another name that someone has set up by hand: two of them would record twice. */
async function findOlder(base: Base, name: WorkflowName): Promise<string | null> {
  for (const path of [`.github/workflows/${name}.yml`, `.github/workflows/${name}.yaml`])
    if ((await base.read(path))?.includes(`uses: ${toolRepository}`)) return path;
  return null;
}

const renderConfig = ({ answers, account, signer }: FileInputs): string =>
  renderConfigYaml({
    ...answers,
    hours:
      answers.hours === null
        ? null
        : { days: answers.hours.days, from: toClock(answers.hours.from), to: toClock(answers.hours.to) },
    rules: planRules(account.entries),
    withoutLog: account.withoutLog,
    signers: signer === null ? null : signersPath,
  });

const toClock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Who owns the configuration: whoever runs init. `guessed` = nobody knows who that is, so it is the owner of the repository. */
export function findOwner(
  { actor, repository }: InitRun,
  { me }: HubFacts,
): { readonly login: string | null; readonly guessed: boolean } {
  const person = me?.login ?? (actor !== null && !actor.endsWith('[bot]') ? actor : null);
  return { login: person ?? repository?.name.split('/')[0] ?? null, guessed: person === null };
}

/** Null where nobody is known who could own the configuration. */
async function planOwners(base: Base, owner: string | null): Promise<ShownFile | null> {
  for (const path of ownerPaths) {
    const before = await base.read(path);
    if (before !== null)
      return planFile({ path, text: owner === null ? before : renderCodeOwners(before, owner) }, before, null);
  }
  return owner === null ? null : planFile({ path: ownerPaths[0], text: renderCodeOwners(null, owner) }, null, null);
}
