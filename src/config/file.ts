/** The configuration of every account that has no file of its own (docs/configuration.md). */
export const sharedConfigPath = '.github/zendrift.yml';

/** Where the configuration of an account may stand in a commit, the one that wins first. */
export const configPaths = (account: string): readonly string[] => [
  `.github/zendrift/${account}.yml`,
  sharedConfigPath,
];
