export type InputType = 'text' | 'list' | 'flag' | 'duration' | 'path';

export interface Input {
  /** Stands for the value in help texts; flags have none. */
  readonly value?: string;
  readonly type: InputType;
  /** Environment variable; flag and Action input win over it. */
  readonly env?: string;
  /** On the command line the option may stand alone, which means `true`. */
  readonly optionalValue?: boolean;
  /** On the command line a word of its own instead of an option; `many` = any number of them, joined by commas. */
  readonly argument?: 'one' | 'many';
  /** Value where nothing is given; for people where it is made from other values. */
  readonly default?: string;
  readonly description: string;
  /** Commands that take it; left out = all of them. */
  readonly commands?: readonly string[];
  /** For a command where the same word means something else. */
  readonly meanings?: Readonly<Record<string, Meaning>>;
  /** Masked in all output, and never a flag: a command line is visible to every process of the machine. */
  readonly secret?: boolean;
  /** `environment` = an Action input and a variable, but no flag; `cli` = a flag only; `action` = an Action input only. */
  readonly only?: 'environment' | 'cli' | 'action';
  /** Default of the Action's input alone, such as an expression that the runner fills in. */
  readonly actionDefault?: string;
  readonly short?: string;
}

/** `argument` = for that command it is a word of its own. */
export type Meaning = Required<Pick<Input, 'value' | 'description'>> & Partial<Pick<Input, 'argument' | 'type'>>;
