import { parseStanding } from '../../src/replica/standing.js';
import { isForPrograms, type LogLine, logLines } from '../log-lines.js';
import { counted } from '../quantity.js';
import type { NodeLog } from '../run-record.js';
import { showName, showText } from '../show-value.js';
import { takenBackByNode, takenBackIn } from '../taken-back.js';
import { html, type Markup } from './markup.js';

/** So many lines of a log stand in the page, the first and the last of them. */
const MAX_LINES = 1000;
const MAX_LINE = 300;

/** What the nodes said, each line with its time where it has one: the page's script ties it to the timeline. */
export function logsSection(logs: readonly NodeLog[] = []): Markup | false {
  const told = logs.filter(({ text }) => text.trim() !== '');
  if (told.length === 0) return false;
  return html`<section id="logs">
    <h2>Logs</h2>
    <p class="search">
      <label
        >Search the logs <input type="search" id="log-search" autocomplete="off" spellcheck="false"
      /></label>
      <span id="log-count" role="status"></span>
    </p>
    <p class="lead">
      Lines from the time that the timeline shows are marked; a click on a time brings it there.
    </p>
    ${takenBackByNode(takenBackIn(told)).map((sentence) => html`<p class="taken-back">${sentence}</p>`)}
    ${told.map(logMarkup)}
  </section>`;
}

function logMarkup(log: NodeLog): Markup {
  // What it told in figures is shown along time.
  const lines = logLines(log).filter(({ text }) => !parseStanding(text));
  const half = MAX_LINES / 2;
  const all = lines.length <= MAX_LINES;
  const first = all ? lines : lines.slice(0, half);
  const last = all ? [] : lines.slice(-half);
  const node = showName(log.node, 40);
  return html`<details class="log" data-node="${node}" open>
    <summary>${node}: ${counted(lines.length, 'line')}</summary>
    <ol tabindex="0" aria-label="Log of ${node}">
      ${first.map(lineMarkup)}
      ${!all && html`<li class="empty">… ${counted(lines.length - MAX_LINES, 'line')} left out …</li>`}
      ${last.map(lineMarkup)}
    </ol>
  </details>`;
}

function lineMarkup(line: LogLine): Markup {
  const { at, text } = line;
  const words = html`<bdi ${isForPrograms(line) && html`class="program"`}>${showText(text, MAX_LINE)}</bdi>`;
  if (at === undefined) return html`<li>${words}</li>`;
  return html`<li>
    <a class="when" href="#timeline" data-time="${at}">${(at / 1e9).toFixed(3)} s</a>
    ${words}
  </li>`;
}
