export type Text = string | number;

/** The values that a message names. */
type Values<Name extends string, Optional extends string = never> = { readonly [N in Name]: Text } & {
  readonly [N in Optional]?: Text;
};

export interface Entry<Given> {
  readonly exit: 1 | 2 | 3;
  message(values: Given): string;
  hint(values: Given): string;
}

/** `Name` = what whoever throws it has to give, `Optional` = what may be left out. */
export const entry = <Name extends string, Optional extends string = never>(
  exit: 1 | 2 | 3,
  message: (values: Values<Name, Optional>) => string,
  hint: (values: Values<Name, Optional>) => string,
): Entry<Values<Name, Optional>> => ({ exit, message, hint });
