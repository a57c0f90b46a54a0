// Names the commit of a release wherever workflows use zendrift/zendrift: node scripts/pin.mjs COMMIT vX.Y.Z FOLDER…
// Needs nothing but Node.js: the job that publishes a release runs no code of others.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [commit = '', version = '', ...folders] = process.argv.slice(2);
if (!/^[0-9a-f]{40}$/.test(commit) || !/^v\d+\.\d+\.\d+$/.test(version) || folders.length === 0) {
  console.error(`error: not a commit, a version and folders: ${process.argv.slice(2).join(' ')}`);
  console.error('hint: node scripts/pin.mjs COMMIT vX.Y.Z FOLDER…');
  process.exit(2);
}

const pinned = /(?<=\buses: zendrift\/zendrift(?:\/\S+)?@)\S+ # v\S+/g;
let count = 0;
for (const folder of folders) {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.yml'))) {
    const path = join(folder, name);
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
  console.error(`error: no file in ${folders.join(', ')} uses zendrift/zendrift`);
  console.error('hint: Name the folders that hold the workflows.');
  process.exit(1);
}
console.log(`${count} uses of zendrift/zendrift name ${commit} (${version})`);
