import { isOrder } from '#core/object-key.ts';
import type { DescribedLine } from '#core/words.ts';
import { describeEvent, type Texts } from '#ledger/describe-event.ts';
import { openTexts } from '#ledger/event-texts.ts';
import type { ObjectEvent } from '#ledger/object-event.ts';
import { readOrderedTitles, titleIn } from '#ledger/titled-objects.ts';
import type { KnownChange, KnownHistory } from './read-changes.ts';
import type { HistoryRun } from './report-run.ts';

export interface Described {
  readonly title: string;
  readonly lines: readonly DescribedLine[];
}

/** Changes whose texts are held at once. */
const batchSize = 300;

/** What each change did, in the words of its commit, made from the files. */
export async function describeChanges(
  { account, repository, progress }: HistoryRun,
  history: KnownHistory,
  changes: readonly KnownChange[],
): Promise<ReadonlyMap<string, Described>> {
  progress.stage('Describing changes');
  const named = changes.map(({ facts: { object } }) => object);
  const readTexts = openTexts(repository, await readOrderedTitles(repository, account, named, history));
  const described = new Map<string, Described>();
  for (let start = 0; start < changes.length; start += batchSize) {
    const batch = changes.slice(start, start + batchSize);
    const texts = await readTexts(batch.map(toEvent));
    for (const change of batch) described.set(change.commit, describe(change, texts));
  }
  return described;
}

const toEvent = ({ event }: KnownChange): ObjectEvent => event;

function describe(known: KnownChange, texts: Texts): Described {
  const { object } = known.facts;
  const description = describeEvent(toEvent(known), object, texts);
  const lines = description?.lines ?? [];
  if (isOrder(object)) return { title: '', lines };
  if (description !== null && description.title !== '') return { title: description.title, lines };
  const blob = known.change.after ?? known.change.before;
  const text = blob === null ? null : texts.textOf(blob);
  return { title: text === null ? quotedIn(known.subject) : titleIn(text), lines };
}

/** Of an object that no file was ever written for: `Record rule "Short-lived" (41)`. */
const quotedIn = (subject: string): string => /"(.*)" \([^)]*\)$/.exec(subject)?.[1] ?? '';
