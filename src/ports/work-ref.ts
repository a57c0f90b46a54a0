/** A ref beside the state ref, for work that takes more than one run. Only its own command ever reads it. */
export interface WorkRef {
  readonly name: string;
  /** Its commit, made readable here; null while there is none. */
  read(): Promise<string | null>;
  /** Moves it forward, at the remote or here without one; null removes it. `raced` = it is not at `from` any more. */
  move(from: string | null, to: string | null): Promise<'moved' | 'raced'>;
}
