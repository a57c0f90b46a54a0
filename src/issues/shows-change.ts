import { parseMarker } from '#core/commit/marker.ts';
import type { Episode, EpisodeChange } from '#core/state/episode.ts';
import { findClaimed } from '#core/state/freshness.ts';
import { wordLines } from '#render/issue/issue.ts';
import type { IssueView } from '#render/issue/issue-view.ts';

/**
 * The change that an issue's body shows: the one of its marker, where the body links the commit of that change, too. People
 * who may write can edit a body; a marker that came from another issue does not go with the rest of it. Null = it is unknown.
 */
export function findBodyChange(body: string, episode: Pick<Episode, 'object' | 'changes'>): EpisodeChange | null {
  const marker = parseMarker(body);
  const change = marker === null ? undefined : episode.changes[findClaimed(episode, marker)];
  return change !== undefined && body.includes(`/commit/${change.commit}`) ? change : null;
}

/** Whether the words of a body are those of the newest change, too. An older one is not decided by it anyway. */
export function hasWords(body: string, view: IssueView): boolean {
  const change = findBodyChange(body, view.episode);
  if (change === null) return false;
  const isNewest = change === view.episode.changes.at(-1);
  return !isNewest || body.replaceAll('\r\n', '\n').includes(wordLines(view).join('\n'));
}
