import type { IssueSubject } from '#issues/subject.ts';
import { codeSpan } from '#render/escape/code-span.ts';

type Place = Exclude<IssueSubject['type'], 'dashboard'>;

const help: Readonly<Record<Place, readonly string[]>> = {
  object: [
    '`/approve a77d01b reason` approves the current state. The seven digits name the state; they are required if there has been more than one',
    '`/reject reason` keeps this issue open until the object is fixed',
    '`/revert a77d01b reason` restores the approved state. A new object is deactivated, or deleted with `/revert a77d01b delete reason`',
  ],
  digest: [
    '`/approve HASH all reason` and `/approve HASH 2 reason` approve everything, or one row',
    '`/reject 2 reason` keeps a row open until its objects are fixed',
    '`/revert HASH 2 reason` restores the approved states of a row',
    '`/split 2` opens a separate issue for each object in a row',
  ],
  alert: ['`/accept reason` confirms that the missing objects really were deleted'],
  request: ['`/approve reason` approves the request as zendrift read it', '`/reject reason` closes it'],
};

/** What can be said in an issue. `unknown` = what was typed and is no command. */
export const helpLines = (place: Place, unknown: string | null): readonly string[] => [
  ...(unknown === null ? [] : [`${codeSpan(`/${unknown}`, 40)} is not a command.`, '']),
  'Start a new comment with the command, one per comment:',
  ...help[place].map((line) => `- ${line}`),
  '- `/help` shows this',
];
