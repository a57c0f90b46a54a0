import { runAction } from './entry/run-action.ts';

await runAction({
  track: async () => (await import('#connect.ts')).runTrack,
  doctor: async () => (await import('#connect/doctor.ts')).runDoctor,
});
