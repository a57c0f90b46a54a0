/**
 * GitHub's own rules for plain text (commit messages), written down independently of the code under test: what it
 * would mention, refer to, link, or skip. Each returns what it finds.
 */
// html-pipeline's MentionFilter and the documented "@org/team".
export const mentions = (text: string): readonly string[] =>
  text.match(/(?:^|[^0-9A-Za-z_`/])@[0-9A-Za-z][0-9A-Za-z_-]*(?:\/[\w-]+)?/gm) ?? [];

// Autolinked references: #26, GH-26, owner/repo#26, full URLs.
export const references = (text: string): readonly string[] =>
  text.match(/#\d+|\bgh-\d+|https?:\/\/\S+|\bwww\.\S+|\w@[0-9a-f]{7,40}\b/gi) ?? [];

export const skipMarkers = (text: string): readonly string[] =>
  text.match(
    /\[(?:skip[ -]ci|ci[ -]skip|no ci|skip actions|actions skip)\]|\*\*\*NO_CI\*\*\*|^skip-checks: ?true$/gim,
  ) ?? [];

/** Lines that some git command or DCO check takes for its own: comments, scissors, patches, mails, sign-offs. */
export const gitLines = (text: string): readonly string[] =>
  text.match(/^(?:#.*|-{3}(?: .*|$)|diff --git.*|Index: .*|From [0-9a-f]{40}.*|signed-off-by:.*|@@ .*)/gim) ?? [];
