/** A pattern with three groups: what stays in front, the secret, what stays behind. */
export interface Detector {
  readonly name: string;
  readonly pattern: RegExp;
  /** Looks like a secret, but is none. */
  readonly keeps: (secret: string) => boolean;
}

// Liquid placeholders are filled in by Zendesk: `Bearer {{ticket.custom}}` holds no secret.
const isPlaceholder = (secret: string): boolean => /^\{\{[^{}]*\}\}$|^\{%/.test(secret.trim());

const detector = (name: string, pattern: RegExp): Detector => ({ name, pattern, keeps: isPlaceholder });

/**
 * Secrets that people put into rules. Each pattern is linear: bounded repeats, no nested ones.
 * Prefixes: docs.github.com "About authentication to GitHub" (token formats), api.slack.com/authentication/token-types,
 * docs.stripe.com/keys, docs.aws.amazon.com IAM identifiers, docs.gitlab.com/security/tokens.
 */
export const detectors: readonly Detector[] = [
  detector(
    'well-known token',
    /()\b(gh[pousr]_[0-9A-Za-z]{20,255}|github_pat_[0-9A-Za-z_]{20,255}|glpat-[0-9A-Za-z_-]{20,64}|xox[abposr]-[0-9A-Za-z-]{10,255}|xapp-[0-9A-Za-z-]{10,255}|[sr]k_(?:live|test)_[0-9A-Za-z]{16,255}|sk-[0-9A-Za-z_-]{20,255}|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[0-9A-Za-z_-]{35}|ya29\.[0-9A-Za-z_-]{20,255}|SG\.[0-9A-Za-z_-]{16,32}\.[0-9A-Za-z_-]{16,64}|npm_[0-9A-Za-z]{36}|dop_v1_[0-9a-f]{64}|eyJ[0-9A-Za-z_-]{8,2000}\.eyJ[0-9A-Za-z_-]{8,4000}\.[0-9A-Za-z_-]{8,1000})()/g,
  ),
  detector('Slack webhook', /(hooks\.slack\.com\/(?:services|workflows)\/)([0-9A-Za-z/_-]{10,200})()/g),
  detector('credentials in a URL', /([a-z][a-z0-9+.-]{1,20}:\/\/)([^\s/:@"'<>[\]]{0,200}:[^\s/@"'<>[\]]{1,200})(@)/gi),
  detector(
    'authorization header',
    /\b((?:bearer|basic|token token=)\s{1,4}"?)([0-9A-Za-z._~+/=-]{8,4000}|\{\{[^{}]{1,200}\}\})()/gi,
  ),
  detector(
    'named secret',
    /((?:authorization|x-api-key|api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|secret[_-]?key|password|passwd)\\?["']?\s{0,4}[:=]\s{0,4}\\?["'])([^"'\\\s[\]][^"'\\\r\n[\]]{3,1000})(\\?["'])/gi,
  ),
  detector(
    'named secret in a query',
    /([?&](?:api[_-]?key|access[_-]?token|auth[_-]?token|token|client[_-]?secret|secret|password|sig|signature)=)([^&\s"'<>[\]]{4,1000})()/gi,
  ),
];
