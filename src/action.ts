import { keepSmall } from './entry/memory.ts';
import { runAction } from './entry/run-action.ts';

keepSmall();

await runAction({
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
  uses: async () => (await import('#connect/uses.ts')).runUses,
  lint: async () => (await import('#connect/lint.ts')).runLint,
  compare: async () => (await import('#connect/compare.ts')).runCompare,
});
