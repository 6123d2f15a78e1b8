/** The values of an enumeration, given as a table of their Chinese names, in the form that `z.enum` takes. */
export const valuesOf = <Value extends string>(names: Readonly<Record<Value, string>>): [Value, ...Value[]] =>
  Object.keys(names) as [Value, ...Value[]];
