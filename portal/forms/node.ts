/**
 * A form as a screen shows it: read from the request's schema in the contract when the portal is built, so that labels,
 * order, bounds and words of choices are the API's own.
 */
export type FormNode =
  | TextNode
  | NumberNode
  | ChoiceNode
  | YesNoNode
  | GroupNode
  | ListNode
  | VariantsNode
  | ConstantNode;

interface Labelled {
  readonly title: string;
}

export interface TextNode extends Labelled {
  readonly kind: 'text';
  readonly max?: number;
  readonly example?: string;
  readonly format?: 'date' | 'date-time' | 'email';
  /** The reference list whose codes the field takes, e.g. `markets`. */
  readonly list?: string;
  /** The kind of record that the field names, e.g. `entity`. */
  readonly record?: string;
}

export interface NumberNode extends Labelled {
  readonly kind: 'number';
  readonly integer: boolean;
}

export interface ChoiceNode extends Labelled {
  readonly kind: 'choice';
  readonly options: readonly Option[];
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface YesNoNode extends Labelled {
  readonly kind: 'yesNo';
}

export interface GroupNode extends Labelled {
  readonly kind: 'group';
  readonly fields: Readonly<Record<string, FormNode>>;
  readonly required: readonly string[];
}

export interface ListNode extends Labelled {
  readonly kind: 'list';
  readonly of: FormNode;
  readonly max: number;
}

/** One of several groups, told apart by the value of one field of each. */
export interface VariantsNode extends Labelled {
  readonly kind: 'variants';
  readonly by: string;
  readonly variants: readonly { readonly values: readonly Option[]; readonly group: GroupNode }[];
}

export interface ConstantNode extends Labelled {
  readonly kind: 'constant';
  readonly value: string;
}
