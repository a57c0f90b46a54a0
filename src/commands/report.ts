import { compareText } from '#core/entry/audit-entry.ts';
import { type Range, toRange } from '#core/range.ts';
import { toUtcTime } from '#core/time.ts';
import { ZendriftError } from '#errors.ts';
import { destinationWords, inOnePart, visibleJson } from '#render/document.ts';
import { renderCsv } from '#render/report/report-csv.ts';
import { renderHtml } from '#render/report/report-html.ts';
import { renderMarkdown } from '#render/report/report-markdown.ts';
import type { ReportResult } from '#render/report/report-result.ts';
import { renderText } from '#render/report/report-text.ts';
import { toVisible } from '#text.ts';
import type { CommandOutcome } from './command.ts';
import { reportFile } from './report/report-file.ts';
import { reportHistory } from './report/report-history.ts';
import type { ReportRun } from './report/report-run.ts';
import { toAroundRange } from './report/select-changes.ts';

/** `zendrift report`: who changed what, when, off hours or not, approved or not. Needs neither Zendesk nor GitHub. */
export async function report(run: ReportRun): Promise<CommandOutcome> {
  const { target } = run;
  const result = await readReport(run);
  await target.deliver(render(result, run));
  const where = `${run.account}, ${result.from} to ${result.to}, ${destinationWords(target.destination)}`;
  return {
    exitCode: 0,
    lines: target.destination.type === 'stdout' ? [] : [toVisible(where), ...renderText(result)],
    json: result,
    summary: renderMarkdown(result),
    outputs: {},
    annotations: [],
  };
}

const readReport = (run: ReportRun): Promise<ReportResult> =>
  run.source.type === 'history'
    ? reportHistory({ ...run, repository: run.source.repository }, toHistoryRange(run))
    : reportFile(run, run.source);

const defaultSeconds = 30 * 86_400;

/** Throws `settings-invalid` for a range that begins after the present time. */
function toHistoryRange({ settings, clock }: ReportRun): Range {
  const { from, to, around } = settings;
  if (around !== null) return toAroundRange(around);
  const now = toUtcTime(clock.now());
  const range = toRange({ from: from ?? { type: 'before', seconds: defaultSeconds }, to }, now);
  if (compareText(range.from, range.to) > 0)
    throw new ZendriftError('settings-invalid', {
      problems: `the start of the range (${range.from}) is after its end (${range.to})`,
    });
  return range;
}

function render(result: ReportResult, { target: { format } }: ReportRun): AsyncIterable<string> {
  if (format === 'csv') return renderCsv(result.changes);
  if (format === 'json') return inOnePart(`${visibleJson(result, 2)}\n`);
  return inOnePart(format === 'html' ? renderHtml(result) : renderMarkdown(result));
}
