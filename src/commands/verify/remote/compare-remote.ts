import { redactingZendesk } from '#commands/track/redacting-zendesk.ts';
import { fieldsOfFingerprint } from '#drift/redact.ts';
import { addSeconds, later } from '#drift/time.ts';
import { ZendriftError } from '#errors.ts';
import type { AuditPage, AuditWindow, Zendesk } from '#ports.ts';
import type { CheckedState } from '../check-state.ts';
import { type Finding, warning } from '../finding.ts';
import type { RemoteResult } from '../result.ts';
import type { RecordedConfig, RemoteCheck, VerifyRun } from '../run.ts';
import type { Walk } from '../walk.ts';
import { compareLog } from './compare-log.ts';
import { compareObjects } from './compare-objects.ts';
import { seededRandom } from './sample.ts';

/** What is known of history when Zendesk is asked. */
export interface Recorded {
  readonly walk: Walk;
  readonly state: CheckedState;
  readonly configs: ReadonlyMap<string, RecordedConfig | null>;
  /** Texts of the recorded orders by blob. */
  readonly orders: ReadonlyMap<string, string>;
}

/** What one part of the comparison gives. */
export interface Compared {
  readonly findings: readonly Finding[];
  /** Differences that a run has simply not come to yet, in words. */
  readonly lagging: readonly string[];
}

/** The log since the watermark: what no run has recorded yet. */
export interface Fresh {
  readonly watermark: string;
  /** Object ids with an entry since then, or one that waits in the state. */
  readonly ids: ReadonlySet<string>;
  /** False where masks of the recorded snapshots cannot be made again: another key, or other detectors. */
  readonly comparable: boolean;
}

/** The account as the recorded snapshots show it; null where their masks cannot be made again. */
function underRecordedRules(remote: RemoteCheck, fingerprint: string): RemoteCheck | null {
  if (fingerprint === '') return remote;
  const fields = fieldsOfFingerprint(fingerprint, remote.redaction);
  return fields && { ...remote, zendesk: redactingZendesk(remote.zendesk, { ...remote.redaction, fields }) };
}

/** Objects, then entries, against Zendesk. What is younger than the last run is told apart: it is no fault. */
export async function compareRemote(
  run: VerifyRun,
  remote: RemoteCheck,
  recorded: Recorded,
): Promise<{ readonly findings: readonly Finding[]; readonly result: RemoteResult }> {
  const { zendesk, part, seed } = remote;
  run.progress.stage('Reading the account');
  await zendesk.readUser();
  const random = seededRandom(seed);
  const watermark = watermarkOf(recorded);
  const log = openLog(zendesk);
  const newest = await log.read({ from: watermark, to: addSeconds(zendesk.serverTime(), 1) });
  const waiting = recorded.state.state?.pending ?? [];
  const fresh = { watermark, ids: new Set([...(newest?.entries ?? []), ...waiting].map(({ sourceId }) => sourceId)) };
  const masked = underRecordedRules(remote, recorded.state.rebuilt.redaction);
  const objects = await compareObjects(
    run,
    masked ?? remote,
    recorded,
    { ...fresh, comparable: masked !== null },
    random,
  );
  run.progress.stage('Reading the audit log');
  const entries = await compareLog({ remote, recorded, read: log.read, account: run.account, random });
  return {
    findings: [...log.findings, ...objects.findings, ...entries.findings],
    result: {
      part,
      seed,
      objects: objects.compared,
      entries: entries.compared,
      lagging: [...objects.lagging, ...entries.lagging],
      untracked: entries.untracked,
    },
  };
}

/** An idle run moves the state's watermark on, while history keeps that of its last commit. */
export const watermarkOf = ({ state: { state, rebuilt } }: Recorded): string =>
  later(rebuilt.watermark, state?.watermark ?? rebuilt.watermark);

/** The log, or nothing where the plan has none: then the objects alone are compared. */
function openLog(zendesk: Zendesk) {
  const findings: Finding[] = [];
  let refused = false;
  return {
    findings,
    read: async (window: AuditWindow): Promise<AuditPage | null> => {
      if (refused) return null;
      try {
        return await zendesk.listAuditEntries(window);
      } catch (error) {
        if (!(error instanceof ZendriftError) || error.code !== 'zendesk-plan') throw error;
        refused = true;
        findings.push(warning('remote', `audit entries were not compared: ${error.message}`));
        return null;
      }
    },
  };
}
