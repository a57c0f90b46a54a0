// Makes a release of what stands in package.json: node scripts/release.mjs sums, then node scripts/release.mjs tag [REMOTE]
// Needs nothing but Node.js and git: the job that publishes runs no code of others.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const bundles = ['action.js', 'cli.js', 'licenses.txt'];
const sumsFile = join(root, 'dist/SHA256SUMS');
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

function stop(what, hint) {
  console.error(`error: ${what}\nhint: ${hint}`);
  process.exit(2);
}

const [verb, remote = 'origin'] = process.argv.slice(2);
const missing = bundles.filter((name) => !existsSync(join(root, 'dist', name)));
if (missing.length > 0) stop(`dist has no ${missing.join(', ')}`, 'Run npm run build first.');

/** As `sha256sum --check` reads it. */
const sums = bundles
  .map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(root, 'dist', name)))
        .digest('hex')}  ${name}\n`,
  )
  .join('');

if (verb === 'sums') {
  writeFileSync(sumsFile, sums);
  process.stdout.write(sums);
} else if (verb === 'tag') {
  tagRelease();
} else {
  stop(`not a step of a release: ${verb}`, 'node scripts/release.mjs sums, or node scripts/release.mjs tag [REMOTE]');
}

/** Tags a commit that holds the bundles. No branch ever has them, so the commit is on the tags alone. */
function tagRelease() {
  if (!existsSync(sumsFile) || readFileSync(sumsFile, 'utf8') !== sums)
    stop('dist/SHA256SUMS is not that of the bundles', 'Build them again, then run node scripts/release.mjs sums.');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const tag = `v${version}`;
  if (!readFileSync(join(root, 'dist/cli.js'), 'utf8').includes(`zendrift ${version},`))
    stop(`dist holds another version than ${version}`, 'Run npm run build again.');
  // A moving tag never goes to a version that is still being tried out.
  const moving = version.includes('-') ? [] : [tag.split('.')[0]];
  if (git('ls-remote', remote, `refs/tags/${tag}`) !== '')
    stop(`${tag} is released already`, 'Raise the version in package.json.');
  chmodSync(join(root, 'dist/cli.js'), 0o755);
  const parent = git('rev-parse', 'HEAD');
  git('add', '--force', 'dist');
  const commit = git('commit-tree', git('write-tree'), '-p', parent, '-m', `Release ${tag}`);
  git('reset', '--quiet', '--', 'dist');
  const refs = [`${commit}:refs/tags/${tag}`, ...moving.map((name) => `+${commit}:refs/tags/${name}`)];
  git('push', '--quiet', '--atomic', remote, ...refs);
  // A commit can't name itself: the workflows that are handed out with the release do.
  const pin = [join(root, 'scripts/pin.mjs'), commit, tag, join(root, '.github/workflows'), join(root, 'examples')];
  execFileSync(process.execPath, pin, { stdio: 'inherit' });
  console.log(`${tag} is ${commit}`);
  const outputs = process.env.GITHUB_OUTPUT;
  if (outputs) appendFileSync(outputs, `version=${tag}\ncommit=${commit}\n`);
}
