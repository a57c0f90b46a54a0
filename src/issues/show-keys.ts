import { isOrder, kindOf, type ObjectKey } from '#core/object-key.ts';
import type { Episode } from '#core/state/episode.ts';
import { episodeJson } from '#core/state/state-text.ts';
import { canonicalText } from '#json.ts';
import { namesPath } from '#ledger/describe-tree.ts';
import { configBlob, type Ledger } from '#ledger/publish.ts';
import { isNamed } from '#ledger/read-uses.ts';
import { version } from '#version.ts';
import type { IssueRun } from './issue-run.ts';

/** Fingerprints of what issues are rendered from: where they are equal, so are the texts, and nothing needs to be rendered. */
export interface ShowKeys {
  readonly ofEpisode: (episode: Episode) => string;
  /** Of an issue with the episodes that were filed there. */
  readonly ofIssue: (episodes: readonly Episode[]) => string;
  /** Of an issue without an open episode: by the ends that are known of what was filed there. */
  readonly ofEnded: (number: number) => string;
  readonly of: (parts: readonly unknown[]) => string;
}

export function openShowKeys(run: IssueRun, { state, files }: Ledger): ShowKeys {
  const { repository, zendesk, issues } = run;
  const names = files.blobs.get(namesPath(state.account)) ?? null;
  const place = [version, configBlob(run), names, repository.branch, issues?.webUrl ?? null, zendesk.url];
  const of = (parts: readonly unknown[]): string => repository.blobId(JSON.stringify(parts)).slice(0, 16);
  const base = of(place);
  const known = new Map<ObjectKey, string>();
  const ofEpisode = (episode: Episode): string => {
    const cached = known.get(episode.object);
    if (cached !== undefined) return cached;
    // As the state keeps it: the same, whether this run has made it or read it.
    const shown = canonicalText(episodeJson({ ...episode, issue: null }));
    // An order is shown with the titles of all that are in it, what others name with those that name it.
    const isAboutOthers = isOrder(episode.object) || isNamed(kindOf(episode.object));
    const key = of([base, episode.object, shown, isAboutOthers ? state.tree : null]);
    known.set(episode.object, key);
    return key;
  };
  return {
    of,
    ofEpisode,
    ofIssue: (episodes) => of(episodes.map(ofEpisode).sort()),
    ofEnded: (number) => {
      const ends = [...state.ended.values()].filter(({ issue }) => issue === number).map(({ commit }) => commit);
      return `ended ${of(ends.sort())}`;
    },
  };
}
