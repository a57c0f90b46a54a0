import { renderCommitMessage } from '#core/commit/commit-message.ts';
import { isToolFile } from '#core/commit/tool-files.ts';
import type { Names } from '#core/names/names.ts';
import { keepUsedNames } from '#core/names/used-names.ts';
import { type ObjectKey, objectKey, snapshotPath } from '#core/object-key.ts';
import { orderText, toOrder } from '#core/order/order.ts';
import { otherFieldsText } from '#core/snapshot/other-fields.ts';
import type { ObservedObject } from '#core/snapshot/snapshot.ts';
import { type State, snapshotFormat } from '#core/state/state.ts';
import { toUtcTime } from '#core/time.ts';
import type { Kind } from '#kinds/kind.ts';
import { resolveAccounts } from '#ledger/accounts.ts';
import { currentConfig } from '#ledger/configuration.ts';
import { describeTree } from '#ledger/describe-tree.ts';
import { isSameForm, stateAt } from '#ledger/later-baseline.ts';
import { readNamedStates } from '#ledger/named-states.ts';
import { otherFieldsPath, readOtherFields } from '#ledger/other-fields.ts';
import {
  type Ledger,
  type Pushed,
  type PushItem,
  toProtected,
  tryPublish,
  type Withheld,
  warnKept,
} from '#ledger/publish.ts';
import type { RecordedFiles } from '#ledger/recorded-files.ts';
import type { FileChange } from '#ports.ts';
import { warning } from '#warning.ts';
import type { ListedKind } from './list-kind.ts';
import { baselineOtherFields } from './next-other-fields.ts';
import { absentAfter, type BaselineReading } from './read-baseline.ts';
import type { TrackRun } from './track-run.ts';
import { secretReason, withheldObjects } from './withhold.ts';

/** Whether an object is tracked: a personal one is not, unless the configuration says so or it has been all along. */
const isTracked = (item: ObservedObject, wanted: boolean): item is ObservedObject & { type: 'readable' } =>
  item.type === 'readable' && (wanted || !item.personal);

/** Files of a baseline: snapshots and orders. */
export function baselineFiles(
  account: string,
  listed: readonly ListedKind[],
  includePersonal: boolean,
  recorded: ReadonlyMap<string, string>,
): { readonly files: readonly FileChange[]; readonly counts: ReadonlyMap<Kind, number> } {
  const files: FileChange[] = [];
  const counts = new Map<Kind, number>();
  for (const { kind, objects, categories } of listed) {
    const isWanted = (id: string) => includePersonal || recorded.has(snapshotPath(account, kind.plural, id));
    const tracked = [...objects].flatMap(([id, item]) => (isTracked(item, isWanted(id)) ? [{ id, item }] : []));
    counts.set(kind, tracked.length);
    for (const { id, item } of tracked) {
      files.push({ path: snapshotPath(account, kind.plural, id), text: item.snapshot.text });
    }
    if (kind.order !== 'none') {
      const placed = tracked.map(({ id, item: { position, categoryId } }) => ({ id, position, categoryId }));
      const text = orderText(kind, toOrder(kind, placed, categories));
      files.push({ path: snapshotPath(account, kind.plural, 'order'), text });
    }
  }
  return { files, counts };
}

interface PublishedBaseline {
  readonly counts: ReadonlyMap<Kind, number>;
  /** Objects that push protection refuses, with why. They are not in the baseline; a sweep finds them again. */
  readonly withheld: readonly { readonly object: ObjectKey; readonly reason: string }[];
}

/** Pushes a baseline of some kinds in one commit. A later one changes no recorded state. */
export async function publishBaseline(
  run: TrackRun,
  ledger: Ledger,
  reading: BaselineReading,
  names: Names,
  redaction: string,
): Promise<Pushed & PublishedBaseline> {
  const withheld = new Set<ObjectKey>();
  const kept = new Set<string>();
  const words = { names, redaction, kept };
  for (;;) {
    const listed = reading.listed.map((one) => withoutObjects(one, withheld));
    const pushed = await pushBaseline(run, ledger, { ...reading, listed }, words, withheld.size > 0);
    if (pushed.type !== 'withheld') {
      return { ...pushed, withheld: [...withheld].map((object) => ({ object, reason: secretReason })) };
    }
    const { account } = run.config;
    const objects = [...withheldObjects(account, pushed)].filter((object) => !withheld.has(object));
    // Without that object its title leaves the index as well.
    const files = objects.length > 0 ? [] : pushed.paths.filter((path) => isToolFile(path, account) && !kept.has(path));
    if (objects.length === 0 && files.length === 0) throw toProtected(pushed);
    for (const object of objects) withheld.add(object);
    for (const path of files) kept.add(path);
    warnKept(run, files);
  }
}

interface BaselineWords {
  readonly names: Names;
  /** Fingerprint of the rules that masked the reading. */
  readonly redaction: string;
  /** Files for people that push protection refuses: they stay as they were recorded last. */
  readonly kept: ReadonlySet<string>;
}

const withoutObjects = (listed: ListedKind, objects: ReadonlySet<ObjectKey>): ListedKind => ({
  ...listed,
  objects: new Map([...listed.objects].filter(([id]) => !objects.has(objectKey(listed.kind.name, id)))),
});

