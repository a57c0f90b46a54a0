import type { IssueSubject } from '#issues/subject.ts';
import type { Misplaced } from '#policy/parse-command.ts';
import { codeSpan } from '#render/escape/code-span.ts';

type Place = Exclude<IssueSubject['type'], 'dashboard'>;

/** `name` = what a command has to name: the state, or the hash of a digest, as it is now. */
const help: Readonly<Record<Place, (name: string) => readonly string[]>> = {
  object: (name) => [
    `\`/approve ${name} reason\` accepts the change. \`${name}\` names the state after it; it is required if there has been more than one`,
    `\`/approve ${name} until 2027-01-15 reason\` approves it until the end of that day`,
    '`/reject reason` refuses the change without undoing it: this issue stays open',
    `\`/revert ${name} reason\` undoes the change in Zendesk. A new object is deactivated, or deleted with \`/revert ${name} delete reason\``,
  ],
  digest: (name) => [
    `\`/approve ${name} all reason\` and \`/approve ${name} 2 reason\` approve everything, or one row`,
    '`/reject 2 reason` refuses the changes of a row without undoing them',
    `\`/revert ${name} all reason\` and \`/revert ${name} 2 reason\` undo everything in Zendesk, or one row`,
    '`/split 2` opens a separate issue for each object in a row',
  ],
  alert: () => [
    '`/accept reason` accepts what this issue reports: that objects really were deleted, or that log entries need no further action',
  ],
  request: () => ['`/approve reason` approves the request as zendrift read it', '`/reject reason` closes it'],
};

const placeholders: Readonly<Record<Place, string>> = { object: 'STATE', digest: 'HASH', alert: '', request: '' };

/** What can be said in an issue. `name` null = nothing is open there. `unknown` = what was typed and is no command. */
export const helpLines = (place: Place, name: string | null, unknown: string | null): readonly string[] => [
  ...(unknown === null ? [] : [`${codeSpan(`/${unknown}`, 40)} is not a command.`, '']),
  ...(name === null && place === 'object' ? ['No change of this object is open.', ''] : []),
  'Start a new comment with the command, one per comment:',
  ...help[place](name ?? placeholders[place]).map((line) => `- ${line}`),
  '- `/help` shows this',
];

const reasons: Readonly<Record<Misplaced['why'], string>> = {
  indented: 'there are spaces or empty lines before it, as in an example or a quote',
  quoted: 'there is quoted text above it, as in an answer to an e-mail',
};

/** Why something that looks like a command is none, and what to do. */
export const misplacedLines = ({ word, why }: Misplaced): readonly string[] => [
  `**Not a command.** ${codeSpan(`/${word}`, 40)} doesn't count, because ${reasons[why]}. Write a new comment that starts with ${codeSpan(`/${word}`, 40)}.`,
];
