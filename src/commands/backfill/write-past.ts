import type { UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import type { BackfillRun } from './backfill-run.ts';
import type { Start } from './find-start.ts';
import type { PastEdit } from './match.ts';
import { openWriter, type Writer } from './open-writer.ts';
import { openContext, openStates } from './past-context.ts';
import type { PastStates } from './past-states.ts';
import { type PastContext, planEntry, planState } from './plan-past.ts';
import { planEndCommit, planStartCommit, type ToolContext } from './plan-tool-commits.ts';
import { openRate } from './rate.ts';
import type { Spool } from './spool.ts';
import { type KeptEntry, type KeptRevision, parseRevision } from './spool-files.ts';
import { stopIfDue } from './stop.ts';
import { readTimeline } from './timeline.ts';
import { openTracked } from './tracked-objects.ts';

/** What stands behind the merge. */
export interface Past {
  /** Null = the account remembers nothing. */
  readonly tip: string | null;
  /** All commits of it. */
  readonly commits: number;
  /** Edits whose state a revision shows, those of an entry alone, and revisions that could not be read. */
  readonly counts: PastCounts;
}

export interface PastCounts {
  readonly states: number;
  /** Of the states, those with an entry. */
  readonly matched: number;
  readonly entries: number;
  readonly gaps: number;
}

interface Work {
  readonly run: BackfillRun;
  readonly start: Start;
  readonly tool: ToolContext;
  readonly context: PastContext;
  readonly states: PastStates | null;
  readonly writer: Writer;
  readonly isTracked: (object: string) => boolean;
  readonly counts: { -readonly [Key in keyof PastCounts]: number };
  /** Objects whose next state follows one that could not be read. */
  readonly gaps: Set<string>;
}

type StateEdit = PastEdit & { readonly revision: KeptRevision };

/**
 * Makes commits of everything collected, on what the baseline was made on. The same pages give the same commits, so a run that
 * was killed here begins with them again and nothing is doubled. `head` = tip of the data branch.
 */
export async function writePast(
  run: BackfillRun,
  spool: Spool,
  { start, tool, head }: { readonly start: Start; readonly tool: ToolContext; readonly head: string },
): Promise<Past> {
  const { repository, config } = run;
  const own = `snapshots/${config.account}`;
  const tree = await repository.listTree(start.commit, own);
  if (start.parent !== null) await repository.fetchCommits([start.parent]);
  const counts = { states: 0, matched: 0, entries: 0, gaps: 0 };
  const work: Work = {
    ...{ run, start, tool, counts },
    states: start.revised && (await openStates(run, start.revised, tree)),
    context: await openContext(run, { tip: head, now: tool.now, people: spool.head().people }),
    writer: openWriter(run, start.parent, own),
    isTracked: await openTracked(run, tree, spool.files),
    gaps: new Set(),
  };
  const report = openRate(run.clock, 0, 'edits');
  const total = spool.files.size;
  for await (const { edit, text } of withTexts(run, readTimeline(repository, spool.files))) {
    // What came later is in the record. With its entry, an edit is of the time that the log gives.
    if (timeOf(edit) >= start.time) continue;
    if (edit.revision === null) await takeEntry(work, edit.entry);
    else await takeState(work, edit, text);
    const made = counts.states + counts.entries;
    if (made % 500 === 0) run.progress.detail(`Writing commits: ${report(made, Math.max(made, total))}`);
    stopIfDue(run, 'while the past was written');
  }
  await work.writer.flush();
  if (counts.states + counts.entries === 0) return { counts, tip: null, commits: 0 };
  return { counts, tip: await writeEnd(work, tree, own), commits: work.writer.count() };
}

const timeOf = (edit: PastEdit): UtcTime => edit.entry?.time ?? edit.revision?.time ?? '';

const isWanted = ({ tool }: Work, edit: PastEdit): boolean =>
  tool.facts.from === null || timeOf(edit) >= tool.facts.from;

/** The states that the first edit meets stand in front of it. */
async function begin({ tool, states, writer }: Work): Promise<void> {
  if (tool.facts.from === null || writer.count() > 0) return;
  const files = states?.all() ?? [];
  if (files.length > 0) await writer.add(planStartCommit(tool, files));
}

async function takeState(work: Work, edit: StateEdit, text: string): Promise<void> {
  const { run, states, start, counts, gaps } = work;
  const { trigger } = edit.revision;
  const value = parseRevision(text);
  const after = value === null ? null : (states?.read(trigger, value) ?? null);
  if (after === null || states === null || start.revised === null) {
    gaps.add(trigger);
    counts.gaps += 1;
    run.progress.detail(`Revision ${edit.revision.id} of ${trigger} could not be read`);
    return edit.entry === null ? undefined : takeEntry(work, edit.entry);
  }
  const wanted = isWanted(work, edit);
  if (wanted) await begin(work);
  const before = states.stateOf(trigger);
  const files = states.take(trigger, after);
  const afterGap = gaps.delete(trigger);
  if (!wanted) return;
  await work.writer.add(planState(work.context, { edit, kind: start.revised, before, after, files, afterGap }));
  counts.states += 1;
  counts.matched += edit.entry === null ? 0 : 1;
}

async function takeEntry(work: Work, entry: KeptEntry): Promise<void> {
  if (!work.isTracked(entry.object)) return;
  const commit = isWanted(work, { revision: null, entry }) ? planEntry(work.context, entry) : null;
  if (commit === null) return;
  await begin(work);
  await work.writer.add(commit);
  work.counts.entries += 1;
}

/** The last commit, and the proof that it ends where the record begins. */
async function writeEnd(work: Work, tree: ReadonlyMap<string, string>, own: string): Promise<string> {
  const { run, start, tool, writer } = work;
  const { repository, config } = run;
  const present = await repository.listTree(writer.tip() ?? '', own);
  const changed = [...tree].filter(([path, blob]) => present.get(path) !== blob);
  const gone = [...present.keys()].filter((path) => !tree.has(path));
  if (changed.length + gone.length > 0) {
    const texts = await repository.readBlobs(changed.map(([, blob]) => blob));
    const files = [
      ...changed.map(([path, blob]) => ({ path, text: texts.get(blob) ?? '' })),
      ...gone.map((path) => ({ path, text: null })),
    ];
    await writer.add(planEndCommit(tool, writer.count(), files));
    await writer.flush();
  }
  const tip = writer.tip() ?? '';
  const [found, wanted] = [await repository.readTreeId(tip, ''), await repository.readTreeId(start.commit, '')];
  if (found === wanted) return tip;
  const values = { account: config.account, baseline: start.commit, found: found ?? 'none', wanted: wanted ?? 'none' };
  throw new ZendriftError('backfill-differs', values);
}

/** Edits whose revisions are read at once. */
const windowSize = 200;

interface EditText {
  readonly edit: PastEdit;
  /** Text of its revision, empty without one. */
  readonly text: string;
}

async function* withTexts({ repository }: BackfillRun, edits: AsyncIterable<PastEdit>): AsyncGenerator<EditText> {
  let waiting: PastEdit[] = [];
  const read = async (): Promise<readonly EditText[]> => {
    const texts = await repository.readBlobs(waiting.flatMap(({ revision }) => revision?.blob ?? []));
    return waiting.map((edit) => ({ edit, text: texts.get(edit.revision?.blob ?? '') ?? '' }));
  };
  for await (const edit of edits) {
    waiting.push(edit);
    if (waiting.length < windowSize) continue;
    yield* await read();
    waiting = [];
  }
  yield* await read();
}
