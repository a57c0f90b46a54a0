/** Light, dark and paper, without a font, image or script from anywhere. */
export const style = `:root { color-scheme: light dark; --line: #d0d7de; --soft: #f6f8fa; --quiet: #57606a; --loud: #a40e26; --loud-back: #ffebe9; --link: #0550ae; }
@media (prefers-color-scheme: dark) {
  :root { --line: #3d444d; --soft: #151b23; --quiet: #9198a1; --loud: #ffa198; --loud-back: #3c1618; --link: #79b8ff; }
}
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
a { color: var(--link); }
small, footer, dt { color: var(--quiet); }
.totals { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.3rem, 1fr)); gap: .75rem; margin: 1.25rem 0; }
.totals div { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .75rem; background: var(--soft); }
dt { font-size: .8rem; }
dd { margin: 0; font-size: 1.3rem; font-weight: 600; }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: start; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; min-width: 5.5rem; }
thead th { background: var(--soft); white-space: nowrap; }
tbody th { font-weight: 500; min-width: 12rem; }
time, code { white-space: nowrap; }
.figure { font-variant-numeric: tabular-nums; }
.badge.loud { color: var(--loud); background: var(--loud-back); border-radius: .3rem; padding: .05rem .35rem; font-weight: 600; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
footer { margin-top: 2rem; font-size: .85rem; }
@media print {
  :root { color-scheme: light; --line: #999; --soft: #fff; --quiet: #333; --loud: #000; --loud-back: #fff; --link: #000; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  thead { display: table-header-group; }
  tr, .totals div { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;
