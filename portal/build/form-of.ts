import type { ChoiceNode, FormNode, GroupNode, Option, VariantsNode } from '../forms/node.ts';

/** The part of JSON Schema that zod writes for the contract's requests. */
export interface JsonSchema {
  readonly type?: string;
  readonly title?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly enumNames?: Readonly<Record<string, string>>;
  readonly 'x-list'?: string;
  readonly example?: unknown;
  readonly format?: string;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

const MANY = 1000;

/** @throws Error where the schema has a part that no field can show */
export function formOf(schema: JsonSchema, name: string): FormNode {
  const title = schema.title ?? name;
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return variantsOf(choices, title);
  if (schema.const !== undefined) return { kind: 'constant', title, value: schema.const };
  if (schema.enum) return choiceOf(schema, title);
  switch (schema.type) {
    case 'object':
      return groupOf(schema, title);
    case 'array':
      return { kind: 'list', title, of: formOf(schema.items ?? {}, title), max: schema.maxItems ?? MANY };
    case 'boolean':
      return { kind: 'yesNo', title };
    case 'integer':
    case 'number':
      return { kind: 'number', title, integer: schema.type === 'integer' };
    case 'string':
      return textOf(schema, title);
    default:
      throw new Error(`no field shows ${name}: ${JSON.stringify(schema).slice(0, 200)}`);
  }
}

const groupOf = ({ properties = {}, required = [] }: JsonSchema, title: string): GroupNode => ({
  kind: 'group',
  title,
  fields: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, formOf(field, name)])),
  required,
});

const optionsOf = ({ const: only, enum: values, enumNames: names = {} }: JsonSchema): Option[] =>
  (values ?? (only === undefined ? [] : [only])).map((value) => ({ value, label: names[value] ?? value }));

const choiceOf = (schema: JsonSchema, title: string): ChoiceNode => ({
  kind: 'choice',
  title,
  options: optionsOf(schema),
});

function textOf(schema: JsonSchema, title: string): FormNode {
  const { maxLength, example, format, 'x-list': list } = schema;
  const record = typeof example === 'string' ? /^([a-z]+)-\d{6}-[0-9A-Z]{26}$/.exec(example)?.[1] : undefined;
  return {
    kind: 'text',
    title,
    ...(maxLength !== undefined && { max: maxLength }),
    ...(typeof example === 'string' && record === undefined && { example }),
    ...((format === 'date' || format === 'date-time' || format === 'email') && { format }),
    ...(list !== undefined && { list }),
    ...(record !== undefined && { record }),
  };
}

/** The field that tells variants apart is the one that is fixed or enumerated in each, differently. */
function variantsOf(choices: readonly JsonSchema[], title: string): VariantsNode {
  const [first] = choices;
  const by = Object.keys(first?.properties ?? {}).find((name) =>
    choices.every(({ properties }) => optionsOf(properties?.[name] ?? {}).length > 0),
  );
  if (by === undefined) throw new Error(`nothing tells the variants of ${title} apart`);
  return {
    kind: 'variants',
    title,
    by,
    variants: choices.map((choice) => ({
      values: optionsOf(choice.properties?.[by] ?? {}),
      group: groupOf(choice, title),
    })),
  };
}
