import { codeSpan } from '#render/escape/code-span.ts';
import type { ActionsMinutes, ProposedIdentity, ShownFile, Step } from './init-result.ts';
import { renderMinutes } from './minutes-text.ts';

export interface PullBody {
  readonly files: readonly ShownFile[];
  readonly identities: readonly ProposedIdentity[];
  readonly minutes: ActionsMinutes;
  /** What is left to do once it is merged. */
  readonly steps: readonly Step[];
}

/** A checklist: whoever merges sees what is still missing. Names of people mention nobody. */
export function renderPullBody({ files, identities, minutes, steps }: PullBody): string {
  const changes = files.filter(({ status }) => status === 'created' || status === 'updated');
  return [
    'Written by `zendrift init`. The configuration explains itself: please read `.github/zendrift.yml` first.',
    '',
    ...changes.map(({ path, status }) => `- ${codeSpan(path)} ${status}`),
    '',
    ...(identities.length === 0 ? [] : ['Who is who:', '']),
    ...identities.map(
      ({ zendesk, name, github, by }) =>
        `- ${codeSpan(name)} (Zendesk ${zendesk}) is ${codeSpan(github)}, by ${by === 'email' ? 'e-mail address' : 'name'}`,
    ),
    ...(identities.length === 0 ? [] : ['']),
    renderMinutes(minutes),
    '',
    '### Checklist',
    ...steps.flatMap(({ title, lines }) => [
      `- [ ] ${title}`,
      ...lines.map((line) => `  - ${/^https?:/.test(line) ? line : codeSpan(line, 400)}`),
    ]),
    '',
  ].join('\n');
}
