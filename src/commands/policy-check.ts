import type { CheckedConfig } from '#config/parse.ts';
import type { PolicyFormat } from '#config/policy-settings.ts';
import { plural } from '#core/describe/phrases.ts';
import { ZendriftError } from '#errors.ts';
import { describeDefault, describeRule, listUnreachable } from '#policy/describe-rule.ts';
import { renderCheckMarkdown, renderCheckText } from '#render/policy/check-text.ts';
import { fitComment } from '#render/policy/fit-comment.ts';
import { formatLines } from '#render/policy/format-lines.ts';
import type { DescribedPolicy, PolicyCheckResult } from '#render/policy/policy-result.ts';
import { warning } from '#warning.ts';
import type { CommandOutcome } from './command.ts';

export interface PolicyCheckRun {
  /** Path of the configuration as people know it. */
  readonly file: string;
  readonly checked: CheckedConfig;
  readonly format: PolicyFormat;
}

/** `zendrift policy check`: everything that is wrong with a configuration, or what each of its rules does. */
export function policyCheck({ file, checked, format }: PolicyCheckRun): CommandOutcome {
  const isValid = checked.type === 'valid';
  const problems = isValid ? [] : checked.problems;
  const described = isValid ? describe(checked.config) : null;
  const unreachable = isValid ? listUnreachable(checked.config.policy.rules) : [];
  const result: PolicyCheckResult = {
    version: 1,
    ok: isValid,
    problems,
    warnings: unreachable.map(({ rule, by }) =>
      warning('rule-unreachable', `Rule "${rule}" never decides: "${by}" above it matches the same changes.`),
    ),
  };
  const markdown = renderCheckMarkdown(file, result, described);
  const failure = new ZendriftError('config-invalid', {
    file,
    problems: `${plural(problems.length, 'problem')}, see above`,
  });
  return {
    exitCode: isValid ? 0 : 2,
    lines: formatLines(format, () => renderCheckText(file, result, described), markdown, result),
    failures: isValid ? [] : [failure],
    json: result,
    summary: markdown,
    outputs: { comment: fitComment(markdown) },
    annotations: problems.map(({ path, line, message, hint }) => ({
      level: 'error',
      title: path === '' ? 'Configuration' : path,
      message,
      hint,
      place: { file, line },
    })),
  };
}

const describe = ({
  policy,
  timezone,
  identities,
}: Extract<CheckedConfig, { readonly type: 'valid' }>['config']): DescribedPolicy => {
  const logins = new Map([...identities].flatMap(([id, { github }]) => (github === null ? [] : [[id, github]])));
  return {
    rules: policy.rules.map((rule) => ({ name: rule.name, words: describeRule(rule, { timezone, logins }) })),
    otherwise: describeDefault(policy.default),
  };
};
