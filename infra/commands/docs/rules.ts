import { globSync } from 'node:fs';
import { LISTS, type ListKey } from '../../../functions/shared/reference/lists/index.ts';
import type { RuleAbout, RuleId } from '../../../functions/shared/reference/rule.ts';
import { SHIPPED } from '../../../functions/shared/reference/shipped.ts';

const HEAD = `# Rules

What filings, trades, consolidations and credit facts are held to, written by \`npm run docs\` from the rules themselves: each is one file
of a \`domain/rules/\` folder and says of itself what stands here. Thresholds and codes stand in \`seeds/reference/\` with their sources, or
were loaded since; the figures shown are those that the program comes with. A rule without a source is this project's own. DANGER refuses,
WARNING is accepted with an explanation, REVIEW is decided by a person.
`;

/** Where a numbered rule is held that is no file of its own, or that it is not held. */
const ELSEWHERE: readonly { readonly id: RuleId; readonly name: string; readonly told: string }[] = [
  {
    id: 'R02',
    name: '拆分申报',
    told: 'Not there: declarations of one operator, buyer and destination within hours are not compared. A trade that needs several declarations is told by R01',
  },
  {
    id: 'R05',
    name: '不得归并的商品',
    told: 'No finding: goods under inspection or export duty, and those that customs excludes, are never merged (`functions/consolidation/domain/kinds.ts`), and every plan is checked for it (`functions/consolidation/domain/declaration/verify-simplification.ts`). The exceptions stand in `seeds/reference/declaration-rules.json`',
  },
  {
    id: 'R09',
    name: '超容积、超载重',
    told: 'No finding of a plan: the planner loads no container over its payload or over `maxFill` of its volume (`functions/packing/load/interior.ts`), and every plan is checked for it (`functions/packing/verify/verify-figures.ts`). Both stand in `seeds/reference/container-types.json`',
  },
  {
    id: 'R10',
    name: '集装箱号校验码',
    told: 'A field of the form: `R10_CONTAINER_NUMBER` by ISO 6346 (`functions/shared/kernel/container-number.ts`)',
  },
  { id: 'R19', name: '免税申报逾期', told: 'Not there: this registry knows of no tax declaration yet' },
  {
    id: 'R20',
    name: '收汇超额、重复收汇',
    told: 'Not there: this registry knows of no receipt of foreign exchange yet',
  },
];

/** A rule and where it stands. */
export interface FoundRule {
  readonly file: string;
  readonly about: RuleAbout;
}

const ROOT = new URL('../../../', import.meta.url);

/** The files of every `domain/rules/` folder that hold a rule, as paths from the root. */
export const ruleFiles = (): string[] =>
  globSync('functions/*/domain/rules/**/*.ts', { cwd: ROOT })
    .filter((file) => !/\/(index|rule|recording)\.ts$/.test(file))
    .toSorted();

/** The rules that a file exports. */
export async function rulesOf(file: string): Promise<FoundRule[]> {
  const exported: Record<string, unknown> = await import(new URL(file, ROOT).href);
  return Object.values(exported).flatMap((one) =>
    typeof one === 'function' && 'about' in one ? [{ file, about: one.about as RuleAbout }] : [],
  );
}

/** The page on every rule: its number, what it looks at, its thresholds, its source, its severity and its file. */
export async function rulesPage(): Promise<string> {
  const found = (await Promise.all(ruleFiles().map(rulesOf))).flat();
  const numbered = found.filter(({ about }) => idsOf(about).length > 0).toSorted(byNumber);
  const others = found.filter(({ about }) => idsOf(about).length === 0);
  return [
    HEAD,
    '## Numbered risk rules\n',
    table(numbered),
    '## Rules without a number\n',
    table(others),
    '## Numbers that are no file\n',
    '| No. | 规则 | Where it is held |',
    '|---|---|---|',
    ...ELSEWHERE.map(({ id, name, told }) => `| ${id} | ${name} | ${told} |`),
    '',
  ].join('\n');
}

/** Numbers of the page, those of files and those of none. */
export const numbersOf = (found: readonly FoundRule[]): Set<RuleId> =>
  new Set([...found.flatMap(({ about }) => idsOf(about)), ...ELSEWHERE.map(({ id }) => id)]);

const idsOf = ({ id }: RuleAbout): readonly RuleId[] => {
  if (id === undefined) return [];
  return typeof id === 'string' ? [id] : id;
};

const byNumber = (a: FoundRule, b: FoundRule): number =>
  idsOf(a.about).join().localeCompare(idsOf(b.about).join()) || (a.file < b.file ? -1 : 1);

const table = (rules: readonly FoundRule[]): string =>
  [
    '| No. | 规则 | Looks at | Threshold or code list | Source | Severity | File |',
    '|---|---|---|---|---|---|---|',
    ...rules.map(({ file, about }) => {
      const cells = [
        idsOf(about).join(', '),
        about.name,
        about.looksAt,
        (about.threshold ?? []).map(thresholdOf).join('<br>'),
        about.source ?? '',
        about.severity.join(', '),
        `[${file.replace(/^functions\//, '').replace('/domain/rules', '')}](../${file})`,
      ];
      return `| ${cells.map((cell) => (cell === '' ? '–' : cell)).join(' | ')} |`;
    }),
    '',
  ].join('\n');

/** A list by its file and, of parameters, the figures that the program comes with. */
function thresholdOf(threshold: string): string {
  const [key = '', ...fields] = threshold.split('.');
  const list = LISTS[key as ListKey];
  const file = `[${list.name}](../seeds/reference/${list.name}.json)`;
  const newest: unknown = SHIPPED[key as ListKey].rows.at(-1);
  const value = fields.reduce<unknown>((at, field) => (at as Record<string, unknown>)[field], newest);
  // A list may be empty: what it asks for nobody has asked for yet.
  if (value === undefined && fields.length > 0) throw new Error(`${list.name} has no ${fields.join('.')}`);
  const isFigure = list.kind === 'parameters' && fields.length > 0;
  return isFigure && !Array.isArray(value) ? `${file} ${figure(value, fields.at(-1) ?? '')}` : file;
}

const figure = (value: unknown, name: string): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .filter(([field]) => field !== 'rule')
        .map(([field, one]) => `${field} ${String(one)}`)
        .join(', ')
    : `${name} ${String(value)}`;
