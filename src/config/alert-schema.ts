import { isObject } from '#json.ts';
import { findRepeatedName, ipRange, titleGlob } from './policy-schema.ts';
import { quote } from './quote.ts';
import { actorId, listOf, logAction, printableName, section, someOf, sourceType } from './scalars.ts';

// A schema that failed elsewhere must still report what joins two keys: all problems come at once.
const always = { when: () => true };

const clauses = {
  actions: someOf(logAction).exactOptional().describe('Actions as the audit log names them: `update`, `exported`.'),
  'source-types': someOf(sourceType)
    .exactOptional()
    .describe('What the entry is about, as the audit log names it: `user`, `api_token`, `account_setting`.'),
  actors: someOf(actorId).exactOptional().describe('Zendesk user ids. -1 is Zendesk itself.'),
  labels: someOf(titleGlob)
    .exactOptional()
    .describe('Globs (`*`, `?`) for the whole `source_label`; upper and lower case are the same.'),
  descriptions: someOf(titleGlob)
    .exactOptional()
    .describe('Globs for the whole `change_description`; upper and lower case are the same.'),
  ips: someOf(ipRange).exactOptional().describe('IP addresses or CIDR ranges, IPv4 or IPv6.'),
};
const clauseNames = Object.keys(clauses);

const hasClause = (it: unknown): boolean => !isObject(it) || Object.keys(it).some((key) => clauseNames.includes(key));
const mustHaveClause = { error: `must have at least one of ${clauseNames.join(', ')}`, ...always };

const except = section(clauses).refine(hasClause, mustHaveClause).meta({ minProperties: 1 });

const alert = section({
  name: printableName('must be a name').describe('Unique name, one line. It appears in commits and issues.'),
  ...clauses,
  except: except.exactOptional().describe('An entry that matches all keys given here opens no alert.'),
})
  .refine(hasClause, mustHaveClause)
  .meta({ minProperties: 2 });

/** Rules for entries of the audit log, whatever they are about. */
export const alerts = listOf(alert).refine((rules) => findRepeatedName(rules) === null, {
  error: (issue) => `two alerts have the name ${quote(findRepeatedName(issue.input))}`,
  ...always,
});
