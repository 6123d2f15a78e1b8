import type { ContainerType } from '../../packing/model.ts';
import { escapeHtml } from '../../shared/http/html.ts';
import { chinaTime } from '../../shared/kernel/china-time.ts';
import { figure } from '../../shared/print/figures.ts';
import type { LoadingPlanJson } from '../contract/forms.ts';
import { cartonMarks } from '../domain/carton-marks.ts';
import { first } from '../domain/sums.ts';
import type { Wall } from '../domain/walls.ts';
import { type Key, overview, wallFigures } from './drawing.ts';
import { pageHtml } from './page.ts';
import { containerTitle, voidText } from './planned.ts';
import { type Column, tableHtml } from './table.ts';

const STYLE = `figure { margin: 0; }
figure svg { display: block; width: 100%; }
figcaption { font-size: 8pt; text-align: center; }
svg text { text-anchor: middle; fill: #000; stroke: none; font-family: Arial, sans-serif; font-weight: bold; }
.overview { display: grid; grid-template-columns: 3fr 1fr; gap: 2mm 4mm; align-items: center; }
.overview .side svg, .overview .top svg { max-height: 40mm; }
.overview .space { grid-column: 1 / -1; }
.overview .space svg { max-height: 74mm; }
.overview .door { grid-row: 1 / 3; grid-column: 2; }
.legend { columns: 2; list-style: none; margin: 2mm 0; padding: 0; font-size: 9pt; }
.legend li { break-inside: avoid; }
.legend i { display: inline-block; width: 9mm; text-align: center; font: bold 8pt Arial, sans-serif; border: .2mm solid #333; margin-right: 1.5mm; }
.wall-section { display: grid; grid-template-columns: 50mm 1fr; gap: 0 4mm; break-inside: avoid; }
.wall-section h2 { grid-column: 1 / -1; }
.wall-section .space svg { max-height: 29mm; }
`;

/** The loading plan as a page: the whole load first, then every wall with its pictures and its goods, some to a sheet. */
export const loadingPlanHtml = (
  json: LoadingPlanJson,
  walls: readonly Wall[],
  type: ContainerType,
  key: Key,
  trace: string,
): string =>
  pageHtml({
    title: '装箱作业图',
    number: json.container.packingNumber,
    trace,
    voided: voidText(json),
    facts: factsOf(json),
    style: STYLE,
    body: `<h2>${escapeHtml(containerTitle(json.container))}</h2>
<div class="overview">${overview(walls, type, key)}</div>
<ul class="legend">${json.legend.map((entry) => legendItem(entry, key)).join('')}</ul>
${walls.map((wall, index) => wallHtml(json, wall, walls.slice(0, index), type, key)).join('\n')}`,
    signatures: { seals: [], signers: ['装箱负责人', '理货员', '日期'] },
  });

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const factsOf = ({ consolidator, container, cutoffAt, walls, ...head }: LoadingPlanJson) =>
  [
    ['装箱单号', container.packingNumber ?? head.id],
    ['组货人', consolidator],
    ['截关时间', chinaTime(cutoffAt)],
    ['货箱', `${figure(container.cartons)} 箱，分 ${walls.length} 墙`],
    ['毛重', `${figure(container.grossWeightKg)} 千克（载重利用 ${percent(container.payloadUtilisation)}）`],
    ['容积利用', percent(container.volumeUtilisation)],
    [
      '重心偏移',
      `${Math.abs(container.centreOfGravityPercent)} % 箱长，偏${container.centreOfGravityPercent < 0 ? '里端' : '箱门'}`,
    ],
  ] as const;

function legendItem(
  { letter, merchant, stall, tradeId, tradeNumber, cartons }: LoadingPlanJson['legend'][number],
  key: Key,
): string {
  const [hue, lightness] = key.colour(tradeId);
  return `<li><i style="background:hsl(${hue} 65% ${lightness}%)">${letter}</i>${escapeHtml(merchant)}　${escapeHtml(stall)}　${tradeNumber === undefined ? '' : `${escapeHtml(tradeNumber)}　`}${cartons} 箱</li>`;
}

/** The cartons of one trade line in a wall: they are equal, so whoever loads takes any, and lays so many down each way. */
interface Line {
  readonly label: string;
  readonly marks: string;
  readonly name: string;
  readonly cartons: number;
  readonly laid: string;
}

const LINES: readonly Column<Line>[] = [
  { title: '图号', value: (row) => row.label, width: 6 },
  { title: '唛头箱号', value: (row) => row.marks, width: 20 },
  { title: '商品名称', value: (row) => row.name, width: 20 },
  { title: '箱数', value: (row) => row.cartons, width: 6 },
  { title: '摆放 长×宽×高（毫米）', value: (row) => row.laid, width: 20 },
];

const linesOf = ({ goods }: LoadingPlanJson['walls'][number], { cartons }: Wall): Line[] =>
  [...Map.groupBy(goods, ({ label }) => label)].map(([label, ways]) => {
    const { tradeId, lineNo, name } = first(ways);
    const same = cartons.filter((carton) => carton.tradeId === tradeId && carton.lineNo === lineNo);
    const numbers = same.map(({ cartonNo }) => cartonNo);
    const laid = ways.map((way) => `${way.lengthMm}×${way.widthMm}×${way.heightMm}：${way.cartons} 箱`);
    return {
      label,
      marks: cartonMarks(tradeId, lineNo, numbers),
      name,
      cartons: same.length,
      laid: laid.join('；'),
    };
  });

function wallHtml(json: LoadingPlanJson, wall: Wall, earlier: readonly Wall[], type: ContainerType, key: Key): string {
  const described = json.walls.find(({ no }) => no === wall.no);
  if (!described) return '';
  const { no, fromStep, toStep, fromMm, toMm, cartons, grossWeightKg } = described;
  const { door, space } = wallFigures(wall, earlier, type, key);
  return `<section class="wall-section">
<h2>第 ${no} 墙　第 ${fromStep}–${toStep} 步　距里端 ${fromMm}–${toMm} 毫米　${cartons} 箱　${figure(grossWeightKg)} 千克</h2>
${door}<div>
${space}${tableHtml(LINES, linesOf(described, wall), `本墙合计 ${cartons} 箱`)}
</div>
</section>`;
}