async function pushBaseline(
  run: TrackRun,
  ledger: Ledger,
  reading: BaselineReading,
  { names, redaction, kept }: BaselineWords,
  partial: boolean,
): Promise<(Pushed | Withheld) & Pick<PublishedBaseline, 'counts'>> {
  const { config } = run;
  const { accounts, warnings } = await resolveAccounts(
    config,
    ledger.state,
    run.issues,
    ledger.state.baselines.size === 0,
  );
  for (const message of warnings) run.progress.warn(warning('account-unmapped', message));
  const { files: objects, counts } = baselineFiles(
    config.account,
    reading.listed,
    config.includePersonal,
    // A first baseline replaces whatever stands there.
    ledger.state.baselines.size === 0 ? new Map() : ledger.files.blobs,
  );
  const kinds = reading.listed.map(({ kind }) => kind);
  const first = ledger.state.baselines.size === 0;
  const states = first
    ? withoutOthers(ledger, objects, config.account)
    : await keepStates(run, ledger, objects, redaction);
  const recorded = first ? null : await readOtherFields(config.account, ledger.files);
  const files = ledger.files.with(states);
  const described = [
    ...(await describeBaseline(files, ledger.state, config.account, kinds, names)),
    {
      path: otherFieldsPath(config.account),
      text: otherFieldsText(baselineOtherFields(config.account, recorded, reading.listed, files.blobs)),
    },
  ];
  // By path, since the index of a kind is among what stands there of it.
  const all = byPath([...states, ...described.filter(({ path }) => !kept.has(path))]);
  const item: PushItem = {
    files: all,
    toCommit: (watermark) => {
      const who = { ...config.committer, time: toUtcTime(run.clock.now()) };
      const facts = {
        type: 'baseline' as const,
        account: config.account,
        time: reading.time,
        kinds: kinds.map(({ name }) => name),
        branch: run.repository.branch,
        config: currentConfig(run) ?? 'none',
        accounts,
        format: snapshotFormat,
        ...(config.includePersonal ? { personal: true as const } : {}),
        ...(redaction === '' ? {} : { redaction }),
        ...(watermark === null ? {} : { watermark }),
      };
      const subject = { type: 'plain' as const, text: `Baseline: ${countWords(counts)}` };
      return {
        author: who,
        committer: who,
        message: renderCommitMessage({ subject, facts }),
        files: all,
      };
    },
    toEvents: () => [
      {
        type: 'baseline',
        time: reading.time,
        kinds: kinds.map(({ name }) => name),
        ...{ snapshotFormat, redaction, personal: config.includePersonal },
        ...{ branch: run.repository.branch, config: currentConfig(run), accounts },
      },
    ],
  };
  const pushed = await tryPublish(run, ledger, {
    items: [item],
    left: ledger.state.pending,
    windowEnd: first ? reading.time : ledger.state.watermark,
    finish: (state) => ({
      ...state,
      lastRun: run.zendesk.serverTime(),
      absent: absentAfter(state, reading),
      // What is left out has no entry that names it: only a sweep finds it again.
      lastSweep: partial ? null : first ? reading.time : state.lastSweep,
    }),
    // A baseline is the tool's own commit: it holds its files for people itself.
    describe: async () => [],
  });
  return { ...pushed, counts };
}

/** The first one replaces whatever stands there. */
function withoutOthers({ files }: Ledger, objects: readonly FileChange[], account: string): readonly FileChange[] {
  const written = new Set(objects.map(({ path }) => path));
  const stale = [...files.blobs.keys()].filter(
    (path) => !written.has(path) && path.startsWith(`snapshots/${account}/`),
  );
  return [...objects, ...stale.map((path) => ({ path, text: null }))];
}

/**
 * A later one brings new objects, and new forms of the states that are recorded. Whatever else differs by now was changed since
 * this run has read it, and is left for the next one: it has an author.
 */
async function keepStates(
  { config, repository }: TrackRun,
  { state, files }: Ledger,
  objects: readonly FileChange[],
  redaction: string,
): Promise<readonly FileChange[]> {
  const isSameRules = state.snapshotFormat === snapshotFormat && state.redaction === redaction;
  const isOther = ({ path, text }: FileChange) =>
    files.blobs.has(path) && text !== null && files.blobs.get(path) !== repository.blobId(text);
  const others = new Map(objects.filter(isOther).map((file) => [file.path, file]));
  await files.load([...others.keys()]);
  return objects.filter(({ path, text }) => {
    if (!others.has(path)) return true;
    const object = stateAt(config.account, path);
    const before = files.textOf(path);
    return object !== null && before !== null && text !== null && isSameForm(object, before, text, isSameRules);
  });
}

async function describeBaseline(
  files: RecordedFiles,
  { episodes }: State,
  account: string,
  kinds: readonly Kind[],
  names: Names,
): Promise<readonly FileChange[]> {
  const used = keepUsedNames(names, await readNamedStates(account, files, episodes));
  return describeTree(account, kinds, files.blobs, files.textOf, used);
}

const byPath = (files: readonly FileChange[]): readonly FileChange[] => [
  ...new Map(files.map((file) => [file.path, file])).values(),
];

/** `2 triggers, 1 automation, 0 macros` */
export const countWords = (counts: ReadonlyMap<Kind, number>): string =>
  [...counts].map(([kind, count]) => `${count} ${count === 1 ? kind.name : kind.plural}`).join(', ');
