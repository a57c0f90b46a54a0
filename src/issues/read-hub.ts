import type { Config } from '#config/config.ts';
import type { HubMemory } from '#core/state/hub-memory.ts';
import type { State } from '#core/state/state.ts';
import { addSeconds, secondsBetween, toUtcTime, type UtcTime } from '#core/time.ts';
import { authorsOf } from '#ledger/authors.ts';
import { findMisplaced } from '#policy/parse-command.ts';
import type { Issues, ListedComment, ListedIssue, Repository } from '#ports.ts';
import { alertLabel } from '#render/issue/alert.ts';
import { dashboardLabel } from '#render/issue/dashboard.ts';
import { accountLabel } from '#render/issue/labels.ts';
import { seenMark } from './as-written.ts';
import { isAsWritten, listAnswered } from './edits.ts';
import { type HubNotes, hubOverlapSeconds, memoryOf, openNotes } from './hub-notes.ts';
import { isLabelled, isStillOpen, roleOf, takesCommands } from './issue-role.ts';
import { objectsByNumber } from './match-issues.ts';
import { rememberWrites } from './remember-writes.ts';
import { driftLabel, type Ours, requestLabel } from './subject.ts';

/** GitHub as one run sees it: what changed since the run before, on top of what is remembered. */
export interface Hub {
  /** Whatever is written through it is noted. */
  readonly issues: Issues;
  readonly notes: HubNotes;
  readonly ours: Ours;
  /** The newest version of each issue that this run has read; null = it is gone. */
  readonly versions: ReadonlyMap<number, ListedIssue | null>;
  /** Issues that take no more comments, as far as this run has met them. */
  readonly full: ReadonlySet<number>;
  /** Issues that someone else changed while this run wrote to them. */
  readonly interfered: ReadonlySet<number>;
  /** Comments that were written or edited since the run before. */
  readonly comments: readonly ListedComment[];
  readonly pulls: ReadonlyMap<number, UtcTime>;
  /** When it was read, by the clock of the run. */
  readonly at: UtcTime;
  /** All open issues were listed. */
  readonly isWhole: boolean;
  /** Everything is compared with what it should be, whatever is remembered: once a day. */
  readonly everything: boolean;
  /** The newest version of an issue, asked for where this run has not read it yet; null = it is gone. */
  readonly readIssue: (number: number) => Promise<ListedIssue | null>;
  /** The same for a run that relies on who we are: GitHub is asked, and read anew where the state says something else. */
  readonly confirm: () => Promise<Hub>;
  /** Every open issue with a label. */
  readonly list: (label: string) => Promise<readonly ListedIssue[]>;
  /** Looks once more at what changed, before something is opened that another run may have opened meanwhile. */
  readonly refresh: () => Promise<void>;
}

export interface HubRun {
  readonly config: Config;
  readonly repository: Pick<Repository, 'blobId'>;
  readonly issues: Issues;
}

/** So many threads are read one by one; more are looked through in the list of all comments. */
const fewThreads = 30;

/** Reads what changed at GitHub: three requests where little did, or a whole listing where nothing is remembered. */
export async function readHub(run: HubRun, state: State, now: UtcTime, everything: boolean): Promise<Hub> {
  const { config, issues } = run;
  const notes = openNotes(state, issues.repository);
  const memory = memoryOf(state, issues.repository);
  const login = await readLogin(issues, state, memory, notes);
  const ours: Ours = {
    account: config.account,
    authors: authorsOf(config, state.login, login),
    alertOf: (number) => notes.known(number)?.alert ?? null,
  };
  const age = memory === null ? null : secondsBetween(memory.listed, now) * 1000;
  const isDue = age === null || age < 0 || age >= config.sweep.every;
  const reading: Reading = {
    ...{ run, notes, ours, state, at: now, everything: everything || isDue },
    filed: objectsByNumber(state),
    versions: new Map(),
  };
  const read = memory === null ? await readWhole(reading, now) : await readChanges(reading, memory, now);
  if (read === null) return readHub(run, { ...state, hub: null }, now, everything);
  const hub = toHub(reading, read, now);
  return isIdle(reading, read) ? hub : hub.confirm();
}

/** Nothing has happened for which it matters who we are. */
function isIdle({ notes, versions, state, everything }: Reading, { isWhole }: Read): boolean {
  const isOpen = ([number, issue]: readonly [number, ListedIssue | null]) =>
    issue?.author === state.login && notes.known(number)?.seen === '';
  const isWaiting = notes.commands().some(([, { waits }]) => waits !== null);
  return !everything && !isWhole && !isWaiting && ![...versions].some(isOpen);
}

