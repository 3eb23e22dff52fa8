/** What the pages of the console look like, beside the style that all pages share. */
export const CONSOLE_STYLE = `
:root { --good: #1f6b3a; --good-soft: #e2f0e4; --wrong-soft: #f9e3e0; --open: #7a4f00; --open-soft: #f7ebd0; --card: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --good: #8fd6a4; --good-soft: #1c3325; --wrong-soft: #40211e; --open: #f0b64a; --open-soft: #392d14; --card: #1d2025; }
}
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; z-index: 2; padding: .5rem 1rem; background: var(--card); }
.console { display: grid; grid-template: 'head head' auto 'side main' 1fr 'side foot' auto / 15.5rem minmax(0, 1fr); min-height: 100vh; max-width: 90rem; margin: 0 auto; }
.console header, .console main, .console footer { max-width: none; margin: 0; }
.console header { grid-area: head; align-items: center; padding: .9rem 2rem; border-bottom: 1px solid var(--line); }
.console header .brand a { color: inherit; text-decoration: none; font-size: 1.15rem; letter-spacing: -.01em; }
.console header form { margin: 0; }
.console header nav li { display: flex; align-items: center; }
.console header button.quiet { padding: 0; }
.place { display: flex; gap: 1rem; align-items: center; margin: 0 auto 0 1.5rem; }
.place a { color: inherit; text-decoration: none; border-bottom: 1px solid var(--edge); }
.place .quiet { font-size: .875rem; opacity: .85; }
.status { font-size: .8125rem; display: inline-flex; gap: .4rem; align-items: center; white-space: nowrap; }
.status::before { content: ''; width: .55rem; height: .55rem; border-radius: 50%; border: 1px solid var(--edge); }
.status.on::before { background: var(--good); border-color: var(--good); }
.console .side { grid-area: side; padding: 1.4rem .5rem 2rem 1.25rem; border-right: 1px solid var(--line); }
.side ul { display: block; }
.console .side h2 { margin: 1.4rem .75rem .35rem; font-size: .75rem; font-weight: 600; letter-spacing: .07em; text-transform: uppercase; opacity: .8; }
.side a { display: block; padding: .32rem .75rem; color: inherit; text-decoration: none; border-radius: .4rem; font-size: .95rem; }
.side a:hover { background: var(--soft); }
.side a[aria-current] { background: var(--soft); font-weight: 600; box-shadow: inset .2rem 0 0 var(--accent); }
.console main { grid-area: main; padding: 1.6rem 2rem 3rem; }
.console main:focus { outline: none; }
.console h1 { font-size: 1.75rem; letter-spacing: -.02em; line-height: 1.2; overflow-wrap: anywhere; margin-bottom: 1rem; }
.console h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; }
.console footer { grid-area: foot; padding: 0 2rem 1rem; font-size: .8125rem; opacity: .8; }
.lead { max-width: 44rem; font-size: 1.1rem; }
.console main > p { max-width: 46rem; }
.console th { font-size: .8125rem; font-weight: 600; border-bottom-color: var(--edge); white-space: nowrap; }
.console td { font-size: .9375rem; }
.console td code { white-space: normal; overflow-wrap: anywhere; }
.console td code[data-copy] { white-space: nowrap; }
td.number { text-align: right; padding-right: 1.4rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
.what a { text-decoration: none; font-weight: 600; }
.what a:hover { text-decoration: underline; }
.what a code { font-weight: 400; }
td.client { white-space: nowrap; }
.what small { font-size: .8125rem; opacity: .85; }
.what small code { white-space: normal; overflow-wrap: anywhere; }
.effect { white-space: nowrap; font-size: .8125rem; }
.effect + .effect::before { content: '· '; }
.chip { display: inline-block; padding: .05rem .55rem; font-size: .8125rem; font-weight: 600; line-height: 1.5; border-radius: 1rem; background: var(--soft); color: var(--ink); font-variant-numeric: tabular-nums; white-space: nowrap; vertical-align: .08em; }
.chip.good { color: var(--good); background: var(--good-soft); }
.chip.bad { color: var(--wrong); background: var(--wrong-soft); white-space: normal; }
.chip.open { color: var(--open); background: var(--open-soft); }
.empty { padding: 1.1rem 1.25rem; border: 1px dashed var(--edge); border-radius: .5rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(11.5rem, 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none; }
.tiles a { display: block; height: 100%; padding: .8rem 1rem; color: inherit; text-decoration: none; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; font-size: .875rem; }
.tiles a:hover, .things article:hover { border-color: var(--accent); }
.tiles strong { display: block; font-size: 1.6rem; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; }
.things, .switches { display: grid; grid-template-columns: minmax(0, 1fr); gap: .9rem; margin: 1rem 0; padding: 0; list-style: none; }
.things article { padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
.things h2, .things h3 { display: flex; flex-wrap: wrap; gap: .3rem .75rem; align-items: baseline; margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
.things h2 a, .things h3 a { color: inherit; text-decoration-color: var(--edge); }
.facts { display: flex; flex-wrap: wrap; gap: .6rem 2rem; margin: .7rem 0; }
.facts div { min-width: 0; }
.facts dt { font-size: .78rem; font-weight: 400; opacity: .85; }
.facts dd { overflow-wrap: anywhere; font-size: .9375rem; }
.plain { margin: 0; padding: 0; list-style: none; }
.acts { display: flex; flex-wrap: wrap; gap: .7rem 1rem; align-items: flex-end; }
.act { display: flex; flex-wrap: wrap; gap: .4rem .6rem; align-items: end; margin: 0; }
main > .act { margin: 1rem 0; }
.act button { padding: .38rem .85rem; font-size: .9rem; font-weight: 500; background: var(--card); }
.act button.primary { background: var(--accent); font-weight: 600; }
.act button.bad { color: var(--wrong); border-color: var(--wrong); }
.act button:hover { border-color: var(--ink); }
.act label { display: grid; gap: .15rem; font-size: .78rem; font-weight: 400; }
.act label.wide { flex: 1 1 100%; }
.act input, .act select, .act textarea { display: block; width: auto; max-width: 100%; margin: 0; padding: .36rem .55rem; font: inherit; font-size: .9rem; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: .4rem; }
.act input[type=text] { width: min(19rem, 78vw); }
.act input[type=number] { width: 7rem; }
.act textarea { width: min(40rem, 100%); font-family: ui-monospace, monospace; }
select:focus-visible, textarea:focus-visible, summary:focus-visible, pre:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
summary { cursor: pointer; }
.twin summary { padding: .42rem 0; font-size: .78rem; color: var(--accent); list-style: none; text-decoration: underline dotted; text-underline-offset: .2em; }
.twin summary::-webkit-details-marker { display: none; }
.twin[open] { flex: 1 1 100%; min-width: 0; }
.acts .act:has(.twin[open]) { flex: 1 1 100%; }
.twin pre, .outcome pre { margin: .25rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
.outcome { margin: 0 0 1.4rem; padding: .7rem 1rem; border-radius: .5rem; border: 1px solid var(--good); border-left-width: .35rem; background: var(--card); }
.outcome.bad { border-color: var(--wrong); }
.outcome p { margin: 0; }
.search { margin: 1rem 0; max-width: 46rem; }
.search label { font-size: .875rem; font-weight: 400; }
.search button { padding: .4rem 1rem; }
.pager { display: flex; gap: 1.25rem; margin: 1rem 0; font-variant-numeric: tabular-nums; }
.tabs { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; list-style: none; }
.tabs a { display: block; padding: .3rem .8rem; color: inherit; text-decoration: none; border: 1px solid var(--line); border-radius: 1rem; font-size: .9rem; overflow-wrap: anywhere; }
.tabs a[aria-current] { border-color: var(--accent); background: var(--open-soft); }
.clock { margin: .25rem 0 1.25rem; }
.clock time { font-size: 2.4rem; font-weight: 300; letter-spacing: -.02em; margin-right: .75rem; white-space: normal; }
.switches { gap: 0; }
.switches li { padding: .9rem 0; border-top: 1px solid var(--line); }
.switches h2 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
.switches p { margin: .2rem 0 .6rem; max-width: 50rem; font-size: .9375rem; }
.change { margin: .35rem 0; overflow-wrap: anywhere; }
.console pre { max-height: 34rem; overflow: auto; font-size: .85rem; }
.copy { position: relative; width: 1.5rem; height: 1.5rem; padding: 0; font-size: .875rem; font-weight: 400; line-height: 1; background: none; border-color: transparent; vertical-align: middle; }
.copy::before, .copy::after { content: ''; position: absolute; left: .3rem; top: .3rem; width: .55rem; height: .55rem; border: 1.5px solid var(--edge); border-radius: 2px; }
.copy::after { left: .55rem; top: .55rem; background: var(--paper, Canvas); }
.copy.done::before, .copy.done::after { border-color: var(--good); background: var(--good); }
.copy:hover, .copy:focus-visible { border-color: var(--edge); }
.sequence { display: block; color: var(--ink); font: .8125rem system-ui, sans-serif; }
.sequence text { fill: var(--ink); }
.sequence .name { font-weight: 600; }
.sequence .head { fill: var(--card); stroke: var(--edge); }
.sequence .life { stroke: var(--edge); stroke-dasharray: 2 5; }
.sequence g line { stroke: var(--ink); stroke-width: 1.4; }
.sequence g path { fill: var(--ink); }
.sequence .answer line { stroke: var(--good); stroke-dasharray: 6 4; }
.sequence .answer path, .sequence .answer text { fill: var(--good); }
.sequence .wrong line { stroke: var(--wrong); stroke-dasharray: 6 4; }
.sequence .wrong path, .sequence .wrong text { fill: var(--wrong); }
.steps { padding-left: 2rem; font-size: .9375rem; }
.steps li { padding: .15rem 0; overflow-wrap: anywhere; }
.steps .who { opacity: .85; margin: 0 .5rem; }
.guide main > :is(p, ul, ol) { max-width: 46rem; }
.guide main > pre { max-height: none; }
.guide h3 { margin: 1.8rem 0 .5rem; font-size: 1rem; }
.guide li { padding: .1rem 0; }
.guide blockquote { margin: 1rem 0; padding: .1rem 1rem; border-left: .3rem solid var(--accent); background: var(--soft); max-width: 46rem; }
.guide :is(h2, h3):target { scroll-margin-top: 1rem; }
.guide :is(p, li) code { overflow-wrap: anywhere; }
.guide td code { overflow-wrap: break-word; }
.guide td code.word { white-space: nowrap; }
.guide .side { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; border: 0; }
.guide main { border-left: 1px solid var(--line); }
.contents ul { gap: .25rem 1.1rem; font-size: .9375rem; }
.guide pre + .copy { float: right; margin: -2.6rem .4rem 0 0; background: var(--soft); }
@media (prefers-reduced-motion: no-preference) { tr.new { animation: arrive 1.8s ease-out; } @keyframes arrive { from { background: var(--open-soft); } } }
@media (max-width: 60rem) {
  .console { display: block; }
  .console header { padding: .8rem 1rem; gap: .35rem 1rem; }
  .place { order: 3; width: 100%; margin: 0; justify-content: space-between; }
  .console .side { padding: .5rem 1rem; border: 0; border-bottom: 1px solid var(--line); display: flex; gap: .25rem; overflow-x: auto; }
  .console.guide .side { display: none; }
  .guide main { border: 0; }
  .console .side h2 { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .side ul { display: flex; flex-wrap: nowrap; gap: .25rem; }
  .side a { white-space: nowrap; padding: .35rem .6rem; }
  .side a[aria-current] { box-shadow: inset 0 -.15rem 0 var(--accent); }
  .console main { padding: 1.2rem 1rem 2.5rem; }
  .console footer { padding: 0 1rem 1rem; }
  .things article { padding: .9rem 1rem; }
}
`.trimStart()
