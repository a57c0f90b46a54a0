import { expect, test } from 'vitest';
import { configPaths } from '#config/file.ts';

test("an account's own file wins over the shared one", () => {
  expect(configPaths('acme')).toEqual(['.github/zendrift/acme.yml', '.github/zendrift.yml']);
});
