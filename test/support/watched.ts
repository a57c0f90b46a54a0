import { type Lab, type LabOptions, openLab } from './lab.ts';

/** An account whose baseline is ten minutes old. */
export async function openWatched(options: LabOptions = {}): Promise<Lab> {
  const lab = await openLab({ ...options, hasBaseline: true });
  lab.wait(600);
  return lab;
}

/** The same without a remote, for what does not depend on one: a run that records takes half as long. */
export const openLocal = (options: LabOptions = {}): Promise<Lab> => openWatched({ remote: 'none', ...options });

/** Lets a minute pass, then runs. */
export async function runLater(lab: Lab, ...args: Parameters<Lab['run']>): ReturnType<Lab['run']> {
  lab.wait(60);
  return lab.run(...args);
}
