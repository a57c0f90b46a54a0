import type { Config } from '#config/config.ts';
import { isOtherFieldsFile } from '#core/commit/tool-files.ts';
import type { AuditEntry } from '#core/entry/audit-entry.ts';
import { maskEntries, type Privacy } from '#core/entry/privacy.ts';
import { type Redaction, redactEntry } from '#core/snapshot/redact.ts';
import { applyPaths, type OwnCommit, toEvents } from '#core/state/history.ts';
import { addSeconds, secondsBetween, type UtcTime } from '#core/time.ts';
import { isGitHubFailure } from '#errors.ts';
import type { Policy } from '#policy/rule.ts';
import type { Issues, Repository, Zendesk } from '#ports.ts';
import type { ConfigVersions } from './config-versions.ts';
import { type AskedHistory, type ConfirmCommits, type Evidence, listDoubts } from './confirm-commits.ts';
import { readPresentBlobs } from './present-blobs.ts';
import { titleOf } from './snapshot-text.ts';

interface EvidenceSource {
  readonly repository: Pick<Repository, 'readBlobs' | 'blobId'>;
  readonly parseConfig: (text: string) => Config | null;
  readonly readVersions: () => Promise<ConfigVersions>;
  readonly zendesk: Pick<Zendesk, 'listAuditEntries'>;
  readonly issues: Pick<Issues, 'readUser'> | null;
  readonly privacy: Privacy;
  readonly redaction: Redaction;
}

/** Asks Zendesk, GitHub and the configuration branch about commits that no run pushed together with its state. */
export const openCommitWitness =
  (source: EvidenceSource): ConfirmCommits =>
  async (asked) =>
    listDoubts(asked, await readEvidence(source, asked));

async function readEvidence(source: EvidenceSource, asked: AskedHistory): Promise<Evidence> {
  const { repository } = source;
  const commits = asked.commits.filter(({ record }) => asked.isAsked(record.id));
  const noConfig = repository.blobId('');
  const named = commits.flatMap(({ facts }) => (facts.type === 'change' ? [facts.verdict.policy] : []));
  const fingerprints = commits.flatMap(({ record }) =>
    record.paths.flatMap(({ path, before, after }) =>
      isOtherFieldsFile(path) ? [before ?? [], after ?? []].flat() : [],
    ),
  );
  const blobs = [...named.filter((blob) => blob !== noConfig), ...listStates(asked), ...fingerprints];
  // A commit may name contents that nobody has.
  const { texts } = await readPresentBlobs(repository, [...new Set(blobs)]);
  const textOf = (blob: string | null) => (blob === null ? null : (texts.get(blob) ?? null));
  const configs = new Map(
    [...new Set(named)].flatMap((blob) => {
      const text = texts.get(blob) ?? (blob === noConfig ? '' : undefined);
      const config = text === undefined ? null : source.parseConfig(text);
      return config === null ? [] : [[blob, config] as const];
    }),
  );
  const isConfigured = commits.some(({ facts }) => facts.type === 'configuration');
  return {
    entries: await readEntries(source, commits),
    asRecorded: (entry, config) => {
      const ip = configs.get(config)?.privacy.ip ?? source.privacy.ip;
      const [{ actorName, ip: masked } = entry] = maskEntries([redactEntry(entry, source.redaction)], {
        ...source.privacy,
        ip,
      });
      // Without the key that made it, a hash can't be made again.
      return { actorName, ip: ip === 'hashed' && source.privacy.ip !== ip ? undefined : masked };
    },
    policies: new Map([...configs].map(([blob, config]) => [blob, toPolicy(blob, config)])),
    noConfig,
    versions: isConfigured ? await source.readVersions() : null,
    users: await readUsers(source, commits),
    textOf,
    titleOf: (blob) => {
      const text = textOf(blob);
      return text === null ? null : titleOf(text);
    },
  };
}

/** Blobs of the states that approvals are about; titles may decide. */
function listStates({ events, recorded, commits, isAsked }: AskedHistory): readonly string[] {
  const now = new Map(recorded);
  const states = new Map<string, readonly (string | null)[]>();
  for (const event of events) {
    if (event.type === 'change') states.set(event.change.commit, [event.change.before, event.change.after]);
  }
  const wanted = new Set<string>();
  for (const own of commits) {
    for (const event of toEvents(own, now)) {
      if (event.type !== 'change') continue;
      const { change, explains } = event;
      states.set(change.commit, [change.before, change.after]);
      if (!isAsked(own.record.id) || change.verdict.decision === 'unapproved') continue;
      for (const blob of states.get(explains ?? change.commit) ?? []) if (blob !== null) wanted.add(blob);
    }
    applyPaths(now, own.record);
  }
  return [...wanted];
}

const toPolicy = (blob: string, { policy, hours, timezone }: Config): Policy => ({ ...policy, hours, timezone, blob });

/** Times that lie no further apart are asked for in one go, in seconds. */
const mostGap = 6 * 3600;

async function readEntries(
  { zendesk }: EvidenceSource,
  commits: readonly OwnCommit[],
): Promise<ReadonlyMap<string, AuditEntry>> {
  const times = commits.flatMap(({ facts }) => (facts.type === 'change' ? facts.entries.map(({ time }) => time) : []));
  const entries = new Map<string, AuditEntry>();
  for (const { from, to } of toWindows([...new Set(times)].sort())) {
    const page = await zendesk.listAuditEntries({ from, to: addSeconds(to, 1) });
    for (const entry of [...page.entries, ...page.others]) entries.set(entry.id, entry);
  }
  return entries;
}

interface Window {
  readonly from: UtcTime;
  readonly to: UtcTime;
}

function toWindows(times: readonly UtcTime[]): readonly Window[] {
  const windows: Window[] = [];
  for (const time of times) {
    const last = windows.at(-1);
    if (last !== undefined && secondsBetween(last.to, time) <= mostGap)
      windows[windows.length - 1] = { ...last, to: time };
    else windows.push({ from: time, to: time });
  }
  return windows;
}

async function readUsers(
  { issues }: EvidenceSource,
  commits: readonly OwnCommit[],
): Promise<ReadonlyMap<string, string | null>> {
  const users = new Map<string, string | null>();
  const logins = commits.flatMap(({ facts }) =>
    facts.type === 'configuration' ? facts.accounts.map(({ login }) => login) : [],
  );
  try {
    for (const login of issues === null ? [] : new Set(logins)) {
      users.set(login.toLowerCase(), (await issues?.readUser(login))?.id ?? null);
    }
  } catch (error) {
    if (!isGitHubFailure(error)) throw error;
  }
  return users;
}
