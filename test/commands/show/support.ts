import { readSettings } from '#config/settings.ts';
import { runShow } from '#connect/show.ts';
import type { ShowResult } from '#render/show/show-result.ts';
import { environment } from '../../git/support.ts';
import type { Lab } from '../../support/lab.ts';

export interface Shown {
  readonly lines: readonly string[];
  readonly summary: string;
  readonly result: ShowResult;
}

/** One `show` in this process. Rejects with what it throws. */
export async function showLab(lab: Lab, object: string, checkout = lab.checkout): Promise<Shown> {
  const variables = { ...environment, ZENDESK_SUBDOMAIN: lab.account };
  const settings = readSettings({ repository: checkout, object }, variables, 'account');
  const { lines, summary, json } = await runShow({
    settings,
    environment: variables,
    progress: { stage: () => {}, detail: () => {}, warn: () => {} },
    clock: { now: () => lab.zendesk.clock.now(), sleep: async () => {} },
    signal: new AbortController().signal,
    random: () => 0.5,
  });
  return { lines, summary, result: JSON.parse(JSON.stringify(json)) };
}
