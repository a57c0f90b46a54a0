/** The configuration of the format's description, key for key. */
export const contractExample = `account: acme
kinds: [trigger, automation, macro, view]
include-personal: false           # personal macros and views
audit: required                   # optional = run by sweep alone where the plan has no audit log
branch: main                      # recommended in Actions: a branch of its own, with its own ruleset
timezone: Europe/Berlin           # for people; stored times are UTC
identities:                       # Zendesk user id → GitHub
  1001: { github: jane-gh, email: jane@users.noreply.github.com }
privacy: { ip: full, allow-public: false }   # ip: full | truncated | hashed | omitted
redact:                           # masked before a commit is built; a keyed hash still shows that it changed
  - field: notification_webhook
policy:
  default: unapproved             # approved | unapproved
  rules:                          # keys: actors kinds objects actions titles ips window; all given ones must hold
    - name: deploy-bot
      actors: [998877]
      decide: approved            # approved | unapproved
    - name: macro-window
      kinds: [macro]
      actors: [1001, 1002]
      window: { days: [tue, thu], from: "18:00", to: "20:00", timezone: Europe/Berlin }
      decide: approved
issues: { authors: ["github-actions[bot]"], assignees: [], max-new-per-run: 10, max-open: 50, renotify: 24h, remind: 7d }
sweep: { every: 24h, audit-window: 48h, max-vanished: 20% }
approvers: { permission: write, logins: [], outside-zendesk: [], unmapped: deny, reason: optional, high-risk: { approvals: 1, reason: optional } }
hours: { days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00", timezone: Europe/Berlin, holidays: [2026-12-25] }
owners:                           # first match: assignees; approve: true = they may approve too, only = nobody else may
  - { kinds: [macro], titles: ["Billing::*"], logins: [billing-lead], approve: true }
alerts:                           # log entries that open a zendrift-alert issue; globs ignore case; /accept closes it
  - { name: admin-granted, source-types: [user], actions: [update], descriptions: ["*role*admin*"] }
log: { keep: none }               # none | rules | all: entries as in the export, from the baseline on
notify: { url-variable: ZENDRIFT_NOTIFY_URL, format: slack }   # slack | teams | json (signed with ZENDRIFT_NOTIFY_KEY)
committer: { name: "zendrift[bot]", email: zendrift@users.noreply.github.com }
state-ref: refs/zendrift/<account>   # another name where a server refuses custom refs
alert-after: 6h                   # until then a run that could not finish is a warning in Actions
`;
