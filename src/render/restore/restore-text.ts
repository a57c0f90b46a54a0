import { counted } from '#render/track/run-words.ts';
import { linesText } from '#render/words-text.ts';
import { clip, toVisible } from '#text.ts';
import type { RestoredObject, RestoreResult } from './restore-result.ts';

/** A body of a macro may be long; the JSON result has it whole. */
const longestBody = 1000;

/** What was or would be written, as plain lines. No line holds anything invisible. */
export function renderRestoreText(result: RestoreResult): readonly string[] {
  return [
    headline(result),
    ...result.objects.flatMap((object) => [objectLine(object), ...detailLines(object)]),
    ...result.warnings.map(({ message }) => `! ${message}`),
    counted(result.requests.zendesk, 'Zendesk request'),
  ].map(toVisible);
}

function headline({ applied, objects, to }: RestoreResult): string {
  const from = `as of ${to.slice(0, 12)}`;
  const count = (outcome: RestoredObject['outcome']) => objects.filter((object) => object.outcome === outcome).length;
  if (objects.length === 0) return `Nothing to restore: everything is already recorded ${from}`;
  if (!applied) return `${counted(count('planned'), 'object')} would be restored ${from}. To write, add --apply`;
  return `${counted(count('restored'), 'object')} of ${objects.length} restored ${from}`;
}

const words: Readonly<Record<RestoredObject['outcome'], string>> = {
  planned: 'would be',
  restored: 'was',
  nothing: 'is already in that state',
  refused: 'cannot be restored',
  failed: 'was not restored',
  unfinished: 'may not be restored: run again',
};

const actions: Readonly<Record<NonNullable<RestoredObject['action']>, string>> = {
  update: 'updated',
  deactivate: 'deactivated',
  create: 'created again',
  delete: 'deleted',
  reorder: 'put in order',
};

function objectLine({ object, title, outcome, action, createdAs, unapproved }: RestoredObject): string {
  const done = outcome === 'planned' || outcome === 'restored';
  const what = done && action !== null ? `${words[outcome]} ${actions[action]}` : words[outcome];
  const name = title === '' ? object : `${object} "${title}"`;
  const doubt = done && unapproved ? ', to a state that was never approved' : '';
  return `${name} ${what}${createdAs === null ? '' : ` as ${createdAs}`}${doubt}`;
}

function detailLines({ lines, body, references, createdAs, object }: RestoredObject): readonly string[] {
  return [
    ...linesText(lines).map((line) => `    ${line}`),
    ...(body === null ? [] : [`    > ${clip(JSON.stringify(body), longestBody)}`]),
    ...(references.length === 0
      ? []
      : [`    still refers to ${object}${createdAs === null ? '' : `, not ${createdAs}`}: ${references.join(', ')}`]),
  ];
}
