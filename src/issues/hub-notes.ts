import type { HubMemory, KnownCommand, KnownIssue, KnownRepository } from '#core/state/hub-memory.ts';
import type { State } from '#core/state/state.ts';
import { addSeconds, later, type UtcTime } from '#core/time.ts';

/** What changes while GitHub answers may be listed late, so each reading goes back a little, in seconds. */
export const hubOverlapSeconds = 300;

/** What a run learns of the repository as a whole. */
interface Learned {
  readonly until?: UtcTime;
  readonly listed?: UtcTime;
  readonly asked?: boolean;
  readonly login?: string | null;
  readonly repository?: KnownRepository;
}

/**
 * What a run has learned at GitHub so far, on top of what the state remembers. It is right at any moment: whatever was read and
 * not dealt with is marked so, and any push may take it along.
 */
export interface HubNotes {
  readonly known: (number: number) => KnownIssue | null;
  readonly all: () => readonly (readonly [number: number, issue: KnownIssue])[];
  readonly note: (number: number, change: Partial<KnownIssue>) => void;
  readonly forget: (number: number) => void;
  /** Fingerprint of what we wrote into an issue last. */
  readonly markOf: (number: number) => string | null;
  readonly setMark: (number: number, mark: string) => void;
  readonly command: (id: string) => KnownCommand | null;
  readonly commands: () => readonly (readonly [id: string, command: KnownCommand])[];
  readonly noteCommand: (id: string, command: KnownCommand) => void;
  readonly learn: (learned: Learned) => void;
  /** The state with all of it; also on a newer state of another run, which has notes of its own. */
  readonly apply: (state: State) => State;
}

const unknown: KnownIssue = {
  ...{ role: 'other', open: true, labelled: true, seen: '', shows: '', alert: null },
  ...{ wrote: null, restored: null, reminded: null, trouble: null, request: null },
};

/** `repository` = `owner/name`: what is remembered of another one means nothing. */
export function openNotes(state: State, repository: string): HubNotes {
  const memory = memoryOf(state, repository);
  const issues = new Map<number, KnownIssue | null>();
  const marks = new Map<string, string>();
  const commands = new Map<string, KnownCommand>();
  let learned: Learned = {};
  const known = (number: number): KnownIssue | null => {
    const noted = issues.get(number);
    return noted === undefined ? (memory?.issues.get(number) ?? null) : noted;
  };
  return {
    known,
    all: () => [...merge(memory?.issues ?? new Map(), issues)],
    note: (number, change) => void issues.set(number, { ...(known(number) ?? unknown), ...change }),
    forget: (number) => {
      issues.set(number, null);
      marks.delete(String(number));
    },
    markOf: (number) => marks.get(String(number)) ?? state.written.get(String(number)) ?? null,
    setMark: (number, mark) => void marks.set(String(number), mark),
    command: (id) => commands.get(id) ?? memory?.commands.get(id) ?? null,
    commands: () => [...new Map([...(memory?.commands ?? []), ...commands])],
    noteCommand: (id, command) => void commands.set(id, command),
    learn: (more) => {
      learned = { ...learned, ...more };
    },
    apply: (now) => {
      const hub = toMemory(memoryOf(now, repository), {
        repository,
        issues,
        commands,
        learned,
        trusted: memory !== null,
      });
      const written = new Map([...now.written, ...marks]);
      return {
        ...now,
        hub,
        written: hub === null ? written : new Map([...written].filter(([number]) => hub.issues.has(Number(number)))),
        login: learned.login === undefined ? now.login : learned.login,
        repository: learned.repository ?? now.repository,
      };
    },
  };
}

/** What a state remembers of this very repository. */
export const memoryOf = ({ hub }: Pick<State, 'hub'>, repository: string): HubMemory | null =>
  hub?.repository === repository ? hub : null;

interface Noted {
  readonly repository: string;
  readonly issues: ReadonlyMap<number, KnownIssue | null>;
  readonly commands: ReadonlyMap<string, KnownCommand>;
  readonly learned: Learned;
  /** The times that the state had were believed when this run read GitHub. */
  readonly trusted: boolean;
}

/** Null until something was read: an empty memory would look like a repository without issues. */
function toMemory(base: HubMemory | null, { repository, issues, commands, learned, trusted }: Noted): HubMemory | null {
  const until = learned.until ?? base?.until;
  const listed = learned.listed ?? base?.listed;
  if (until === undefined || listed === undefined) return null;
  // A time that had not come yet would make each run list every issue: what this run read takes its place.
  const past = trusted ? base : null;
  const newest = later(until, past?.until ?? until);
  const horizon = addSeconds(newest, -hubOverlapSeconds);
  const all = [...new Map([...(base?.commands ?? []), ...commands])];
  return {
    repository,
    until: newest,
    listed: later(listed, past?.listed ?? listed),
    asked: learned.asked ?? base?.asked ?? false,
    issues: merge(base?.issues ?? new Map(), issues),
    commands: new Map(all.filter(([, { at, waits }]) => waits !== null || at >= horizon)),
  };
}

function merge(
  base: ReadonlyMap<number, KnownIssue>,
  changes: ReadonlyMap<number, KnownIssue | null>,
): ReadonlyMap<number, KnownIssue> {
  const merged = new Map(base);
  for (const [number, issue] of changes) {
    if (issue === null) merged.delete(number);
    else merged.set(number, issue);
  }
  return merged;
}
