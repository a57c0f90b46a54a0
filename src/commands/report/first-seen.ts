import type { FactEntry } from '#core/commit/commit-facts.ts';
import type { UtcTime } from '#core/time.ts';

/** The oldest entry of a person, or of a person from one address. */
export interface FirstSeenEntry {
  readonly type: 'person' | 'address';
  readonly id: string;
  readonly name: string;
  readonly ip: string | null;
  readonly time: UtcTime;
  readonly commit: string | null;
}

export interface FirstSeenFinder {
  add(entries: readonly FactEntry[], commit: string | null): void;
  list(): readonly FirstSeenEntry[];
}

/** Remembers one entry of each person and of each of their addresses, whatever the order in which entries come. */
export function openFirstSeen(): FirstSeenFinder {
  const first = new Map<string, FirstSeenEntry>();
  const note = (key: string, entry: FirstSeenEntry): void => {
    const known = first.get(key);
    if (known === undefined || entry.time < known.time) first.set(key, entry);
  };
  return {
    add: (entries, commit) => {
      for (const { actorId: id, actorName: name, ip, time } of entries) {
        note(id, { type: 'person', id, name, ip, time, commit });
        if (ip !== null) note(`${id} ${ip}`, { type: 'address', id, name, ip, time, commit });
      }
    },
    // The first address of a new person says nothing that the person does not say.
    list: () => [...first.values()].filter(({ type, id, time }) => type === 'person' || first.get(id)?.time !== time),
  };
}
