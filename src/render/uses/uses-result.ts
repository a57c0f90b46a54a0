/** Something that an object names, and where. */
export interface Use {
  readonly object: string;
  readonly title: string;
  readonly active: boolean;
  readonly where: string;
}

/** What `zendrift uses --json` prints (docs/format.md). */
export interface UsesResult {
  readonly version: 1;
  readonly ref: string;
  readonly uses: readonly Use[];
}
