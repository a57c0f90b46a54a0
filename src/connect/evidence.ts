import { createHash } from 'node:crypto';
import type { Command, CommandContext } from '#commands/command.ts';
import type { EvidenceRun } from '#commands/evidence/evidence-run.ts';
import { evidence } from '#commands/evidence.ts';
import { reportHistory } from '#commands/report/report-history.ts';
import { verifyHistory } from '#commands/verify/verify-history.ts';
import { parseEvidenceSettings } from '#config/evidence-settings.ts';
import { parseReportSettings } from '#config/report-settings.ts';
import { toUtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { gitEnvironment } from '#git/environment.ts';
import { signText } from '#git/ssh-keygen.ts';
import { accountOf, connectZendesk } from './adapters.ts';
import { writeWhole } from './export.ts';
import { toHistoryRun } from './report.ts';
import { connectData } from './repository.ts';
import { toVerifyRun } from './verify.ts';

/** The pack is made of what `report` and `verify` say, and commands know nothing of each other: they meet here. */
export const runEvidence: Command = async (given) => {
  const { progress, clock, environment, signal } = given;
  const { surface } = given.settings;
  const early = parseEvidenceSettings(given.settings.report, 'UTC', surface);
  const { zendesk, github, signingKey, dryRun } = given.settings;
  const isAsked = { remote: zendesk?.credentials != null, github: github.token !== null && github.repository !== null };
  const context = withVerification(given, isAsked);
  const data = await connectData(context, accountOf(context.settings).subdomain, { readOnly: true });
  const { repository, config } = data;
  try {
    const { timezone, from, to } = parseEvidenceSettings(given.settings.report, config.timezone, surface);
    const history = toHistoryRun(context, data, parseReportSettings({}, timezone, surface));
    const run: EvidenceRun = {
      ...{ account: config.account, committers: history.committers, repository, timezone },
      wanted: { from, to },
      now: toUtcTime(clock.now()),
      readReport: (range) => reportHistory(history, range),
      verify: () => verifyHistory(toVerifyRun(context, data)),
      listEntries: isAsked.remote
        ? async (range) => {
            const account = connectZendesk(context, clock.now() + given.settings.deadline, config);
            await account.readUser();
            return account.listAuditEntries(range).catch(withoutLog);
          }
        : null,
      sign:
        signingKey === null
          ? null
          : (text) =>
              signText({ environment: gitEnvironment(environment), signal }, signingKey, text, 'zendrift-evidence'),
      digest: (bytes) => createHash('sha256').update(bytes).digest('hex'),
      output: early.output,
      write: (bytes) => writeWhole(early.output, inOnePart(bytes)),
      dryRun,
      progress,
    };
    return await evidence(run);
  } finally {
    await repository.close();
  }
};

/** A plan without an audit log lists nothing, which is no error of the record. */
function withoutLog(error: unknown): null {
  if (error instanceof ZendriftError && error.code === 'zendesk-plan') return null;
  throw error;
}

/** Everything that credentials are there for is checked, and always the same part of it. */
function withVerification(
  context: CommandContext,
  { remote, github }: { readonly remote: boolean; readonly github: boolean },
): CommandContext {
  const verify = { remote: remote ? { part: 1, seed: 0 } : null, github, expect: null };
  return { ...context, settings: { ...context.settings, verify } };
}

async function* inOnePart(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
