/**
 * Who may import whom, and why. The rule is the room's; a deviation is a line of its own with the reason that it was
 * let in. `src/cli.ts`, `src/action.ts` and `src/entry/` are one room, the entries.
 */
export interface Permission {
  /** Rooms or single files (`core/snapshot/snapshot`, `core/describe/`), without `#` and extension. */
  readonly to: readonly string[];
  /** Types leave no trace at run time: no code of that room is loaded or relied upon. */
  readonly only?: 'types';
  readonly because: string;
}

export interface Room {
  /** Why this room may see no more than it does; ends every failure message. */
  readonly because: string;
  readonly may: readonly Permission[];
  /** npm packages. */
  readonly packages: readonly string[];
  /** `node:*` modules. */
  readonly node: boolean;
}

const adapter = 'an adapter knows its own service and the ports; adapters never import each other';
const ports: Permission = { to: ['ports'], only: 'types', because: 'an adapter implements the interface of its port' };
const errors: Permission = {
  to: ['errors', 'warning'],
  because: 'every error and warning for people has its code from one catalogue',
};

const text: Permission = { to: ['text'], because: 'every text shows the same characters that nobody could see' };

export const rooms: Readonly<Record<string, Room>> = {
  errors: { because: 'the catalogue is a leaf', may: [], packages: [], node: false },
  warning: { because: 'the codes of warnings are a leaf', may: [], packages: [], node: false },
  text: { because: 'what nobody can see is a leaf', may: [], packages: [], node: false },
  json: {
    because: 'canonical text is a leaf',
    may: [text],
    packages: ['fast-json-stable-stringify'],
    node: false,
  },
  version: { because: 'the version is a leaf', may: [], packages: [], node: false },
  ports: {
    because: 'ports are the words in which commands and adapters talk: types and nothing else',
    may: [{ to: ['core', 'kinds', 'json', 'warning'], only: 'types', because: 'interfaces speak of the core’s data' }],
    packages: [],
    node: false,
  },
  kinds: {
    because: 'a kind is data: no I/O, no other kind',
    may: [{ to: ['json', 'errors'], because: 'shapes are made of JSON' }],
    packages: [],
    node: false,
  },
  core: {
    because: 'the core is pure: time, randomness and text are arguments',
    may: [
      text,
      { to: ['kinds', 'json', 'errors'], because: 'what a kind is and what its text is decide every change' },
    ],
    packages: ['diff', 'temporal-polyfill'],
    node: false,
  },
  policy: {
    because: 'the core is pure: a verdict depends on nothing but the entry and the policy',
    may: [
      { to: ['kinds', 'json', 'errors'], because: 'rules name kinds' },
      { to: ['core'], only: 'types', because: 'entries and changes are what is judged' },
      { to: ['core/object-key'], because: 'the one spelling of kind/id' },
      { to: ['core/time'], because: 'the one arithmetic of stored times' },
      { to: ['core/entry/privacy'], because: 'what a masked address looks like is known where it is masked' },
      {
        to: ['core/state/request-fold'],
        because: 'which object of a request a change uses, the fold and the verdict ask alike',
      },
    ],
    packages: ['temporal-polyfill'],
    node: false,
  },
  zendesk: {
    because: adapter,
    may: [
      text,
      ports,
      errors,
      { to: ['json'], because: 'answers are parsed without losing digits' },
      { to: ['kinds'], because: 'paths, envelopes and sources of a kind are declared there' },
      { to: ['core'], only: 'types', because: 'what is read becomes the core’s data' },
      {
        to: [
          'core/snapshot/snapshot',
          'core/snapshot/other-fields',
          'core/object-key',
          'core/names/names',
          'core/entry/audit-entry',
        ],
        because: 'an answer is normalized where it is parsed, so that nothing raw leaves the adapter',
      },
    ],
    packages: ['p-queue'],
    node: true,
  },
  git: {
    because: adapter,
    may: [text, ports, errors, { to: ['core'], only: 'types', because: 'history is handed over as the core’s data' }],
    packages: ['simple-git'],
    node: true,
  },
  github: {
    because: adapter,
    may: [text, ports, errors, { to: ['json'], because: 'answers are looked at before they are believed' }],
    packages: ['octokit'],
    node: true,
  },
  webhook: { because: adapter, may: [ports], packages: [], node: false },
  config: {
    because: 'settings know no adapter',
    may: [
      text,
      errors,
      { to: ['json'], because: 'a value is quoted as JSON in a problem' },
      { to: ['kinds'], because: 'a configuration names kinds' },
      {
        to: ['policy/rule', 'policy/window', 'policy/ip-range', 'policy/glob', 'policy/moment'],
        because: 'a rule is validated by the very parsers that judge by it later',
      },
    ],
    packages: ['zod', 'yaml', 'ical.js'],
    node: false,
  },
  render: {
    because: 'rendering only: result in, text out',
    may: [
      text,
      errors,
      { to: ['json', 'kinds'], because: 'what is shown is made of kinds and JSON' },
      {
        to: ['core', 'policy', 'ports', 'config', 'commands/doctor/', 'decisions', 'issues'],
        only: 'types',
        because: 'results are what is rendered',
      },
      {
        to: [
          'core/describe/',
          'core/commit/marker',
          'core/commit/alert-mark',
          'core/object-key',
          'core/time',
          'core/words',
        ],
        because: 'words and markers have one spelling, printed and parsed in one place',
      },
      { to: ['core/snapshot/redact'], because: 'a mask is recognized where it is made' },
      { to: ['core/inert'], because: 'escaping begins with what every sink has in common' },
    ],
    packages: ['diff', 'temporal-polyfill', 'fflate'],
    node: false,
  },
  ledger: {
    because: 'what is recorded has one home: reading our own commits, publishing, repairing, recording decisions',
    may: [
      errors,
      { to: ['core', 'policy', 'kinds', 'json'], because: 'the core that it keeps' },
      { to: ['ports', 'config'], only: 'types', because: 'what it works with is opened by connect' },
    ],
    packages: [],
    node: false,
  },
  issues: {
    because: 'issues are a projection of the ledger',
    may: [
      errors,
      { to: ['ledger', 'render', 'core', 'policy', 'kinds', 'json'], because: 'what is recorded becomes text' },
      { to: ['ports', 'config'], only: 'types', because: 'what it works with is opened by connect' },
      { to: ['version'], because: 'another version may render another text' },
    ],
    packages: [],
    node: false,
  },
  'write-back': {
    because: 'writing an earlier state back to Zendesk is the same for every command that does it',
    may: [
      errors,
      { to: ['ledger', 'core', 'kinds', 'json'], because: 'what is written back was recorded before' },
      { to: ['ports', 'config'], only: 'types', because: 'what it works with is opened by connect' },
    ],
    packages: [],
    node: false,
  },
  decisions: {
    because: 'what reviewers write is carried out alike, whichever command reads it',
    may: [
      errors,
      {
        to: ['write-back', 'issues', 'ledger', 'render', 'core', 'policy', 'kinds', 'json'],
        because: 'a command on an issue is judged, recorded, written back and answered',
      },
      { to: ['ports', 'config'], only: 'types', because: 'what it works with is opened by connect' },
    ],
    packages: [],
    node: false,
  },
  commands: {
    because: 'a command is the order of stages; adapters and the terminal are handed to it',
    may: [
      text,
      errors,
      {
        to: ['decisions', 'write-back', 'issues', 'ledger', 'render', 'core', 'policy', 'kinds', 'json'],
        because: 'the stages',
      },
      { to: ['ports', 'config'], only: 'types', because: 'what it works with is opened by connect' },
      { to: ['version'], because: 'a result says which version made it' },
    ],
    packages: [],
    node: false,
  },
  connect: {
    because: 'the one place where adapters are chosen',
    may: [
      errors,
      { to: ['zendesk', 'git', 'github', 'webhook'], because: 'it builds them' },
      { to: ['config', 'commands'], because: 'it reads the configuration and hands a command what it needs' },
      { to: ['ledger'], because: 'what every command that records works with is put together here' },
      {
        to: ['ports', 'core', 'decisions', 'write-back', 'render', 'policy', 'json'],
        only: 'types',
        because: 'the words between the two',
      },
      { to: ['kinds'], because: 'a check of the configuration may name kinds' },
      { to: ['render/audit/audit-entries-text'], because: 'the formats of a document are named by what writes them' },
      {
        to: ['core/commit/commit-patterns', 'policy/people'],
        because: 'who runs, and whom the configuration names, is read here',
      },
      {
        to: ['render/notify/render-notice', 'core/time'],
        because: 'a message is signed as it is sent, so it is rendered where it is sent',
      },
      { to: ['policy/alert-rule'], because: 'which entries of the log are kept is put together here' },
    ],
    packages: [],
    node: true,
  },
  entry: {
    because: 'entries turn settings into a command and its outcome into output; nothing imports them',
    may: [
      text,
      errors,
      { to: ['config', 'connect', 'commands', 'render', 'version'], because: 'settings → command → outcome' },
      { to: ['ports'], only: 'types', because: 'progress and clock are the entry’s to implement' },
    ],
    packages: ['commander', 'picocolors', 'undici'],
    node: true,
  },
  sandbox: {
    because: 'the sandbox shows what Zendesk and GitHub do, so it may not share a belief with the product',
    may: [],
    packages: ['marked'],
    node: true,
  },
};

