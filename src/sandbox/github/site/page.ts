import type { Issue, Label } from '#sandbox/github/model/entities.ts';
import type { Store } from '#sandbox/github/model/store.ts';
import { type Html, html } from './html.ts';
import { style } from './style.ts';

export type PageText = { readonly title: string; readonly main: Html };

/** A whole document. `title` is what a tab and a screen reader say first. */
export function toPage(store: Store, { title, main }: PageText, hasHistory: boolean): string {
  const path = toRepositoryPath(store);
  const { owner, name } = store.repository;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${owner}/${name}</title>
<link rel="icon" href="data:,">
<style>${{ html: style }}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="banner"><div><strong><a href="${path}/issues">${owner}/${name}</a></strong>
<nav aria-label="Repository"><a href="${path}/issues">Issues</a>${hasHistory && html` · <a href="${path}/commits/${store.repository.defaultBranch}">History</a>`}</nav>
<span class="note">Embedded GitHub of <code>zendrift demo</code></span></div></header>
<main id="main">
${main}
</main>
</body>
</html>
`.html;
}

export function toRepositoryPath(store: Store): string {
  return `/${store.repository.owner}/${store.repository.name}`;
}

export function toTime(iso: string): Html {
  const words = new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return html`<time datetime="${iso}">${words} UTC</time>`;
}

/** A coloured word that leads to the issues which carry it. */
export function toLabelBadge(store: Store, label: Label): Html {
  const target = `${toRepositoryPath(store)}/issues?label=${encodeURIComponent(label.name)}`;
  const colors = `background:#${label.color};color:${isLight(label.color) ? '#000000' : '#ffffff'}`;
  return html`<a class="label" style="${colors}" href="${target}" title="${label.description ?? label.name}">${label.name}</a> `;
}

export function toStateClass(issue: Issue): string {
  if (issue.state === 'open') return 'open';
  return issue.stateReason === 'not_planned' || issue.stateReason === 'duplicate' ? 'not_planned' : 'closed';
}

/** Relative luminance as sRGB weighs it; above it black reads better than white. */
function isLight(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  return 0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2 > 0.18;
}
