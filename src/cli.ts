import { version } from './version.ts';

/** `--version` is answered before anything else is read: scripts ask for it often, and it must not cost them a start. */
const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) process.stdout.write(`${version}\n`);
else {
  const { keepSmall } = await import('./entry/memory.ts');
  keepSmall();
  const { runCli } = await import('./entry/run-cli.ts');
  await runCli({
    init: async () => (await import('#connect/init.ts')).runInit,
    track: async () => (await import('#connect/track.ts')).runTrack,
    triage: async () => (await import('#connect/triage.ts')).runTriage,
    show: async () => (await import('#connect/show.ts')).runShow,
    list: async () => (await import('#connect/list.ts')).runList,
    diff: async () => (await import('#connect/diff.ts')).runDiff,
    move: async () => (await import('#connect/move.ts')).runMove,
    backfill: async () => (await import('#connect/backfill.ts')).runBackfill,
    verify: async () => (await import('#connect/verify.ts')).runVerify,
    restore: async () => (await import('#connect/restore.ts')).runRestore,
    report: async () => (await import('#connect/report.ts')).runReport,
    evidence: async () => (await import('#connect/evidence.ts')).runEvidence,
    audit: async () => (await import('#connect/audit.ts')).runAudit,
    'policy check': async () => (await import('#connect/policy.ts')).runPolicyCheck,
    'policy replay': async () => (await import('#connect/policy.ts')).runPolicyReplay,
    'policy suggest': async () => (await import('#connect/policy.ts')).runPolicySuggest,
    doctor: async () => (await import('#connect/doctor.ts')).runDoctor,
    demo: async () => (await import('./entry/start-demo.ts')).startDemo(words),
    completion: async (commands) => (await import('./entry/start-completion.ts')).startCompletion(commands),
    uses: async () => (await import('#connect/uses.ts')).runUses,
    lint: async () => (await import('#connect/lint.ts')).runLint,
    compare: async () => (await import('#connect/compare.ts')).runCompare,
  });
}
