import { type WorkflowName, workflowTexts } from './templates.ts';

/** A released version of this tool, by its commit. */
export interface Release {
  readonly commit: string;
  /** `v1.2.3` */
  readonly tag: string;
}

const about: Readonly<Record<WorkflowName, string>> = {
  track: 'Records what changed in Zendesk and opens issues for what nobody approved.',
  triage: 'Reviewers answer an issue with /approve, /reject or /revert.',
  verify:
    'Checks once a day that the history is intact, that Zendesk agrees with it, and that decisions are confirmed.',
  report: 'Every Monday: who changed what in the week before, and whether it was approved.',
};

/** The repository of the action that the workflows use: the one action in them that is not GitHub's own. */
export const toolRepository: string = /\buses: (?!actions\/)([\w.-]+\/[\w.-]+)@/.exec(workflowTexts.track)?.[1] ?? '';

const uses = new RegExp(`(?<=\\buses: ${toolRepository}(?:/\\S+)?@)\\S+ # v\\S+`, 'g');

/** Whether the examples of this build name a commit that exists: those of a release do. */
export const isPinned: boolean = !/@0{40} # v/.test(workflowTexts.track);

/** A workflow as it is installed. `release` null = the commit is not known, and what the example says stays. */
export function renderWorkflow(name: WorkflowName, release: Release | null, crons: readonly string[]): string {
  const body = workflowTexts[name].replace(/^(?:#.*\n)*/, '');
  const pinned = release === null ? body : body.replace(uses, `${release.commit} # ${release.tag}`);
  return `# Written by "zendrift init", which proposes updates when it runs again.\n# ${about[name]}\n${
    name === 'track' ? withCrons(pinned, crons) : pinned
  }`;
}

const schedule = /( {4}# Not on the full hour.*\n)(?: {4}- cron: .*\n)+/;

/** GitHub runs each line by itself; all times are UTC. */
const withCrons = (text: string, crons: readonly string[]): string =>
  text.replace(schedule, (_, note: string) => `${note}${crons.map((cron) => `    - cron: "${cron}"\n`).join('')}`);
