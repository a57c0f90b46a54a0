/**
 * Formats by which a token shows what it is, each with a prefix of its maker; all of them are in GitHub's list of what secret
 * scanning knows, so that a push with one is refused where it is not masked here.
 * https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
 */
const formats: readonly string[] = [
  // Code hosts and package registries
  'gh[pousr]_[0-9A-Za-z]{20,255}',
  'github_pat_[0-9A-Za-z_]{20,255}',
  'gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|imt|oas|ffct|wt)-[0-9A-Za-z_.-]{20,300}',
  'npm_[0-9A-Za-z]{36}',
  'pypi-AgE[0-9A-Za-z_-]{50,1000}',
  'rubygems_[0-9a-f]{48}',
  'dckr_[op]at_[0-9A-Za-z_-]{27,32}',
  'oy2[0-9a-z]{43}',
  // Chat
  'xox[abceoprs](?:\\.xox[bp])?-[0-9A-Za-z-]{10,255}',
  'xapp-[0-9A-Za-z-]{10,255}',
  '[0-9]{8,10}:AA[0-9A-Za-z_-]{33}',
  'dG9rO[0-9A-Za-z+/=]{40,200}',
  // Shops, payment, mail, telephony, customers
  'shp(?:at|ss|ca|pa|tka)_[0-9A-Za-z]{32}',
  '[sr]k_(?:live|test)_[0-9A-Za-z]{16,255}',
  'whsec_[0-9A-Za-z+/=]{24,100}',
  'sq0(?:atp|csp)-[0-9A-Za-z_-]{22,43}',
  'SG\\.[0-9A-Za-z_-]{16,32}\\.[0-9A-Za-z_-]{16,64}',
  'key-[0-9a-f]{32}',
  '[0-9a-f]{32}-us[0-9]{1,2}',
  'xkeysib-[0-9a-f]{64}-[0-9A-Za-z]{16}',
  'SK[0-9a-f]{32}',
  'pat-(?:na|eu|ap)[0-9]-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  'pat[0-9A-Za-z]{14}\\.[0-9a-f]{64}',
  // Clouds and their tools
  '(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}',
  'AIza[0-9A-Za-z_-]{35}',
  'GOCSPX-[0-9A-Za-z_-]{28}',
  'ya29\\.[0-9A-Za-z_-]{20,255}',
  'LTAI[0-9A-Za-z]{20}',
  'do[ort]_v1_[0-9a-f]{64}',
  'dop_v1_[0-9a-f]{64}',
  'hv[bs]\\.[0-9A-Za-z_-]{90,300}',
  'dapi[0-9a-f]{32}(?:-[0-9])?',
  'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[0-9A-Za-z._-]{40,60}',
  'pul-[0-9a-f]{40}',
  'pscale_(?:tkn|pw|oauth)_[0-9A-Za-z_.=-]{32,64}',
  'sbp_[0-9a-f]{40}',
  'nfp_[0-9A-Za-z]{36,40}',
  'sntry[su]_[0-9A-Za-z+/=_-]{60,400}',
  'NRAK-[0-9A-Z]{27}',
  'glsa_[0-9A-Za-z]{32}_[0-9a-f]{8}',
  'glc_[0-9A-Za-z+/=]{32,400}',
  'PMAK-[0-9a-f]{24}-[0-9a-f]{34}',
  'AGE-SECRET-KEY-1[0-9A-Z]{58}',
  // Models
  'sk-[0-9A-Za-z_-]{20,255}',
  'hf_[0-9A-Za-z]{30,64}',
  'api_org_[0-9A-Za-z]{34}',
  'gsk_[0-9A-Za-z]{52}',
  'r8_[0-9A-Za-z]{37}',
  'xai-[0-9A-Za-z]{70,100}',
  'pplx-[0-9A-Za-z]{40,64}',
  // Work
  'AT[AC]TT3[0-9A-Za-z_=-]{60,400}',
  'ntn_[0-9A-Za-z]{40,64}',
  'lin_(?:api|oauth)_[0-9A-Za-z]{40,64}',
  'figd_[0-9A-Za-z_-]{40,60}',
  // JSON Web Token
  'eyJ[0-9A-Za-z_-]{8,2000}\\.eyJ[0-9A-Za-z_-]{8,4000}\\.[0-9A-Za-z_-]{8,1000}',
];

export const tokenFormat = new RegExp(`()(?<![0-9A-Za-z])(${formats.join('|')})()`, 'g');
