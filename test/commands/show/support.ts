import { runShow } from '#connect/show.ts';
import type { ShowResult } from '#render/show/show-result.ts';
import type { Lab } from '../../support/lab.ts';
import { readIn } from '../../support/read-lab.ts';

export interface Shown {
  readonly lines: readonly string[];
  readonly summary: string;
  readonly result: ShowResult;
}

/** One `show` in this process. Rejects with what it throws. */
export async function showLab(lab: Lab, object: string, checkout = lab.checkout): Promise<Shown> {
  const { lines, summary, json } = await readIn(lab, runShow, { object, repository: checkout });
  return { lines, summary, result: JSON.parse(JSON.stringify(json)) };
}
