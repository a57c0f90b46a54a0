import type { InitResult, Step } from './init-result.ts';
import { renderMinutes } from './minutes-text.ts';

/** What init did, could not do, and leaves to people. A dry run prints every file. */
export function renderInitText(result: InitResult): readonly string[] {
  const { files, identities, labels, pullRequest, dryRun } = result;
  const changes = files.filter(({ status }) => status === 'created' || status === 'updated');
  return [
    ...(dryRun ? changes.flatMap(({ path, text }) => [`--- ${path}`, ...text.trimEnd().split('\n'), '']) : []),
    `${dryRun ? 'Nothing was written. The files of' : 'The files of'} ${result.account}${result.repository === null ? '' : ` in ${result.repository}`}:`,
    ...files.map(({ path, status }) => `  ${status.padEnd(9)}  ${path}`),
    ...(identities.length === 0 ? [] : ['', 'People:']),
    ...identities.map(
      ({ zendesk, name, github, by }) =>
        `  ${name} (Zendesk ${zendesk}) = ${github} on GitHub, by ${by === 'email' ? 'e-mail address' : 'name'}`,
    ),
    '',
    renderMinutes(result.minutes),
    ...(labels.created.length === 0 ? [] : [`Labels created: ${labels.created.join(', ')}`]),
    ...(pullRequest === null ? [] : [`Pull request: ${pullRequest.url}`]),
    ...renderSteps('init could not do this:', result.left),
    ...renderSteps('Next:', result.steps),
  ];
}

const renderSteps = (title: string, steps: readonly Step[]): readonly string[] =>
  steps.length === 0
    ? []
    : [
        '',
        title,
        ...steps.flatMap((step, index) => [
          `  ${index + 1}. ${step.title}`,
          ...step.lines.map((line) => `     ${line}`),
        ]),
      ];
