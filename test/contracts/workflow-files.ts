import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { planSchedule } from '#commands/init/plan-schedule.ts';
import { renderWorkflow } from '#render/init/workflow-text.ts';
import { readText, root } from './source-files.ts';

export type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A mapping, empty where the value is none. */
export const fields = (value: unknown): Fields => (isFields(value) ? value : {});

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** One YAML file of GitHub Actions. */
export interface Definition {
  readonly path: string;
  readonly text: string;
  readonly document: Fields;
  /** Name and definition of each job; empty for an action. */
  readonly jobs: readonly (readonly [name: string, job: Fields])[];
}

export function toDefinition(path: string, text: string): Definition {
  const document = fields(parse(text));
  const jobs = Object.entries(fields(document['jobs'])).map(([name, job]) => [name, fields(job)] as const);
  return { path, text, document, jobs };
}

export const readDefinition = (path: string): Definition => toDefinition(path, readText(path));

const listed = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .map((name) => `${folder}/${name}`);

const { crons } = planSchedule(null, 'Europe/Berlin', 2026);

/** What `init` installs, before it names the commit of a release. */
const installed = (['track', 'triage', 'verify', 'report'] as const).map((name) =>
  toDefinition(`init/zendrift-${name}.yml`, renderWorkflow(name, null, crons)),
);

/** The workflows of this repository, the examples that others copy, and what is made of them. */
export const workflows = [...[...listed('.github/workflows'), ...listed('examples')].map(readDefinition), ...installed];

export const stepsOf = (job: Fields): readonly Fields[] => list(job['steps']).map(fields);

export const allSteps = ({ jobs, document }: Definition): readonly Fields[] => [
  ...jobs.flatMap(([, job]) => stepsOf(job)),
  ...stepsOf(fields(document['runs'])),
];

/** Every text in a value, at any depth. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return Object.values(fields(value)).flatMap(textsIn);
}

/** `${{ a }}` → `a`, for each in a value. */
export const fencedIn = (value: unknown): readonly string[] =>
  textsIn(value).flatMap((text) => [...text.matchAll(/\$\{\{([\s\S]*?)\}\}/g)].map(([, inner = '']) => inner.trim()));

/** Every `if` of jobs and steps, as written. */
export const conditionsIn = (definition: Definition): readonly string[] =>
  [...definition.jobs.map(([, job]) => job), ...allSteps(definition)].flatMap(({ if: condition }) =>
    condition === undefined ? [] : [String(condition)],
  );

/** Every expression: between `${{` and `}}`, and each `if`, which needs neither. */
export const expressionsIn = (definition: Definition): readonly string[] => [
  ...fencedIn(definition.document),
  ...conditionsIn(definition).filter((condition) => !condition.includes('${{')),
];
