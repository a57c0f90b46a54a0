import { objectKey } from '#core/object-key.ts';
import type { State } from '#core/state/state.ts';
import { addSeconds, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import type { Kind } from '#kinds/kind.ts';
import { type ListedKind, listKind } from './list-kind.ts';
import type { TrackRun } from './track-run.ts';

/** Everything of some kinds, as it stands. */
export interface BaselineReading {
  /** Server time before the first listing request: entries older than that belong to the baseline. */
  readonly time: UtcTime;
  readonly listed: readonly ListedKind[];
  /** Objects that could not be read, with why. They are not in the baseline. */
  readonly unreadable: readonly { readonly object: string; readonly reason: string }[];
  /** Kinds that the account does not offer. */
  readonly absent: readonly Kind[];
}

/** A listing during which someone edits is done again, this many times. */
const mostListings = 3;

/**
 * Lists some kinds whole. When the log gets entries meanwhile, the listing is done again with a newer time, so that the
 * edit is in the baseline and its entry is older than it. Throws where a listing cannot be believed: half a baseline
 * would make a deletion of everything else. A kind that not every account has is left out instead: nothing of it is
 * recorded yet, so nothing could look deleted.
 */
export async function readBaseline(run: TrackRun, state: State, kinds: readonly Kind[]): Promise<BaselineReading> {
  const { zendesk } = run;
  for (let attempt = 1; ; attempt += 1) {
    const time = zendesk.serverTime();
    const recorded = { files: new Map<string, string>(), entries: [], acceptVanished: [] };
    const input = { zendesk, progress: run.progress, state, ...recorded };
    const listed: ListedKind[] = [];
    for (const kind of kinds) listed.push(await listKind(input, kind));
    const isOptional = ({ kind }: ListedKind) => kind.needs !== undefined && !state.baselines.has(kind.name);
    const [left, usable] = [
      listed.filter((one) => one.unusable !== null && isOptional(one)),
      listed.filter((one) => one.unusable === null || !isOptional(one)),
    ];
    const unusable = usable.find((listing) => listing.unusable !== null);
    if (unusable) {
      const [request, reason] = [`the listing of ${unusable.kind.plural}`, unusable.unusable ?? ''];
      throw new ZendriftError(unusable.forbidden ? 'zendesk-forbidden' : 'zendesk-nonsense', { request, reason });
    }
    if (attempt === mostListings || !(await wasEdited(run, time)))
      return {
        time,
        listed: usable,
        unreadable: [
          ...unreadableOf(usable),
          ...left
            .filter(({ absent }) => !absent)
            .map(({ kind, unusable }) => ({ object: kind.plural, reason: unusable ?? '' })),
        ],
        absent: left.filter(({ absent }) => absent).map(({ kind }) => kind),
      };
    run.progress.detail('Someone made a change while the baseline was read. Reading it again');
  }
}

async function wasEdited({ zendesk }: TrackRun, since: UtcTime): Promise<boolean> {
  const now = zendesk.serverTime();
  const { entries } = await zendesk.listAuditEntries({ from: since, to: addSeconds(now, 1) });
  return entries.some(({ time }) => time > since);
}

/** Kinds that the account does not offer, as far as it has been asked. */
export const absentAfter = (
  state: Pick<State, 'absent'>,
  { listed, absent }: Pick<BaselineReading, 'listed' | 'absent'>,
): readonly string[] => {
  const asked = new Set([...listed.map(({ kind }) => kind.name), ...absent.map(({ name }) => name)]);
  return [...state.absent.filter((name) => !asked.has(name)), ...absent.map(({ name }) => name)].sort();
};

const unreadableOf = (listed: readonly ListedKind[]): BaselineReading['unreadable'] =>
  listed.flatMap(({ kind, objects, nameless }) => [
    ...[...objects.values()].flatMap((item) =>
      item.type === 'unreadable' ? [{ object: item.object ?? objectKey(kind.name, '?'), reason: item.reason }] : [],
    ),
    ...nameless.map((reason) => ({ object: objectKey(kind.name, '?'), reason })),
  ]);
