/**
 * The characters by which GitHub, git or a CI would act on a text, each alone: take these away and nothing is
 * mentioned, referred to, closed, linked or skipped.
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 * https://docs.github.com/en/actions/managing-workflow-runs/skipping-workflow-runs
 * A bare commit id is left alone: it can only link to a commit of the same repository, and notifies nobody.
 */
const triggers: readonly RegExp[] = [
  // A mention needs a non-word character in front, so addresses like help@acme.com stay readable; user@<sha> is a link.
  /(?<![0-9A-Za-z])@|@(?=[0-9A-Fa-f]{7})/g,
  /#(?=\d)/g,
  /(?<=(?<![0-9A-Za-z])GH)-(?=\d)/gi,
  /:(?=\/\/)/g,
  /(?<=(?<![0-9A-Za-z])www)\./gi,
  /\[(?=[^[\]]{0,40}(?<![A-Za-z])(?:skip|ci)(?![A-Za-z])[^[\]]{0,40}\])/gi,
  // Azure Pipelines' skip marker.
  /\*(?=\*\*NO_CI)/gi,
  /(?<=-by|skip-checks|(?:zendesk|audit|verdict|decision)-[a-z-]{1,20}) ?:/gi,
];

/** Text with each such character replaced by `replace`. */
export const replaceTriggers = (text: string, replace: (trigger: string) => string): string =>
  triggers.reduce((inert, trigger) => inert.replace(trigger, replace), text);

// Full-width twins (U+FF01 to U+FF5E) look the same and mean nothing to GitHub; unlike a zero-width character they can
// be seen, and unlike an escape they can be read.
const twin = (ascii: string): string =>
  ascii.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

/** For prose in commit messages and titles: `@org/team` becomes `＠org/team`, `fixes #1` becomes `fixes ＃1`. */
export const toInert = (text: string): string => replaceTriggers(text, twin);
