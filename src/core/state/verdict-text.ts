import { asFields, asList, asOneOf, asOptional, asText, type Decode } from '#core/decode.ts';
import { type FailedClause, type Verdict, verdictReasons } from '#core/verdict.ts';

/** A verdict of `state.json`. */
export const asVerdict: Decode<Verdict> = (value, path) => {
  const field = asFields(value, path);
  const rule = field('rule', asOptional(asText, undefined));
  return {
    decision: field('decision', asOneOf('approved', 'unapproved')),
    reason: field('reason', asOneOf(...verdictReasons)),
    ...(rule === undefined ? {} : { rule }),
    policy: field('policy', asText),
    failed: field('failed', asList(asClause)),
  };
};

const asClause: Decode<FailedClause> = (value, path) => {
  const field = asFields(value, path);
  return {
    rule: field('rule', asText),
    clause: field(
      'clause',
      asOneOf('actors', 'kinds', 'objects', 'actions', 'titles', 'ips', 'window', 'uses', 'content'),
    ),
    found: field('found', asText),
    wanted: field('wanted', asText),
  };
};
