import { parseNames } from '#core/names/names-text.ts';
import { isOrder, kindOf, type ObjectKey } from '#core/object-key.ts';
import { assessRisk, riskOf } from '#core/risk/risk.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import type { Episode, EpisodeChange } from '#core/state/episode.ts';
import type { State } from '#core/state/state.ts';
import type { Kind } from '#kinds/kind.ts';
import { findKind } from '#kinds/registry.ts';
import { namesPath } from './describe-tree.ts';
import type { Ledger } from './publish.ts';
import { readUses } from './read-uses.ts';
import { toRecorded } from './snapshot-text.ts';

type Recorded = Pick<Ledger, 'files' | 'state'>;

interface ShownChange {
  readonly kind: Kind;
  readonly change: EpisodeChange;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

/**
 * The state with the high risk that the recorded snapshots show, where the commit of an open change names a lower one: anyone
 * who writes a commit by hand can name any risk, and an approval of high risk may need more people. What snapshots do not show,
 * such as the hour of the change, is left as the commit says.
 */
export async function withShownRisk(ledger: Recorded): Promise<State> {
  const { state, files } = ledger;
  const shown = await readShown(ledger);
  if (shown.size === 0) return state;
  await files.load([namesPath(state.account)]);
  const names = parseNames(files.textOf(namesPath(state.account)) ?? '{}');
  const usesOf = await readUses(
    ledger,
    [...shown.values()].map(({ kind, before, after }) => ({ kind: kind.name, states: [before, after] })),
  );
  const codesOf = ({ kind, change: { type, transient }, before, after }: ShownChange): readonly string[] => {
    const uses = usesOf({ kind: kind.name, states: [before, after] });
    return assessRisk({ kind, type, before, after, transient, uses, names, context: unknown }).reasons.map(
      ({ code }) => code,
    );
  };
  const withCodes = (change: EpisodeChange): EpisodeChange => {
    const one = shown.get(change.commit);
    const codes = one === undefined ? [] : codesOf(one);
    if (riskOf(codes).level !== 'high' || riskOf(change.riskCodes).level === 'high') return change;
    // `risk` stays what the commit says: a state is compared with history by it.
    return { ...change, riskCodes: [...new Set([...codes, ...change.riskCodes])] };
  };
  const episodes = [...state.episodes].map(
    ([object, episode]) => [object, { ...episode, changes: episode.changes.map(withCodes) }] as const,
  );
  return { ...state, episodes: new Map(episodes) };
}

const unknown = { firstSeenActor: false, firstSeenIp: false, offHours: false };

/** By commit: the changes that are open and not called a high risk, as far as their snapshots can be read. */
async function readShown({ state, files }: Recorded): Promise<ReadonlyMap<string, ShownChange>> {
  const open = [...state.episodes].flatMap(([object, episode]) => {
    const kind = isOrder(object) ? undefined : findKind(kindOf(object));
    return kind === undefined
      ? []
      : episode.changes.filter((one) => isForward(episode, one)).map((change) => ({ object, kind, change }));
  });
  await files.loadNamed(open.flatMap(({ change: { before, after } }) => [before ?? [], after ?? []].flat()));
  const shown = new Map<string, ShownChange>();
  for (const { object, kind, change } of open) {
    const [before, after] = [change.before, change.after].map((blob) => readSnapshot(files, object, blob));
    if (before !== undefined && after !== undefined) shown.set(change.commit, { kind, change, before, after });
  }
  return shown;
}

/** What is approved already carries no risk: a change back to it, and what our own write has done. */
const isForward = ({ approvedState }: Episode, { after, verdict, riskCodes }: EpisodeChange): boolean =>
  after !== approvedState && verdict.reason !== 'revert' && riskOf(riskCodes).level !== 'high';

/** Undefined where nobody has the text, or it is no snapshot. */
function readSnapshot(
  { textOfBlob }: Recorded['files'],
  object: ObjectKey,
  blob: string | null,
): Snapshot | null | undefined {
  if (blob === null) return null;
  const text = textOfBlob(blob);
  try {
    return text === null ? undefined : toRecorded(object, text);
  } catch {
    return undefined;
  }
}
