import { readFileSync } from 'node:fs';
import { definitionFile, type WorkflowSpec } from '../manifest/model.ts';

/** The reviewed definitions of the manifest's workflows with this host's names in place of the placeholders. */
export const loadDefinitions = (workflows: Readonly<Record<string, WorkflowSpec>>): Record<string, object> =>
  Object.fromEntries(Object.entries(workflows).map(([name, spec]) => [name, definition(definitionFile(name), spec)]));

function definition(file: string, { tasks }: WorkflowSpec): object {
  const values = new Map([['Partition', 'aws'], ...tasks.map((task) => [task, task] as const)]);
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  return JSON.parse(
    text.replaceAll(/\$\{(\w+)\}/g, (placeholder, name: string) => {
      const value = values.get(name);
      if (value === undefined) throw new Error(`${file}: ${placeholder} is not in the manifest`);
      return value;
    }),
  ) as object;
}
