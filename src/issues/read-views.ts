import { describeChange } from '#core/describe/describe-change.ts';
import { describeOrder } from '#core/describe/describe-order.ts';
import { describeOtherFields, describeUnsure, withOtherFields } from '#core/describe/describe-other-fields.ts';
import { describeShortLived, describeTransient } from '#core/describe/describe-unchanged.ts';
import type { Names } from '#core/names/names.ts';
import { parseNames } from '#core/names/names-text.ts';
import { idOf, isOrder, kindOf, type ObjectKey, objectKey } from '#core/object-key.ts';
import { parseOrder } from '#core/order/order.ts';
import { withUses } from '#core/references/describe-uses.ts';
import { riskOf } from '#core/risk/risk.ts';
import { explainRisk } from '#core/risk/risk-words.ts';
import type { Snapshot } from '#core/snapshot/snapshot.ts';
import { type Episode, listOtherFieldsOf } from '#core/state/episode.ts';
import { pathOf } from '#core/state/history.ts';
import type { Description, Risk } from '#core/words.ts';
import { findRevertEffect } from '#core/write-back/revert-effect.ts';
import type { Kind } from '#kinds/kind.ts';
import { findKind } from '#kinds/registry.ts';
import { toApprovable } from '#ledger/approvable.ts';
import { namesPath } from '#ledger/describe-tree.ts';
import { readOwners } from '#ledger/owned.ts';
import type { Ledger } from '#ledger/publish.ts';
import { isNamed, type NamedObject, readUses } from '#ledger/read-uses.ts';
import { isInactive, titleOf, toRecorded } from '#ledger/snapshot-text.ts';
import { toApprovalView } from '#policy/approval.ts';
import { refusedApprovers } from '#policy/decision.ts';
import { distinctLogins, type OwnerAccounts, type People, toPeople } from '#policy/people.ts';
import type { IssueView } from '#render/issue/issue-view.ts';
import type { IssueRun } from './issue-run.ts';

/**
 * What the issue of each open episode shows, or of some of them. Everything comes from what is recorded, words included, so that a run which
 * learned nothing new renders the same text and writes nothing.
 */
export async function readIssueViews(
  run: IssueRun,
  ledger: Ledger,
  episodes: readonly Episode[] = [...ledger.state.episodes.values()],
): Promise<readonly IssueView[]> {
  const { state, files } = ledger;
  if (episodes.length === 0) return [];
  const reordered = new Set(episodes.filter(({ object }) => isOrder(object)).map(({ object }) => pluralOf(object)));
  await files.load([
    namesPath(state.account),
    ...[...files.blobs.keys()].filter((path) => reordered.has(path.split('/')[2] ?? '')),
  ]);
  await files.loadBlobs(
    episodes.flatMap((episode) =>
      [episode.approvedState, episode.changes.at(-1)?.after, ...listFormer(episode)].flatMap((blob) => blob ?? []),
    ),
  );
  const people = toPeople(run.config, state.accounts);
  const ownersOf = await readOwners(ledger, people.owners, episodes);
  const usesOf = await readUses(
    ledger,
    episodes.flatMap((episode) => toNamed(ledger, episode) ?? []),
  );
  return episodes.map((episode) => {
    const view = toView(run, ledger, episode, people, ownersOf(episode.object));
    const named = toNamed(ledger, episode);
    return named === null ? view : { ...view, description: withUses(view.description, usesOf(named)) };
  });
}

/** An object that others may name, in its approved state and the newest; null for any other. */
function toNamed({ files }: Ledger, { object, approvedState, changes }: Episode): NamedObject | null {
  if (isOrder(object) || !isNamed(kindOf(object))) return null;
  const states = [approvedState, changes.at(-1)?.after ?? null].map((blob) =>
    toSnapshot(object, blob === null ? null : files.textOfBlob(blob)),
  );
  return { kind: kindOf(object), states };
}

/** As many earlier states are compared with the newest: one of them is what a reviewer saw last. */
const mostSteps = 5;

/** The states between the approved one and the newest, oldest first. */
function listFormer({ changes }: Episode): readonly (string | null)[] {
  const newest = changes.at(-1)?.after ?? null;
  const former = changes.slice(0, -1).map(({ after }) => after);
  return [...new Set(former.toReversed())]
    .filter((state) => state !== newest)
    .slice(0, mostSteps)
    .toReversed();
}

const codesOf = ({ changes }: Episode): readonly string[] => changes.flatMap(({ riskCodes }) => riskCodes);
export const riskOfEpisode = (episode: Episode): Risk => riskOf(codesOf(episode));

const calm = { firstSeenActor: false, firstSeenIp: false, offHours: false };

/** The risk of every change of it, in words about what differs from the approved state now. */
function explainEpisode(
  kind: Kind | undefined,
  episode: Episode,
  before: Snapshot | null,
  after: Snapshot | null,
  names: Names,
): Risk {
  if (kind === undefined) return riskOfEpisode(episode);
  const type = isOrder(episode.object)
    ? 'reordered'
    : before === null
      ? 'created'
      : after === null
        ? 'deleted'
        : before.text === after.text
          ? 'none'
          : 'updated';
  return explainRisk(codesOf(episode), { kind, type, before, after, names, context: calm });
}

