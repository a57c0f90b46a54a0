import type { Notice } from './notice.ts';
import { plain } from './notice-lines.ts';

/** Plain JSON for programs; `sent` lets a receiver refuse a message that someone replays. */
export function toJsonText(notice: Notice, sent: string): string {
  const head = { version: 1, type: notice.type, account: notice.account, sent };
  if (notice.type === 'drift') {
    const changes = notice.changes.map((change) => ({
      ...change,
      title: plain(change.title),
      actors: change.actors.map((name) => plain(name)),
    }));
    return JSON.stringify({ ...head, changes });
  }
  const { actors, ...week } = notice.week;
  return JSON.stringify({ ...head, ...week, actors: actors.map((one) => ({ ...one, name: plain(one.name) })) });
}
