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
