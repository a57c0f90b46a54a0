import type { IssueSubject } from '#issues/subject.ts';
import { codeSpan } from '#render/escape/code-span.ts';

type Place = IssueSubject['type'];

const help: Readonly<Record<Place, readonly string[]>> = {
  object: [
    '`/approve a77d01b reason` makes this state the approved one; the seven digits name it, and are needed once there have been several',
    '`/reject reason` keeps this open until it is put right',
    '`/revert a77d01b reason` writes the approved state back; what was created is deactivated, or deleted with `/revert a77d01b delete reason`',
  ],
  digest: [
    '`/approve HASH all reason` and `/approve HASH 2 reason` approve everything, or one row',
    '`/reject 2 reason` keeps a row open until it is put right',
    '`/revert HASH 2 reason` writes the approved states of a row back',
    '`/split 2` gives each object of a row an issue of its own',
  ],
  alert: ['`/accept reason` says that the objects which are missing really are deleted'],
  request: ['`/approve reason` approves the request as it was read back', '`/reject reason` closes it'],
};

/** What can be said in an issue. `unknown` = what was typed and is no command. */
export const helpLines = (place: Place, unknown: string | null): readonly string[] => [
  ...(unknown === null ? [] : [`${codeSpan(`/${unknown}`, 40)} is no command.`, '']),
  'A command is the first line of a new comment, one a comment:',
  ...help[place].map((line) => `- ${line}`),
  '- `/help` shows this',
];
