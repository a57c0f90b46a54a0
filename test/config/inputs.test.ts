import { expect, test } from 'vitest';
import { inputList, listInputsOf, toActionVariable } from '#config/inputs.ts';

test('the name of an Action input is upper case, with its dashes', () => {
  expect(toActionVariable('dry-run')).toBe('INPUT_DRY-RUN');
  expect(toActionVariable('with space')).toBe('INPUT_WITH_SPACE');
});

test('names, variables and short flags are unique', () => {
  const all = inputList.flatMap(([name, { env, short }]) => [
    `--${name}`,
    ...(env ? [env] : []),
    ...(short ? [`-${short}`] : []),
  ]);
  expect(new Set(all).size).toBe(all.length);
});

test.each(inputList.map(([name, input]) => ({ name, input })))(
  '$name is described as the others are',
  ({ name, input }) => {
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(input.description).toMatch(/^[A-Z].*\.$/);
    if (input.env !== undefined) expect(input.env).toMatch(/^[A-Z][A-Z_]+$/);
    expect(input.value === undefined).toBe(
      input.type === 'flag' || input.only === 'environment' || input.only === 'action',
    );
  },
);

test('a secret is never a flag', () => {
  expect(inputList.filter(([, input]) => input.secret === true && input.only !== 'environment')).toEqual([]);
});

test('a command takes its own inputs and the common ones', () => {
  const names = listInputsOf('demo').map(([name]) => name);
  expect(names).toEqual(expect.arrayContaining(['keep', 'dry-run', 'repository']));
  expect(names).not.toContain('sweep');
});
