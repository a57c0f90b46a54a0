/** The one style sheet, inside each page: the site loads nothing. Colours follow the reader's light or dark setting. */
export const style = `
:root { color-scheme: light dark; --text: #1f2328; --quiet: #59636e; --page: #ffffff; --soft: #f6f8fa; --line: #d1d9e0;
  --link: #0969da; --open: #1a7f37; --closed: #8250df; --button: #1f883d; --add: #dafbe1; --remove: #ffebe9; --hunk: #ddf4ff; }
@media (prefers-color-scheme: dark) { :root { --text: #f0f6fc; --quiet: #9198a1; --page: #0d1117; --soft: #151b23;
  --line: #3d444d; --link: #4493f8; --open: #238636; --closed: #8957e5; --button: #238636; --add: #12361f;
  --remove: #45191c; --hunk: #0c2d6b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--page); padding: 8px; }
.banner { background: var(--soft); border-bottom: 1px solid var(--line); }
.banner > div, main { max-width: 1080px; margin: 0 auto; padding: 14px 20px; }
.banner > div { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: baseline; }
.banner strong { font-size: 17px; } .banner .note { color: var(--quiet); margin-left: auto; font-size: 13px; }
main { padding-bottom: 60px; }
h1 { font-size: 26px; line-height: 1.25; font-weight: 500; margin: 12px 0 10px; overflow-wrap: anywhere; }
h1 .number, .quiet { color: var(--quiet); } h1 .number { font-weight: 300; }
.state { display: inline-block; color: #fff; background: var(--open); border-radius: 2em; padding: 4px 12px; font-weight: 600;
  font-size: 13px; } .state.closed { background: var(--closed); } .state.not_planned { background: #656c76; }
.label { display: inline-block; border-radius: 2em; padding: 0 9px; font-size: 12px; line-height: 20px; font-weight: 600;
  border: 1px solid transparent; white-space: nowrap; max-width: 100%; overflow: hidden; text-overflow: ellipsis;
  vertical-align: middle; margin: 1px 0; } .label:hover { text-decoration: none; filter: brightness(.95); }
.list, .comment, form.answer { border: 1px solid var(--line); border-radius: 8px; }
.list { overflow: hidden; padding: 0; margin: 0; list-style: none; }
.tabs { display: flex; gap: 18px; align-items: center; background: var(--soft); padding: 12px 16px; }
.tabs a { color: var(--quiet); } .tabs a[aria-current] { color: var(--text); font-weight: 600; }
.list li.row { border-top: 1px solid var(--line); padding: 10px 16px; display: grid; grid-template-columns: 20px 1fr auto; gap: 8px; }
.list li.row:hover { background: var(--soft); } .list .title { font-weight: 600; color: var(--text); overflow-wrap: anywhere; }
.list .title:hover { color: var(--link); } .list .meta { color: var(--quiet); font-size: 13px; }
.dot { color: var(--open); } .dot.closed { color: var(--closed); } .dot.not_planned { color: var(--quiet); }
.empty { padding: 48px 16px; text-align: center; color: var(--quiet); border-top: 1px solid var(--line); }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 220px; gap: 28px; margin-top: 20px; }
aside h2 { font-size: 13px; color: var(--quiet); margin: 0 0 6px; } aside section { padding-bottom: 14px; margin-bottom: 14px;
  border-bottom: 1px solid var(--line); font-size: 13px; }
.comment { margin-bottom: 18px; } .comment > header { background: var(--soft); padding: 8px 16px; border-radius: 8px 8px 0 0;
  border-bottom: 1px solid var(--line); color: var(--quiet); font-size: 14px; display: flex; gap: 8px; flex-wrap: wrap; align-items: center; }
.comment > header b { color: var(--text); } .comment:target { border-color: var(--link); box-shadow: 0 0 0 1px var(--link); }
.face { width: 24px; height: 24px; border-radius: 50%; color: #fff; font: 600 12px/24px sans-serif; text-align: center; flex: none; }
.badge { border: 1px solid var(--line); border-radius: 2em; padding: 0 7px; font-size: 12px; }
.body { padding: 14px 16px; overflow-wrap: anywhere; } .body > :first-child { margin-top: 0; } .body > :last-child { margin-bottom: 0; }
.body p, .body ul, .body ol, .body pre, .body details, .body .table, .body blockquote { margin: 0 0 14px; }
.body ul, .body ol { padding-left: 26px; } .body blockquote { border-left: 4px solid var(--line); padding-left: 14px; color: var(--quiet); }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { background: color-mix(in srgb, var(--quiet) 16%, transparent); border-radius: 5px; padding: 2px 5px; white-space: break-spaces; }
pre { background: var(--soft); border-radius: 6px; padding: 12px 14px; overflow: auto; } pre code { display: block; min-width: max-content; background: none; padding: 0; white-space: pre; }
pre ins, pre del, pre span { display: block; text-decoration: none; margin: 0 -14px; padding: 0 14px; }
pre ins { background: var(--add); } pre del { background: var(--remove); } pre .hunk { background: var(--hunk); }
summary { cursor: pointer; font-weight: 600; } details[open] > summary { margin-bottom: 8px; }
.table { overflow-x: auto; } .table th, .table td { overflow-wrap: break-word; } table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: 5px 11px; text-align: left; }
tbody tr:nth-child(even) { background: var(--soft); } th.right, td.right { text-align: right; } th.center, td.center { text-align: center; }
.mention { font-weight: 600; } .reactions { padding: 0 16px 12px; display: flex; gap: 6px; }
.reactions span { border: 1px solid var(--line); border-radius: 2em; padding: 0 9px; font-size: 13px; }
form.answer { padding: 14px 16px; display: grid; gap: 10px; } form.answer h2 { margin: 0; font-size: 16px; }
form.answer label { font-weight: 600; font-size: 14px; } form.answer .actions { display: flex; gap: 8px; flex-wrap: wrap; justify-content: flex-end; }
textarea, select { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 6px; padding: 7px 10px; }
textarea { width: 100%; min-height: 96px; font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
button { font: inherit; font-weight: 600; font-size: 14px; padding: 6px 16px; border-radius: 6px; border: 1px solid var(--line); background: var(--soft);
  color: inherit; cursor: pointer; } button.main { background: var(--button); color: #fff; border-color: transparent; }
.alert { border: 1px solid #d1242f; border-left-width: 4px; border-radius: 6px; padding: 10px 14px; margin: 0; }
@media (max-width: 760px) { .columns { grid-template-columns: minmax(0, 1fr); } .banner .note { margin-left: 0; } }
`;
