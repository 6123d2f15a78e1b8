import type { Lists } from '../../shared/reference/lists/index.ts';
import type { VgmJson } from '../contract/forms.ts';
import { knownAs } from '../domain/consolidation.ts';
import { massLimits } from '../domain/container-types.ts';
import type { PlannedContainer } from '../domain/load-result.ts';
import { kilograms } from '../domain/scale.ts';
import type { Document } from './forms.ts';
import { pageHtml } from './page.ts';
import { containerHead, factsOf, fileNameOf, headOf, type Planned, voidText } from './planned.ts';
import { type Column, tableHtml } from './table.ts';

const LEGAL_BASIS = 'SOLAS 公约第 VI/2 条；IMO MSC.1/Circ.1475';

/** The verified gross mass 集装箱验证总重 of each container, to be signed by the shipper. */
export function vgm(planned: Planned, trace: string): Document<VgmJson> {
  const json: VgmJson = {
    ...headOf(planned),
    method: 2,
    legalBasis: LEGAL_BASIS,
    containers: planned.load.containers.map((container) => containerVgm(planned, container)),
  };
  return {
    title: 'VGM 声明',
    fileName: fileNameOf('vgm', json, knownAs(json)),
    json,
    forms: { 'text/html': () => vgmHtml(json, planned.lists, trace) },
  };
}

/** Method 2: the weighed cartons and the container's own mass are added up. */
function containerVgm(planned: Planned, container: PlannedContainer): VgmJson['containers'][number] {
  const { tareG, maxGrossG } = massLimits(container.type, planned.lists);
  const grossG = container.massG + tareG;
  return {
    ...containerHead(planned, container),
    cartons: container.placements.length,
    cargoKg: kilograms(container.massG),
    tareKg: kilograms(tareG),
    verifiedGrossMassKg: kilograms(grossG),
    maxGrossKg: kilograms(maxGrossG),
    withinLimit: grossG <= maxGrossG,
  };
}

const COLUMNS: readonly Column<VgmJson['containers'][number]>[] = [
  { title: '箱序', value: (row) => row.no, width: 6 },
  { title: '装箱单号', value: (row) => row.packingNumber ?? '', width: 23 },
  { title: '集装箱号', value: (row) => row.containerNumber ?? '未确认', width: 14 },
  { title: '封志号', value: (row) => row.sealNumber ?? '未确认', width: 14 },
  { title: '箱型', value: (row) => `${row.marketName}（${row.type}）`, width: 12 },
  { title: '件数', value: (row) => row.cartons, width: 7 },
  { title: '货物毛重（千克）', value: (row) => row.cargoKg, width: 14 },
  { title: '空箱重（千克）', value: (row) => row.tareKg, width: 14 },
  { title: '验证总重 VGM（千克）', value: (row) => row.verifiedGrossMassKg, width: 18 },
  { title: '最大总重（千克）', value: (row) => row.maxGrossKg, width: 14 },
];

const vgmHtml = (json: VgmJson, lists: Lists, trace: string): string =>
  pageHtml({
    title: '集装箱验证总重（VGM）声明',
    number: knownAs(json),
    landscape: true,
    trace,
    voided: voidText(json),
    facts: [...factsOf(json, lists), ['验证方法', '方法二（累加计算法）']],
    body: `<h2>各箱验证总重</h2>
${tableHtml(COLUMNS, json.containers, `共 ${json.containers.length} 箱`)}
<p>验证总重 = 逐箱称得的货物、包装与衬垫毛重之和 + 空箱重。空箱重为该箱型的常用值，以箱门 CSC 安全合格牌照所载为准；与牌照不符的，请在签署前更正。依据：${json.legalBasis}。</p>`,
    signatures: { seals: ['托运人'], signers: ['验证责任人（正楷）', '签署日期'] },
  });
