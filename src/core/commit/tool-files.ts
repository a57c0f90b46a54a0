/**
 * Files of an account's folder that are no state of an object: the indexes and words for people, and the fingerprints of
 * fields that no snapshot holds. Only commits of the tool's own change them, never one that has a person as its author.
 */
export function isToolFile(path: string, account: string): boolean {
  const folder = `snapshots/${account}/`;
  if (!path.startsWith(folder)) return false;
  const name = path.slice(folder.length);
  return name === 'names.json' || name === 'other-fields.json' || /^[a-z][a-z_-]*\/README\.md$/.test(name);
}

export const isOtherFieldsFile = (path: string): boolean => path.endsWith('/other-fields.json');

/** Where entries of the audit log are kept. Other files in that folder are other people's. */
export const logFolder = (account: string): string => `log/${account}`;

export function isLogFile(path: string, account: string): boolean {
  const folder = `${logFolder(account)}/`;
  return path.startsWith(folder) && /^\d{4}-(?:0[1-9]|1[0-2])\.jsonl$/.test(path.slice(folder.length));
}
