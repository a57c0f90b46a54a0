import { type Lab, type LabOptions, openLab } from './lab.ts';

/** An account whose baseline is ten minutes old. */
export async function openWatched(options: LabOptions = {}): Promise<Lab> {
  const lab = await openLab({ ...options, hasBaseline: true });
  lab.wait(600);
  return lab;
}

/** Lets a minute pass, then runs. */
export async function runLater(lab: Lab, ...args: Parameters<Lab['run']>): ReturnType<Lab['run']> {
  lab.wait(60);
  return lab.run(...args);
}
