package dev.tenure.server.report;

/**
 * How pages look. Colours are variables, so that a drawing of one's own can use them: {@code
 * var(--s0)} to {@code var(--s5)} for series, {@code --bad}, {@code --good}, {@code --grid}.
 */
final class Style {

  static final String CSS =
      """
      :root { color-scheme: light dark; --bg: #fcfcfb; --ink: #1b1b1a; --quiet: #63625d;
        --grid: #e4e3df; --soft: #f1f0ec; --good: #17795a; --bad: #c22f2f;
        --s0: #2a78d6; --s1: #eb6834; --s2: #1baf7a; --s3: #b98300; --s4: #8a5bd0; --s5: #d0558f; }
      @media (prefers-color-scheme: dark) {
        :root { --bg: #161615; --ink: #ecebe6; --quiet: #a3a29b; --grid: #34332f; --soft: #232220;
          --good: #3fbf93; --bad: #f07070; --s0: #4d97ef; --s1: #e5733f; --s2: #2bb888;
          --s3: #d6a02b; --s4: #a683e6; --s5: #e078a8; }
      }
      body { margin: 0; background: var(--bg); color: var(--ink);
        font: 15px/1.5 system-ui, sans-serif; }
      main { max-width: 1180px; margin: 0 auto; padding: 24px 20px 60px; }
      h1 { font-size: 26px; margin: 0 0 8px; } h2 { font-size: 19px; margin: 36px 0 8px; }
      p { max-width: 75ch; }
      pre { background: var(--soft); padding: 10px 12px; overflow-x: auto; border-radius: 6px; }
      .quiet, .unit, figcaption .unit { color: var(--quiet); font-weight: 400; }
      .verdict { font-weight: 600; padding: 8px 12px; background: var(--soft);
        border-left: 4px solid var(--quiet); }
      .verdict.good { border-color: var(--good); } .verdict.bad { border-color: var(--bad); }
      .table { overflow-x: auto; }
      table { border-collapse: collapse; font-size: 14px; }
      th, td { text-align: left; padding: 4px 14px 4px 0; border-bottom: 1px solid var(--grid);
        vertical-align: top; }
      th { color: var(--quiet); font-weight: 600; }
      .figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      tr.bad td { color: var(--bad); font-weight: 600; }
      .charts { display: grid; gap: 22px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); }
      .chart { margin: 0; min-width: 0; } figcaption { font-weight: 600; }
      svg { width: 100%; height: auto; display: block; }
      svg text { fill: var(--quiet); font: 11px system-ui, sans-serif; }
      svg .x { text-anchor: middle; } svg .y { text-anchor: end; }
      .grid { stroke: var(--grid); } .mark { stroke: var(--quiet); stroke-dasharray: 2 3; opacity: .6; }
      .band { fill: var(--soft); }
      .line { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
      .line.s0 { stroke: var(--s0); } .line.s1 { stroke: var(--s1); } .line.s2 { stroke: var(--s2); }
      .line.s3 { stroke: var(--s3); } .line.s4 { stroke: var(--s4); } .line.s5 { stroke: var(--s5); }
      .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 0; margin: 2px 0 0;
        font-size: 13px; }
      .legend i { display: inline-block; width: 14px; height: 3px; margin-right: 6px; vertical-align: middle; }
      i.s0 { background: var(--s0); } i.s1 { background: var(--s1); } i.s2 { background: var(--s2); }
      i.s3 { background: var(--s3); } i.s4 { background: var(--s4); } i.s5 { background: var(--s5); }
      """;

  private Style() {}
}
