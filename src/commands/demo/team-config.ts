export const teamConfigPath = '.github/zendrift.yml';

/** What the team of Acme has agreed on. Its blob id stands in every verdict of the week. */
export const teamConfig = `# What is pre-approved, and who may approve the rest. See docs/configuration.md.
account: acme
timezone: Europe/Berlin
identities:
  1001: { github: jane-gh }
  1002: { github: bob-gh }
  1003: { github: admin-ann }
hours: { days: [mon, tue, wed, thu, fri], from: "08:00", to: "18:00" }
policy:
  default: unapproved
  rules:
    - name: deploy-bot
      actors: [998877]
      decide: approved
    - name: macro-window
      kinds: [macro]
      actors: [1001, 1002]
      window: { days: [tue, thu], from: "18:00", to: "20:00", timezone: Europe/Berlin }
      decide: approved
`;
