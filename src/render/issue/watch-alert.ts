import type { LogAlert } from '#core/commit/commit-facts.ts';
import type { LoggedAct } from '#core/entry/log-file.ts';
import { codeSpan } from '#render/escape/code-span.ts';
import { fullTime } from '#render/time-words.ts';
import { safe } from './issue-title.ts';

interface Watched {
  readonly alert: LogAlert;
  readonly acts: readonly LoggedAct[];
}

interface Frame {
  /** First line of the body. */
  readonly mark: string;
  readonly account: string;
  readonly timezone: string;
}

/** Title and body of an alert about entries of the audit log. */
export function renderWatch(
  { alert, acts }: Watched,
  { mark, account, timezone }: Frame,
): { readonly title: string; readonly body: string } {
  const { rule, count, entries } = alert;
  const [first] = acts;
  const what = count === 1 && first ? titleWords(first) : count === 1 ? '1 entry' : `${count} entries`;
  const more = count - entries.length;
  const body = [
    mark,
    `${count === 1 ? 'An audit log entry matches' : `${count} audit log entries match`} the alert ${codeSpan(rule)}.`,
    '',
    ...entries.flatMap(({ id, time }) => {
      const act = acts.find((one) => one.id === id);
      const when = fullTime(time, timezone);
      return act === undefined ? [`- ${when}: audit log entry ${id}`] : actLines(act, when);
    }),
    ...(more > 0 ? [`- and ${more} more in ${codeSpan(`log/${account}`)} on the data branch`] : []),
    '',
    'When nothing is left to do about it, start a new comment with:',
    '```',
    '/accept reason',
    '```',
    'Closing this issue by hand does not accept it.',
  ].join('\n');
  return { title: safe(`[${account}] ${rule}: ${what}`, 256), body };
}

const titleWords = ({ actorName, actorId, action, sourceType, label }: LoggedAct): string =>
  `${actorName || actorId || 'Unknown'}, ${action ?? 'unknown action'} ${sourceType ?? ''}${label ? ` "${label}"` : ''}`;

function actLines(act: LoggedAct, when: string): readonly string[] {
  const { actorName, actorId, ip, action, sourceType, label, sourceId, description, id } = act;
  const who = `${codeSpan(actorName || 'unknown')} (${codeSpan(actorId ?? 'no id')})`;
  const what = [codeSpan(action ?? 'unknown'), codeSpan(sourceType ?? 'unknown'), ...(label ? [codeSpan(label)] : [])];
  const from = ip === null ? '' : ` from ${codeSpan(ip, 60)}`;
  const of = sourceId === null ? '' : ` (id ${codeSpan(sourceId, 60)})`;
  return [
    `- ${when}: ${who}${from}: ${what.join(' ')}${of}, audit log entry ${id}`,
    ...(description === null || description.trim() === '' ? [] : [`  The log says: ${codeSpan(description, 500)}`]),
  ];
}