/**
 * Whoever can push a state can write there that we are them: what they comment would be ours. A run in which nothing happens
 * does without asking, and what the configuration lists needs no state.
 */
async function confirmLogin({ run, state, at }: Reading, hub: Hub): Promise<Hub> {
  if (state.login === null || run.config.issues.authors.includes(state.login)) return hub;
  const login = await run.issues.readLogin();
  return login === state.login ? hub : readHub(run, { ...state, ...forgotten, login }, at, true);
}

const forgotten: Pick<State, 'hub' | 'written'> = { hub: null, written: new Map() };

/** What a reading is made with. */
interface Reading {
  readonly run: HubRun;
  readonly notes: HubNotes;
  readonly ours: Ours;
  readonly state: State;
  readonly at: UtcTime;
  readonly everything: boolean;
  /** Numbers under which the state knows drift to be filed. */
  readonly filed: ReadonlyMap<number, unknown>;
  readonly versions: Map<number, ListedIssue | null>;
}

type Read = Pick<Hub, 'comments' | 'pulls' | 'isWhole'> & { readonly until: UtcTime };

/** Asked once: GitHub does not say it to every token, and that is remembered, too. */
async function readLogin(
  issues: Issues,
  state: State,
  memory: HubMemory | null,
  notes: HubNotes,
): Promise<string | null> {
  if (state.login !== null || memory?.asked === true) return state.login;
  const login = await issues.readLogin();
  notes.learn({ asked: true, login });
  return login;
}

/** Null where the memory is of a time that GitHub's clock has not reached: what it says means nothing. */
async function readChanges(reading: Reading, memory: HubMemory, now: UtcTime): Promise<Read | null> {
  const { run, ours, notes } = reading;
  const { issues } = run;
  const since = addSeconds(memory.until, -hubOverlapSeconds);
  const isKnown = (issue: ListedIssue) => !isNews(reading, issue);
  const changed = await issues.listChangedIssues(since, { time: memory.until, isKnown });
  if (changed.time < since) return null;
  for (const issue of changed.issues) noteIssue(reading, issue, false);
  const { comments } = await issues.listChangedComments(since, { time: memory.until, isKnown: () => true });
  noteCommands(reading, comments);
  notes.learn({ until: changed.time });
  let isWhole = reading.everything;
  if (reading.everything) {
    await listWhole(reading);
    notes.learn({ listed: now });
    // Whoever can push a state can move its time forward, past a command that no run has seen.
    return {
      comments: [...comments, ...(await readDiscussed(reading, changed.time))],
      pulls: changed.pulls,
      until: changed.time,
      isWhole,
    };
  } else {
    const counted = notes.all().filter(([, { open, labelled }]) => open && labelled);
    const check = await issues.checkOpen(accountLabel(ours.account), counted.length);
    if (check.issues !== null) noteCounted(reading, check.issues, counted);
    else if (!check.matches) await listWhole(reading);
    isWhole = check.issues === null && !check.matches;
  }
  return { comments, pulls: changed.pulls, until: changed.time, isWhole };
}

/** What has the form of a command waits until someone has looked at it: the cursor moves on, whatever becomes of this run. */
function noteCommands({ run, notes }: Reading, comments: readonly ListedComment[], always = false): void {
  // The login in the state has to be confirmed before what it says counts as ours.
  const authors = authorsOf(run.config);
  const answered = listAnswered(comments, authors, (one) => !isAsWritten(one));
  for (const { id, author, body, issue, updatedAt } of comments) {
    const hasForm = /^\/[a-z]/i.test(body) || findMisplaced(body) !== null;
    const isCommand = hasForm && !authors.has(author) && !answered.has(id);
    const role = issue === null ? undefined : notes.known(issue)?.role;
    if (issue === null || !isCommand || !takesCommands(role)) continue;
    if (!always && notes.command(id)?.at === updatedAt) continue;
    notes.noteCommand(id, { issue, at: updatedAt, waits: 'answer' });
  }
}

/** Nothing is remembered: every open issue is listed, and whatever was said in them before may be a command. */
async function readWhole(reading: Reading, now: UtcTime): Promise<Read> {
  const { issues } = reading.run;
  // Only for GitHub's time: from there the next run continues.
  const { time, pulls } = await issues.listChangedIssues(now, { time: '9', isKnown: () => true });
  await listWhole(reading);
  const comments = await readDiscussed(reading, time);
  reading.notes.learn({ until: time, listed: now });
  return { comments, pulls, until: time, isWhole: true };
}

