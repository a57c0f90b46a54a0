import { keepSmall } from './entry/memory.ts';
import { runAction } from './entry/run-action.ts';

keepSmall();

await runAction({
  track: async () => (await import('#connect.ts')).runTrack,
  triage: async () => (await import('#connect/triage.ts')).runTriage,
  show: async () => (await import('#connect/show.ts')).runShow,
  verify: async () => (await import('#connect/verify.ts')).runVerify,
  restore: async () => (await import('#connect/restore.ts')).runRestore,
  doctor: async () => (await import('#connect/doctor.ts')).runDoctor,
});
