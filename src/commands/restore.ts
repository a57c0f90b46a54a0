import type { Names } from '#core/names/names.ts';
import { parseNames } from '#core/names/names-text.ts';
import { mergeNames } from '#core/names/used-names.ts';
import { isOrder, kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';
import { pathOf } from '#core/state/history.ts';
import { ZendriftError } from '#errors.ts';
import { findKind, kindNames } from '#kinds/registry.ts';
import { bringForward } from '#ledger/bring-forward.ts';
import { namesPath } from '#ledger/describe-tree.ts';
import { type LoadedLedger, loadLedger } from '#ledger/load-ledger.ts';
import { limitedRoleWords } from '#render/limited-role.ts';
import type { RestoredObject, RestoreResult } from '#render/restore/restore-result.ts';
import { renderRestoreSummary } from '#render/restore/restore-summary.ts';
import { renderRestoreText } from '#render/restore/restore-text.ts';
import { type Warning, warning } from '#warning.ts';
import { type CommandOutcome, type ExitCode, toExitCode } from './command.ts';
import { type RestorePoint, readPoint } from './restore/read-point.ts';
import { restoreObject } from './restore/restore-object.ts';
import type { RestoreRun } from './restore/restore-run.ts';
import { listRecorded, selectObjects } from './restore/select-objects.ts';
import { type SelectedTarget, selectTargets } from './restore/select-targets.ts';

/** `zendrift restore`: states of a recorded commit back to Zendesk, object by object, each with its decision. */
export async function restore(run: RestoreRun): Promise<CommandOutcome> {
  const { settings, config, zendesk, writer, progress } = run;
  if (settings.to === null) throw noCommit(settings.toText);
  const objects = settings.objects.map((text) => toKey(text, config.account));
  progress.stage('Checking credentials');
  const user = await zendesk.readUser();
  const limited = limitedRoleWords(user);
  // What it does not see would be created a second time.
  if (limited !== null && writer !== null) throw new ZendriftError('zendesk-role', { user: user.id, role: user.role });
  const start = await loadLedger(run, zendesk.serverTime());
  progress.stage('Reading history');
  const point = await readPoint(run, start.ledger, settings.to);
  const unknown = objects.filter((object) => {
    const path = pathOf(config.account, object) ?? '';
    return !point.recorded.has(path) && !start.ledger.files.blobs.has(path);
  });
  if (unknown.length > 0) throw unknownObject(unknown.join(', '), config.account, 'it was never recorded.');
  const started = listStarted(start, objects);
  const first = await restoreAll(run, start, point, started);
  // What was cut off comes first: what it made under a new id is no new object then.
  const { ledger } = first.loaded;
  const present = started.length === 0 ? point : await readPoint(run, ledger, settings.to);
  const chosen = selectObjects(config.account, ledger.files.blobs, present, { ...settings, objects });
  const rest = chosen.filter((object) => !started.includes(object));
  const second = await restoreAll(run, first.loaded, present, rest);
  for (const behind of await bringForward(run, start.ledger.tip.branch, second.loaded.ledger.tip.branch))
    progress.warn(behind);
  const objectsShown = [...first.shown, ...second.shown];
  return toOutcome({
    version: 1,
    account: config.account,
    to: point.commit,
    applied: writer !== null,
    objects: objectsShown,
    warnings: [
      ...(limited === null ? [] : [warning('role-limited', limited)]),
      ...(writer === null ? [] : approvalWarnings(objectsShown)),
    ],
    requests: { zendesk: zendesk.requestCount() + (writer?.requestCount() ?? 0) },
  });
}

/** A write of ours is approved, whatever it brings back: nobody else will ask. */
function approvalWarnings(shown: readonly RestoredObject[]): readonly Warning[] {
  const doubtful = shown.filter(({ outcome, unapproved }) => outcome === 'restored' && unapproved);
  const named = doubtful.slice(0, 20).map(({ object }) => object);
  const rest = doubtful.length - named.length;
  return doubtful.length === 0
    ? []
    : [
        warning(
          'never-approved',
          `Never approved before, now approved by this restore: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
        ),
      ];
}

/** Objects of which an earlier `restore` announced a write and was cut off. */
const listStarted = ({ ledger }: LoadedLedger, named: readonly ObjectKey[]): readonly ObjectKey[] => [
  ...new Set(
    ledger.state.reverts
      .filter(({ until, comment }) => until === null && comment === '0')
      .map(({ object }) => object)
      .filter((object) => named.length === 0 || named.includes(object)),
  ),
];

const noCommit = (typed: string | null): ZendriftError =>
  new ZendriftError('settings-invalid', {
    problems:
      typed === null
        ? 'restore needs --to COMMIT, the commit whose states to restore'
        : `--to must be a commit id, or at least its first 7 digits, not ${JSON.stringify(typed)}`,
    hint: '"zendrift show KIND/ID" and "git log" list the commits.',
  });

const unknownObject = (object: string, account: string, reason: string): ZendriftError => {
  const form = `its kind (${kindNames.join(', ')}), a slash and its id or "order"`;
  const hint = `Name an object by ${form}. "git log" and the README.md in its folder list the ids.`;
  return new ZendriftError('object-unknown', { object, account, reason, hint });
};

function toKey(text: string, account: string): ObjectKey {
  const [kind = '', id = ''] = text.split('/');
  if (findKind(kind) === undefined) throw unknownObject(text, account, `unknown kind "${kind}".`);
  return objectKey(kind, id);
}

/** One after the other: each push stands on the one before, and a stop between two leaves none half done. */
async function restoreAll(
  run: RestoreRun,
  start: LoadedLedger,
  point: RestorePoint,
  objects: readonly ObjectKey[],
): Promise<{ readonly shown: readonly RestoredObject[]; readonly loaded: LoadedLedger }> {
  const { config, repository } = run;
  const { files } = start.ledger;
  const targets = await selectTargets({ account: config.account, files, point, blobId: repository.blobId }, objects);
  const names = await loadWords(run, start, point, targets);
  const shown: RestoredObject[] = [];
  let loaded = start;
  for (const selected of targets) {
    if (run.signal.aborted) {
      throw new ZendriftError('stopped', { signal: String(run.signal.reason), during: `before ${selected.object}` });
    }
    run.progress.stage(`${run.writer === null ? 'Looking at' : 'Restoring'} ${selected.object}`);
    const restored = await restoreObject(run, loaded, selected, names, point.commit);
    loaded = restored.loaded;
    shown.push(restored.shown);
  }
  return { shown, loaded };
}

/** Recorded words; titles of the neighbours where an order is described. */
async function loadWords(
  run: RestoreRun,
  { ledger }: LoadedLedger,
  point: RestorePoint,
  targets: readonly SelectedTarget[],
): Promise<Names> {
  const { account } = run.config;
  const old = point.recorded.get(namesPath(account));
  const ordered = new Set(targets.filter(({ object }) => isOrder(object)).map(({ target }) => target.kind.name));
  const neighbours = listRecorded(account, ledger.files.blobs).filter((object) => ordered.has(kindOf(object)));
  await ledger.files.load([namesPath(account), ...neighbours.map((object) => pathOf(account, object) ?? '')]);
  await ledger.files.loadBlobs(old === undefined ? [] : [old]);
  // What the state that is brought back uses, nothing may use any more.
  const then = parseNames((old === undefined ? null : ledger.files.textOfBlob(old)) ?? '{}');
  return mergeNames(then, parseNames(ledger.files.textOf(namesPath(account)) ?? '{}'));
}

function toOutcome(result: RestoreResult): CommandOutcome {
  const { objects, applied } = result;
  const codes = applied ? objects.map(({ outcome }) => codeOf(outcome)) : [];
  const missed = objects.filter(({ outcome }) => codeOf(outcome) !== 0);
  return {
    exitCode: toExitCode(codes),
    lines: renderRestoreText(result),
    json: result,
    summary: renderRestoreSummary(result),
    outputs: {},
    annotations: missed.map(({ object, outcome }) => ({
      level: 'warning',
      title: `${object} is not restored`,
      message: outcome === 'unfinished' ? 'It is unknown whether it was written. Run again.' : 'See the lines above.',
    })),
  };
}

/** A refusal needs a person; what is not known, another run finds out. */
const codeOf = (outcome: RestoredObject['outcome']): ExitCode =>
  outcome === 'refused' || outcome === 'failed' ? 2 : outcome === 'unfinished' ? 1 : 0;
