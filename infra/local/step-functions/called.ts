/**
 * The functions that a definition calls. Those of the registry compute no name (`test/infra/manifest.test.ts`).
 *
 * @param definition JSON text, placeholders replaced
 */
export function functionsCalled(definition: string): Set<string> {
  const called = new Set<string>();
  JSON.parse(definition, (key, value: unknown) => {
    if (key === 'FunctionName' && typeof value === 'string') called.add(value);
    return value;
  });
  return called;
}
