import { readdirSync, readFileSync } from 'node:fs';

interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly ItemProcessor?: Definition;
}

interface Definition {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

const ROOT = new URL('../../../workflows/', import.meta.url);
const README = new URL('../../../README.md', import.meta.url);
const BEGIN = '<!-- state tables: written by npm run docs -->';
const END = '<!-- end of state tables -->';

/** The state tables of all workflows as Markdown, read from the definitions that are deployed. */
export function stateTables(): string {
  return definitions()
    .map(({ name, definition }) => {
      const header = `### ${name}\n\n[What each state does](workflows/${name}/README.md)\n\n| State | Type | 中文 | Next | On error |\n|---|---|---|---|---|`;
      return [header, ...rows(definition)].join('\n');
    })
    .join('\n\n');
}

/** The names of every workflow's states, those that iterate within others among them. */
export const statesByWorkflow = (): [workflow: string, states: string[]][] =>
  definitions().map(({ name, definition }) => [name, statesOf(definition)]);

const statesOf = ({ States }: Definition): string[] =>
  Object.entries(States).flatMap(([name, { ItemProcessor }]) => [
    name,
    ...(ItemProcessor ? statesOf(ItemProcessor) : []),
  ]);

const definitions = (): { name: string; definition: Definition }[] =>
  readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({
      name,
      definition: JSON.parse(readFileSync(new URL(`${name}/${name}.asl.json`, ROOT), 'utf8')) as Definition,
    }));

function rows(definition: Definition, within = ''): string[] {
  return Object.entries(definition.States).flatMap(([name, state]) => {
    const next = [...(state.Choices ?? []).map((choice) => choice.Next), state.Default ?? state.Next];
    const links = [...new Set(next.filter((one) => one !== undefined))].map((one) => `\`${one}\``).join(' · ');
    const caught = [...new Set((state.Catch ?? []).map((one) => `\`${one.Next}\``))].join(' · ');
    const row = `| ${within}\`${name}\` | ${state.Type} | ${state.Comment ?? ''} | ${links || '–'} | ${caught || '–'} |`;
    return state.ItemProcessor ? [row, ...rows(state.ItemProcessor, `${within}↳ `)] : [row];
  });
}

/** The README with today's tables in it. */
export function readmeWithTables(): string {
  const [before, rest] = readFileSync(README, 'utf8').split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('README.md has no place for the state tables');
  return `${before}${BEGIN}\n\n${stateTables()}\n\n${END}${after}`;
}
