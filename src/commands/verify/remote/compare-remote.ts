import type { RemoteCheck, VerifyRun } from '#commands/verify/verify-run.ts';
import { fieldsOfFingerprint } from '#core/snapshot/redact.ts';
import { addSeconds, earlier } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { redactingZendesk } from '#ledger/redacting-zendesk.ts';
import type { AuditPage, AuditWindow, Zendesk } from '#ports.ts';
import { type Finding, toFindingWarning } from '#render/verify/finding.ts';
import type { RemoteResult } from '#render/verify/verify-result.ts';
import { compareLog } from './compare-log.ts';
import { compareObjects } from './compare-objects.ts';
import { type RecordedHistory, watermarkOf } from './compared.ts';
import { seededRandom } from './sample.ts';

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
  recorded: RecordedHistory,
): Promise<{ readonly findings: readonly Finding[]; readonly result: RemoteResult }> {
  const { zendesk, part, seed } = remote;
  run.progress.stage('Reading the account');
  await zendesk.readUser();
  const random = seededRandom(seed);
  const since = settledUntil(recorded);
  const log = openLog(zendesk);
  const newest = await log.read({ from: since, to: addSeconds(zendesk.serverTime(), 1) });
  const waiting = recorded.state.state?.pending ?? [];
  const unknown = (newest?.entries ?? []).filter(({ id }) => !recorded.state.rebuilt.seen.has(id));
  const ids = new Set([...unknown, ...waiting].map(({ sourceId }) => sourceId));
  const masked = underRecordedRules(remote, recorded.state.rebuilt.redaction);
  const fresh = { since, ids, comparable: masked !== null };
  const objects = await compareObjects(run, masked ?? remote, recorded, fresh, random);
  run.progress.stage('Reading the audit log');
  const entries = await compareLog({ remote, recorded, read: log.read, account: run.account, since, random });
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

/** The log shows entries late, by minutes as a rule: so much before a reading may have been missing in it. */
const lateSeconds = 900;

/** Late entries, and changes without an entry, may wait for the next sweep (docs/semantics.md, The audit log). */
const settledUntil = (recorded: RecordedHistory): string => {
  const watermark = watermarkOf(recorded);
  return addSeconds(earlier(watermark, recorded.state.state?.lastSweep ?? watermark), -lateSeconds);
};

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
        findings.push(toFindingWarning('remote', `audit entries were not compared: ${error.message}`));
        return null;
      }
    },
  };
}
