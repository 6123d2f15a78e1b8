import { dayOf } from './day.ts';
import { instantOf, shownInstant } from './instant.ts';
import type { FormNode, GroupNode, VariantsNode } from './node.ts';

/** What stands in a form: texts as typed, answers to yes-or-no questions, groups and lists of them. */
export type Value = string | boolean | undefined | readonly Value[] | { readonly [name: string]: Value };

type Group = { readonly [name: string]: Value };

const isGroup = (value: Value): value is Group => typeof value === 'object' && !Array.isArray(value);

export const fieldOf = (value: Value, name: string): Value => (isGroup(value) ? value[name] : undefined);

export const withField = (value: Value, name: string, field: Value): Value => ({
  ...(isGroup(value) && value),
  [name]: field,
});

export const textOf = (value: Value): string => (typeof value === 'string' ? value : '');

export const itemsOf = (value: Value): readonly Value[] => (Array.isArray(value) ? value : []);

/** The variant that what is filled in so far chooses; undefined until it does. */
export const chosenVariant = ({ by, variants }: VariantsNode, value: Value): GroupNode | undefined =>
  variants.find(({ values }) => values.some((option) => option.value === fieldOf(value, by)))?.group;

/**
 * What is sent: texts of numbers as numbers, and nothing for what was left empty. A number that is none goes as it was
 * typed, and the API says so.
 */
export function bodyOf(node: FormNode, value: Value): unknown {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'yesNo':
      return typeof value === 'boolean' ? value : undefined;
    case 'number':
      return numberOf(textOf(value));
    case 'text':
    case 'choice': {
      const text = typedIn(node, textOf(value)).trim();
      return text === '' ? undefined : text;
    }
    case 'list': {
      const items = itemsOf(value)
        .map((item) => bodyOf(node.of, item))
        .filter((item) => item !== undefined);
      return items.length === 0 ? undefined : items;
    }
    case 'group':
      return groupBody(node, value);
    default:
      return variantBody(node, value);
  }
}

/** A day or an instant as it is sent, though the field that it was typed into was not left. */
function typedIn(node: FormNode, text: string): string {
  if (node.kind !== 'text') return text;
  if (node.format === 'date') return dayOf(text);
  return node.format === 'date-time' ? instantOf(shownInstant(text)) : text;
}

function variantBody(node: VariantsNode, value: Value): Record<string, unknown> | undefined {
  const group = chosenVariant(node, value);
  return group && { ...groupBody(group, value), [node.by]: textOf(fieldOf(value, node.by)) };
}

function groupBody({ fields }: GroupNode, value: Value): Record<string, unknown> | undefined {
  const told = Object.entries(fields)
    .map(([name, field]) => [name, bodyOf(field, fieldOf(value, name))] as const)
    .filter(([, field]) => field !== undefined);
  const isFilled = told.some(([name]) => fields[name]?.kind !== 'constant');
  return isFilled ? Object.fromEntries(told) : undefined;
}

/** Full-width digits are what an input method leaves behind. */
function numberOf(text: string): number | string | undefined {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return undefined;
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : plain;
}

/** A record of the API as its form is filled in, to be changed. */
export function valueOf(record: unknown): Value {
  if (record === undefined || record === null) return undefined;
  if (typeof record === 'boolean' || typeof record === 'string') return record;
  if (typeof record === 'number') return String(record);
  if (Array.isArray(record)) return record.map(valueOf);
  return Object.fromEntries(Object.entries(record).map(([name, field]) => [name, valueOf(field)]));
}
