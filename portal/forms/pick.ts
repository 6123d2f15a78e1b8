import type { FormNode, GroupNode } from './node.ts';

/** A part of a form: the fields of these names, in this order. @throws Error where the contract has no such field */
export function pick(form: FormNode, names: readonly string[]): GroupNode {
  if (form.kind !== 'group') throw new Error(`${form.title} is no group of fields`);
  const fields = names.map((name): [string, FormNode] => {
    const field = form.fields[name];
    if (!field) throw new Error(`${form.title} has no field ${name}`);
    return [name, field];
  });
  return { ...form, fields: Object.fromEntries(fields) };
}
