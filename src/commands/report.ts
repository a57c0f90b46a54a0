import { toRange } from '#core/range.ts';
import { toUtcTime } from '#core/time.ts';
import { destinationWords, inOnePart, visibleJson } from '#render/document.ts';
import { renderHtml } from '#render/report/report-html.ts';
import { renderMarkdown } from '#render/report/report-markdown.ts';
import type { ReportResult } from '#render/report/report-result.ts';
import { totalsWords } from '#render/report/report-words.ts';
import { toVisible } from '#text.ts';
import type { CommandOutcome } from './command.ts';
import { readChanges } from './report/read-changes.ts';
import type { ReportFormat, ReportRun } from './report/report-run.ts';
import { toReport } from './report/to-report.ts';

/** `zendrift report`: who changed what, when, off hours or not, approved or not. Needs neither Zendesk nor GitHub. */
export async function report(run: ReportRun): Promise<CommandOutcome> {
  const { target, clock } = run;
  const range = toRange(run.range, toUtcTime(clock.now()));
  const result = toReport(run, await readChanges(run), range);
  await target.deliver(inOnePart(renderDocument(result, target.format)));
  const totals = totalsWords(result).map(([label, figure]) => `${label}: ${figure}`);
  const where = `${run.account}, ${range.from} to ${range.to}, ${destinationWords(target.destination)}`;
  return {
    exitCode: 0,
    lines: target.destination.type === 'stdout' ? [] : [toVisible(where), ...totals],
    json: result,
    summary: renderMarkdown(result),
    outputs: {},
    annotations: [],
  };
}

function renderDocument(result: ReportResult, format: ReportFormat): string {
  if (format === 'json') return `${visibleJson(result, 2)}\n`;
  return format === 'html' ? renderHtml(result) : renderMarkdown(result);
}
