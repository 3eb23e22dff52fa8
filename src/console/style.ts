/** The one stylesheet of all pages. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2430; --paper: #fbfaf7; --line: #d9d4c7; --accent: #8a5a00; --soft: #f1ede3; --edge: #8a8577; --wrong: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece8df; --paper: #17191d; --line: #3a3d44; --accent: #f0b64a; --soft: #22252b; --edge: #80848e; --wrong: #ff8f85; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
header, main, footer { max-width: 62rem; margin: 0 auto; padding: 1.25rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; justify-content: space-between; }
h1 { margin: 0; font-size: 1.6rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, .scroll:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
nav ul { display: flex; flex-wrap: wrap; gap: 1rem; margin: 0; padding: 0; list-style: none; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .25rem 0; }
th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td code { white-space: nowrap; }
code, pre { font-family: ui-monospace, monospace; font-size: .92em; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; padding: .8rem 1rem; overflow-x: auto; }
.narrow { max-width: 36rem; overflow-wrap: anywhere; }
.brand { margin: 0; font-weight: 600; }
form { margin: 1rem 0; }
label, legend { padding: 0; font-weight: 600; }
label small { display: inline; }
.choices label small { display: block; }
small { display: block; font-weight: 400; }
h2 small { display: inline-block; }
.field { margin: 1rem 0; }
input[type=text], input[type=password], input[type=search], input[type=date], select { display: block; width: 100%; margin: .25rem 0; padding: .55rem .7rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: .4rem; }
input[type=date] { min-height: 2.7rem; }
input[aria-invalid=true], select[aria-invalid=true] { border-color: var(--wrong); border-width: 2px; }
input[type=radio], input[type=checkbox] { width: 1.15rem; height: 1.15rem; margin: .2rem 0 0; accent-color: var(--accent); flex: none; }
button, a.primary { display: inline-block; padding: .6rem 1.1rem; font: inherit; font-weight: 600; white-space: nowrap; color: inherit; background: var(--soft); border: 1px solid var(--edge); border-radius: .4rem; text-decoration: none; cursor: pointer; }
button.primary, a.primary { color: var(--paper); background: var(--accent); border-color: var(--accent); }
button.quiet { padding: .3rem 0; color: var(--accent); background: none; border: 0; font-weight: 400; text-decoration: underline; }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0 0; }
.row { display: flex; gap: .5rem; align-items: stretch; margin: .25rem 0; }
.row input { margin: 0; }
.alert { padding: .7rem 1rem; border: 1px solid var(--wrong); border-left-width: .4rem; border-radius: .4rem; }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
.banks, .choices { margin: .75rem 0; padding: 0; list-style: none; display: grid; gap: .5rem; }
.banks button { white-space: normal; display: flex; gap: .8rem; align-items: center; width: 100%; text-align: left; font-weight: 400; }
.choices label { display: flex; gap: .8rem; padding: .7rem 1rem; font-weight: 400; border: 1px solid var(--line); border-radius: .4rem; cursor: pointer; }
.choices .money { margin-left: auto; }
.choices label:hover, .banks button:hover { border-color: var(--accent); }
.photo { image-rendering: pixelated; border: .5rem solid #fff; }
.money { white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.2rem; }
dt { font-weight: 600; }
dd { margin: 0; }
.payment { margin: 1rem 0; padding: 1rem 1.2rem; background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; }
.payment dt { font-weight: 400; }
.payment dd { font-weight: 600; }
.payment .sum { font-size: 1.3rem; line-height: 1.3; }
.orders { margin: 0; padding: 0; list-style: none; }
.orders li { display: flex; gap: 1rem; justify-content: space-between; padding: .5rem 0; border-bottom: 1px solid var(--line); }
.orders li:last-child { padding-bottom: 0; border: 0; }
.orders .money { font-weight: 600; }
.payment .wide { grid-column: 1 / -1; }
@media (max-width: 34rem) {
  .payment { grid-template-columns: 1fr; gap: 0; }
  .payment dd:not(:last-child) { margin-bottom: .6rem; }
}
.message { margin: 1rem 0; padding: .25rem 1rem 1rem; background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; }
.message h2 { margin: .75rem 0 0; }
`.trimStart()
