import { runAction } from './entry/run-action.ts';

await runAction({});