const pluralOf = (object: ObjectKey): string => findKind(kindOf(object))?.plural ?? '';

function toView(
  run: IssueRun,
  ledger: Ledger,
  episode: Episode,
  people: People,
  owners: OwnerAccounts | null,
): IssueView {
  const { config, repository, zendesk, issues } = run;
  const { state, files } = ledger;
  const { object, approvedState, changes } = episode;
  const textOf = (blob: string | null) => (blob === null ? null : files.textOfBlob(blob));
  const [before, after] = [textOf(approvedState), textOf(changes.at(-1)?.after ?? null)];
  const kind = findKind(kindOf(object));
  const [approved, newest] = [toSnapshot(object, before), toSnapshot(object, after)];
  const names = parseNames(files.textOf(namesPath(state.account)) ?? '{}');
  const former = listFormer(episode).at(-1);
  // Of an episode that is undone: what it was before that, as far as a run has seen it.
  const between = before !== after || former === undefined ? undefined : toSnapshot(object, textOf(former));
  const risk = explainEpisode(kind, episode, approved, between ?? newest, names);
  const steps = listFormer(episode).map((from) => {
    const text = textOf(from);
    const isKnown = kind !== undefined && (from === null || text !== null);
    return { from, lines: isKnown ? describeStep(ledger, kind, object, toSnapshot(object, text), newest).lines : [] };
  });
  const admin = kind ? (isOrder(object) ? kind.adminPath('').replace(/\/$/, '') : kind.adminPath(idOf(object))) : null;
  const { assignees, highRisk } = config.issues;
  const approvable = toApprovable(episode, owners);
  const refused = refusedApprovers(approvable.actors, config.identities);
  return {
    account: state.account,
    episode,
    kind: { name: kindOf(object), plural: kind?.plural ?? 'rules' },
    description: describeEpisode(ledger, episode, approved, newest, between),
    steps,
    risk,
    timezone: config.timezone,
    identities: config.identities,
    mayNotApprove: refused,
    revert: kind
      ? findRevertEffect({ kind, names, titleOf: () => null }, { id: idOf(object), recorded: newest, wanted: approved })
      : { type: 'nothing' },
    approval: toApprovalView(config.approvers, approvable, people),
    path: pathOf(state.account, object),
    diff: { before, after },
    webUrl: issues?.webUrl ?? null,
    branch: repository.branch,
    adminUrl: admin === null ? null : `${zendesk.url}${admin}`,
    assignees: distinctLogins([
      ...(owners?.logins ?? []),
      ...assignees,
      ...(risk.level === 'high' ? highRisk.assignees : []),
    ]),
  };
}

const toSnapshot = (object: ObjectKey, text: string | null): Snapshot | null =>
  text === null ? null : toRecorded(object, text);

function describeEpisode(
  { files, state }: Ledger,
  { object, changes }: Episode,
  before: Snapshot | null,
  after: Snapshot | null,
  between: Snapshot | null | undefined,
): Description {
  const kind = findKind(kindOf(object));
  const entries = changes.reduce((count, change) => count + change.entries.length, 0);
  if (!kind) return describeShortLived(changes.at(-1)?.entries ?? [], entries);
  if (isOrder(object)) return describeStep({ files, state }, kind, object, before, after);
  const fields = listOtherFieldsOf(changes);
  if (before?.text !== after?.text)
    return withOtherFields(describeStep({ files, state }, kind, object, before, after), fields);
  const title = titleOf(after?.text ?? '{}') ?? '';
  if (fields.length > 0) return describeOtherFields(title, fields);
  if (entries === 1) return describeUnsure(title);
  if (between === undefined) return describeTransient(title, Math.max(entries, 2));
  const { lines } = describeStep({ files, state }, kind, object, before, between);
  return describeTransient(title, Math.max(entries, 2), lines);
}

/** From one state to another, by the words of today. */
function describeStep(
  { files, state }: Pick<Ledger, 'files' | 'state'>,
  kind: Kind,
  object: ObjectKey,
  before: Snapshot | null,
  after: Snapshot | null,
): Description {
  const names = parseNames(files.textOf(namesPath(state.account)) ?? '{}');
  if (!isOrder(object)) return describeChange(kind, before, after, names);
  const textAt = (id: string) => files.textOf(pathOf(state.account, objectKey(kind.name, id)) ?? '');
  const titleAt = (id: string) => {
    const text = textAt(id);
    return text === null ? null : titleOf(text);
  };
  const isActive = (id: string) => {
    const text = textAt(id);
    return text === null || !isInactive(text);
  };
  return describeOrder(
    kind,
    parseOrder(kind, before?.text ?? '[]') ?? [],
    parseOrder(kind, after?.text ?? '[]') ?? [],
    titleAt,
    names,
    isActive,
  );
}