/** Whatever was ever said in an open issue may be a command that nobody has answered. */
async function readDiscussed(reading: Reading, time: UtcTime): Promise<readonly ListedComment[]> {
  const { notes, versions, run } = reading;
  const open = [...versions.values()].filter((issue) => issue !== null).filter(({ state }) => state === 'open');
  const discussed = open.filter((issue) => {
    return issue.commentCount > 0 && takesCommands(notes.known(issue.number)?.role);
  });
  if (discussed.length <= fewThreads) {
    for (const { number } of discussed)
      notes.noteCommand(threadOf(number), { issue: number, at: time, waits: 'answer' });
    return [];
  }
  const oldest = discussed.map(({ createdAt }) => createdAt).sort()[0] ?? time;
  const { comments } = await run.issues.listChangedComments(toUtcTime(Date.parse(oldest)));
  noteCommands(reading, comments, true);
  return comments;
}

/** Stands for all comments of an issue that nobody has looked at. */
const threadOf = (number: number): string => `thread-${number}`;

/** Every open issue that is ours or counts as such, whichever of our labels it still has. */
async function listWhole(reading: Reading): Promise<void> {
  const { run, notes, ours, versions } = reading;
  const listed = new Map<number, ListedIssue>();
  for (const label of [accountLabel(ours.account), driftLabel, alertLabel, dashboardLabel, requestLabel]) {
    for (const issue of await run.issues.listOpen(label)) listed.set(issue.number, issue);
  }
  for (const issue of listed.values()) noteIssue(reading, issue, reading.everything);
  for (const [number, { role }] of notes.all()) {
    if (listed.has(number)) continue;
    // Closed, deleted, or without any of our labels: whoever needs it has to look.
    versions.delete(number);
    if (isStillOpen(reading, number, role)) notes.note(number, { seen: '' });
    else notes.forget(number);
  }
}

/** One page showed all that are counted: what is missing on it, or looks different, has to be looked at. */
function noteCounted(
  reading: Reading,
  listed: readonly ListedIssue[],
  counted: readonly (readonly [number: number, issue: unknown])[],
): void {
  const present = new Set(listed.map(({ number }) => number));
  for (const issue of listed) noteIssue(reading, issue, false);
  for (const [number] of counted) if (!present.has(number)) reading.notes.note(number, { seen: '' });
}

/** Whether an issue is something to this account and not as it was when it was dealt with. */
function isNews({ run, notes, ours, filed }: Reading, issue: ListedIssue): boolean {
  const known = notes.known(issue.number);
  const role = roleOf(issue, ours, { known, isFiled: filed.has(issue.number) });
  if (role === null) return known !== null;
  return known === null ? issue.state === 'open' : known.seen !== seenMark(issue, run.repository.blobId);
}

function noteIssue(reading: Reading, issue: ListedIssue, always: boolean): void {
  const { run, notes, ours, filed, versions } = reading;
  const { number } = issue;
  const known = notes.known(number);
  const role = roleOf(issue, ours, { known, isFiled: filed.has(number) });
  const isClosed = issue.state === 'closed';
  versions.set(number, issue);
  if (role === null || (isClosed && !isStillOpen(reading, number, role))) {
    if (known !== null) notes.forget(number);
    return;
  }
  const isDealtWith = !always && !isNews(reading, issue);
  if (isDealtWith && known === null) return;
  notes.note(number, {
    ...{ role, open: !isClosed, labelled: isLabelled(issue, ours.account) },
    ...(isDealtWith ? {} : { seen: role === 'other' ? seenMark(issue, run.repository.blobId) : '' }),
  });
}

function toHub(reading: Reading, read: Read, at: UtcTime): Hub {
  const { run, notes, ours, versions } = reading;
  const [full, interfered] = [new Set<number>(), new Set<number>()];
  const { blobId } = run.repository;
  const issues = rememberWrites(run.issues, { ours, notes, versions, full, interfered, blobId });
  const remember = (issue: ListedIssue): ListedIssue => {
    versions.set(issue.number, issue);
    return issue;
  };
  const hub: Hub = {
    ...{ issues, notes, ours, versions, full, interfered, everything: reading.everything },
    ...{ comments: read.comments, pulls: read.pulls, isWhole: read.isWhole, at },
    readIssue: async (number) => {
      const version = versions.get(number);
      if (version !== undefined) return version;
      const issue = await issues.read(number);
      versions.set(number, issue);
      return issue;
    },
    confirm: () => confirmLogin(reading, hub),
    list: async (label) => (await issues.listOpen(label)).map(remember),
    refresh: async () => {
      const since = addSeconds(read.until, -hubOverlapSeconds);
      const isKnown = (issue: ListedIssue) => !isNews(reading, issue);
      const changed = await issues.listChangedIssues(since, { time: read.until, isKnown });
      for (const issue of changed.issues) noteIssue(reading, issue, false);
    },
  };
  return hub;
}
