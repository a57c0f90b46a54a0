/** A trigger category. Its id is a string, unlike every other id here. */
export type Category = {
  readonly url: string;
  readonly id: string;
  readonly name: string;
  readonly updated_at: string;
  readonly created_at: string;
  readonly position: number;
};

export type NewCategory = { readonly id?: string; readonly name: string; readonly position?: number };
