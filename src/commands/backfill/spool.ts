import { toUtcTime, type UtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import type { FileChange, WorkRef } from '#ports.ts';
import type { BackfillRun } from './backfill-run.ts';
import {
  isSameTopic,
  parseHead,
  printHead,
  type SpoolHead,
  type SpoolTopic,
  sealedText,
  startHead,
} from './spool-head.ts';

/**
 * What is collected of the past before anything is made of it: pages arrive newest first, and the oldest edit has to be
 * committed first. It is kept in commits of a ref of its own, so that a later run, on another machine, goes on from there.
 */
export interface Spool {
  readonly head: () => SpoolHead;
  /** Path → blob id of everything collected. */
  readonly files: ReadonlyMap<string, string>;
  /** Takes what one page brought. It is saved once there is enough of it. */
  add(files: readonly FileChange[], head: Partial<SpoolHead>): Promise<void>;
  save(): Promise<void>;
  /** Removes the ref: all of it is in the record. */
  remove(): Promise<void>;
  /** Whether an earlier run began it. */
  readonly continued: boolean;
}

/** A push for each page would take longer than the page. */
const mostPages = 50;
const mostBytes = 8_000_000;
const longestMilliseconds = 20_000;

const headPath = 'backfill.json';
/** Of the ref, behind that of the state. */
const name = 'backfill';

/** Goes on with what an earlier run has collected under the same topic, or begins anew. */
export async function openSpool(run: BackfillRun, topic: SpoolTopic, from: UtcTime | null): Promise<Spool> {
  const { repository, clock } = run;
  const ref = repository.openWorkRef(name);
  let pushed = await ref.read();
  let tip = pushed;
  const found = tip === null ? null : await readSpool(run, tip, topic);
  const files = new Map(found?.files ?? []);
  // What is not ours, or of another question, is left behind in the ref's own history.
  let waiting: FileChange[] = found === null && tip !== null ? await clearing(run, tip) : [];
  let head = found?.head ?? startHead(topic, from);
  let [isChanged, pages, bytes, last] = [false, 0, 0, clock.now()];

  async function save(): Promise<void> {
    if (!isChanged) return;
    for (const { path, text } of waiting) if (text !== null) files.set(path, repository.blobId(text));
    const text = printHead(head, sealOf(run, head, files));
    const commit = toCommit(run, [...waiting, { path: headPath, text }]);
    const { ids } = await repository.writeCommits(tip, [commit], 'log');
    tip = ids.at(-1) ?? tip;
    waiting = [];
    [isChanged, pages, bytes, last] = [false, 0, 0, clock.now()];
    if (!run.dryRun) pushed = await move(run, ref, pushed, tip);
  }

  return {
    head: () => head,
    files,
    continued: found !== null,
    async add(more, changed) {
      head = { ...head, ...changed };
      waiting.push(...more);
      isChanged = true;
      pages += 1;
      bytes += more.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
      if (pages >= mostPages || bytes >= mostBytes || clock.now() - last >= longestMilliseconds) await save();
    },
    save,
    async remove() {
      if (!run.dryRun && pushed !== null) await ref.move(pushed, null);
    },
  };
}

/** A run that was killed behind its last push may have left it. */
export async function removeSpool({ repository }: BackfillRun): Promise<void> {
  const ref = repository.openWorkRef(name);
  const tip = await ref.read();
  if (tip !== null) await ref.move(tip, null);
}

async function move(run: BackfillRun, ref: WorkRef, from: string | null, to: string | null): Promise<string | null> {
  if ((await ref.move(from, to)) === 'moved') return to;
  throw new ZendriftError('backfill-twice', { account: run.config.account, ref: ref.name });
}

interface Found {
  readonly head: SpoolHead;
  readonly files: ReadonlyMap<string, string>;
}

/** Null for what is not about this topic, and for what this tool did not write under this key. */
async function readSpool(run: BackfillRun, tip: string, topic: SpoolTopic): Promise<Found | null> {
  const { repository } = run;
  if (!(await repository.isTrusted(tip))) return null;
  const text = await repository.readFile(tip, headPath);
  const found = text === null ? null : parseHead(text);
  if (found === null || !isSameTopic(found.head, topic)) return null;
  const files = new Map(await repository.listTree(tip, ''));
  files.delete(headPath);
  // Without a key anybody could have written it.
  const seal = sealOf(run, found.head, files);
  return seal !== '' && found.seal === seal ? { head: found.head, files } : null;
}

const clearing = async ({ repository }: BackfillRun, tip: string): Promise<FileChange[]> =>
  [...(await repository.listTree(tip, '')).keys()].map((path) => ({ path, text: null }));

function sealOf(run: BackfillRun, head: SpoolHead, files: ReadonlyMap<string, string>): string {
  const lines = [...files].map(([path, blob]) => `${blob} ${path}`).sort();
  return run.redaction.keyedHash?.(`backfill ${sealedText(head)}${lines.join('\n')}`) ?? '';
}

function toCommit({ config, clock }: BackfillRun, files: readonly FileChange[]) {
  const who = { ...config.committer, time: toUtcTime(clock.now()) };
  const message = `Collected so far for a backfill\n\nZendesk-Account: ${config.account}\n`;
  return { author: who, committer: who, message, files };
}
