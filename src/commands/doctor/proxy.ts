import { type Check, ok } from './check.ts';

export const proxy: Check = {
  id: 'proxy',
  title: 'Proxy',
  needs: [],
  look: async (run) => ok(run.proxy === null ? 'none: requests go directly' : `requests go through ${run.proxy}`),
};
