// Names the commit of a release wherever workflows use this action: node scripts/pin.mjs COMMIT vX.Y.Z FOLDER…
// Needs nothing but Node.js: the job that publishes a release runs no code of others.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [commit = '', version = '', ...folders] = process.argv.slice(2);
if (!/^[0-9a-f]{40}$/.test(commit) || !/^v\d+\.\d+\.\d+$/.test(version) || folders.length === 0) {
  console.error(`error: not a commit, a version and folders: ${process.argv.slice(2).join(' ')}`);
  console.error('hint: node scripts/pin.mjs COMMIT vX.Y.Z FOLDER…');
  process.exit(2);
}

const meta = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'));
const name = /[\w.-]+\/[\w.-]+(?=\.git$)/.exec(meta.repository.url)[0];
const pinned = new RegExp(`(?<=\\buses: ${name}(?:/\\S+)?@)\\S+ # v\\S+`, 'g');
let count = 0;
for (const folder of folders) {
  for (const file of readdirSync(folder).filter((one) => one.endsWith('.yml'))) {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      before.replace(pinned, () => {
        count += 1;
        return `${commit} # ${version}`;
      }),
    );
  }
}
if (count === 0) {
  console.error(`error: no file in ${folders.join(', ')} uses ${name}`);
  console.error('hint: Name the folders that hold the workflows.');
  process.exit(1);
}
console.log(`${count} uses of ${name} name ${commit} (${version})`);
