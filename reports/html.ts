import { answer } from './answer.js';
import { brokenSection, observedSection } from './page/anomalies-section.js';
import { pageAssets } from './page/assets.js';
import { evidenceSection } from './page/evidence-section.js';
import { html, type Markup } from './page/markup.js';
import { encodePageData } from './page/page-data.js';
import { logsSection } from './page/logs-section.js';
import { runSection } from './page/run-section.js';
import { standalonePage } from './page/standalone.js';
import { stalenessSection } from './page/staleness-section.js';
import { promisesSection } from './page/promises-section.js';
import { toneOf, verdictSection } from './page/verdict-section.js';
import { icon } from './page/icon.js';
import { anomalyGroups } from './anomaly-groups.js';
import type { RunRecord } from './run-record.js';
import { showText } from './show-value.js';

/**
 * A run as one HTML file that needs nothing else: no network, no other file. What the system under test said is text in
 * it and nothing more.
 * @throws Error when the page's own code has not been built
 */
export function renderReport(run: RunRecord): string {
  return standalonePage({
    title: `${answer(run.verdict)} · ${showText(run.title, 80)}`,
    content: html`${navigation(run)}
      <main>
        ${verdictSection(run)} ${brokenSection(run)} ${evidenceSection(run)} ${promisesSection(run)}
        ${observedSection(run)} ${stalenessSection(run.verdict.staleness)} ${timelineSection()}
        ${logsSection(run.logs)} ${runSection(run)}
      </main>`,
    data: encodePageData(run),
    assets: pageAssets(),
  });
}

function navigation({ verdict, logs = [] }: RunRecord): Markup {
  const groups = anomalyGroups(verdict);
  const broken = groups.filter(({ promised }) => promised).length;
  const observed = groups.length - broken;
  const tone = toneOf(verdict.valid);
  return html`<nav aria-label="Sections">
    <div>
      <a class="brand" href="#top"><b>split</b>brain</a
      ><a class="pill ${tone}" href="#evidence"
        >${icon(tone)}${{ kept: 'true', broken: 'false', unknown: 'unknown' }[tone]}</a
      ><span class="links"
        >${broken > 0 && html`<a href="#anomalies">What happened <small>${broken}</small></a>`}<a
          href="#promises"
          >Promises</a
        >${observed > 0 && html`<a href="#observed">Also seen <small>${observed}</small></a>`}${verdict.staleness && html`<a href="#staleness">Staleness</a>`}<a
          href="#timeline"
          >Timeline</a
        >${logs.length > 0 && html`<a href="#logs">Logs</a>`}<a href="#run">Run</a></span
      >
    </div>
  </nav>`;
}

function timelineSection(): Markup {
  return html`<section id="timeline">
    <h2>Timeline</h2>
    <div id="explorer"><p class="empty">The timeline is drawn by the page’s script.</p></div>
  </section>`;
}