/** Files that may do what their room may not, each with the reason that it was let in. */
export const deviations: ReadonlyArray<{
  readonly file: RegExp;
  readonly may: readonly string[];
  readonly because: string;
}> = [
  {
    file: /^src\/commands\/demo(?:\.ts|\/)/,
    may: ['sandbox', 'connect', 'config', 'node'],
    because: 'the demo starts the sandbox and plays the person at the terminal; the Action’s bundle has no demo',
  },
  {
    file: /^src\/render\/init\/templates\.ts$/,
    may: ['relative'],
    because: 'what "init" writes has one source: the examples and the form of this repository, bundled as text',
  },
  {
    file: /^src\/entry\/proxy\.ts$/,
    may: ['package'],
    because: 'the built-in fetch takes a proxy from undici alone, and it is the process that has one',
  },
];

/** Globals that only the entries may touch, and who else may, why. */
export const globalDeviations: ReadonlyArray<{
  readonly file: RegExp;
  readonly names: readonly string[];
  readonly because: string;
}> = [
  {
    file: /^src\/(?:cli|action)\.ts$|^src\/entry\//,
    names: ['process', 'console', 'now', 'random'],
    because: 'entries',
  },
  {
    file: /^src\/git\/spawn-git\.ts$/,
    names: ['process'],
    because: 'a whole process group is ended by its id, which Node offers on `process` alone',
  },
  { file: /^src\/zendesk\/attempt\.ts$/, names: ['fetch'], because: 'the one place that sends a request to Zendesk' },
  { file: /^src\/webhook\/post-webhook\.ts$/, names: ['fetch'], because: 'the one place that posts to a webhook' },
  { file: /^src\/zendesk\/client\.ts$/, names: ['random'], because: 'the default of an argument' },
  {
    file: /^src\/connect\/runner\.ts$/,
    names: ['process'],
    because: 'whether another run is at work is asked by its process id',
  },
  { file: /^src\/sandbox\//, names: ['process', 'now', 'random', 'fetch'], because: 'servers of their own' },
  { file: /^src\/commands\/demo(?:\.ts|\/)/, names: ['process', 'now'], because: 'it plays the outside world' },
];

/** Lines of a source file at most; a file over 200 is a question about its concept. */
export const lineCeiling = 300;
