import { type Fit, Headings, type TitleUnit } from '../../../shared/kernel/headings.ts';
import { kindOf, unitOf, type WordKind } from './measure.ts';

/** What the figures of a column are counted in. */
export type Measure = 'MASS' | 'LENGTH' | 'CURRENCY' | 'QUANTITY' | 'PACKAGES';

/** Units of the template; sheets give their amounts in the currency of the row, and write dollars beside the title. */
const OWN_UNITS: Readonly<Record<Measure, readonly string[]>> = {
  MASS: ['千克', '公斤', 'KG', 'KGS'],
  LENGTH: ['毫米', 'MM'],
  CURRENCY: ['USD', 'US', '美元', '美金'],
  QUANTITY: [],
  PACKAGES: ['箱', '件', 'CTN', 'CTNS', 'PKGS'],
};

/** Words for packages of whatever kind. */
export const PACKAGES: readonly string[] = OWN_UNITS.PACKAGES;

/**
 * The 联网清单: fourteen columns, those with `*` required. Further columns are read where a sheet has them and written on
 * the way out; they carry what a registered trade has and the fourteen do not say.
 */
export const COLUMNS = [
  { key: 'merchant', title: '商户', aliases: ['商户号', '商铺', '摊位'] },
  { key: 'name', title: '*商品名称', aliases: ['品名', '货物名称', '商品名称(中文)', '中文品名'] },
  {
    key: 'hsCode',
    title: '商品HS编码',
    aliases: [
      'HS编码',
      'HS',
      'HS编码(10位)',
      '商品HS编码(10位)',
      '商品编码',
      '商品编码(10位)',
      '商品编号',
      'HS CODE',
      'HS编号',
      'HS码',
      '海关编码',
      '海关商品编码',
      '海关HS编码',
      '税号',
      '税则号',
      '税则号列',
      '商品税号',
    ],
  },
  { key: 'ownCode', title: '货号/唛头', aliases: ['货号', '唛头'] },
  { key: 'specification', title: '规格型号', aliases: ['规格', '型号规格', '规格及型号', '规格与型号'] },
  { key: 'producer', title: '生产厂商', aliases: ['生产厂家', '生产商'] },
  { key: 'brand', title: '品牌', aliases: [] },
  { key: 'quantity', title: '*交易数量', aliases: ['数量', '成交数量', 'QTY', 'QUANTITY'], measure: 'QUANTITY' },
  { key: 'unit', title: '*单位', aliases: ['成交单位', '计量单位'] },
  { key: 'packages', title: '*包装数量', aliases: ['箱数', '件数'], measure: 'PACKAGES' },
  { key: 'packageKind', title: '*包装单位', aliases: ['包装种类'] },
  { key: 'currency', title: '*币种', aliases: ['币制'] },
  { key: 'amount', title: '*货值', aliases: ['金额', '总价', '总金额', '总货值', 'AMOUNT'], measure: 'CURRENCY' },
  { key: 'weight', title: '*重量(KGS)', aliases: ['重量', '毛重', '总重量', '总毛重', 'G.W.'], measure: 'MASS' },
] as const;

/** A length without its unit may be in centimetres: whoever wrote it is asked. */
export const FURTHER_COLUMNS = [
  { key: 'unitPrice', title: '单价', aliases: [], measure: 'CURRENCY' },
  { key: 'legalQuantity', title: '法定数量', aliases: ['法定第一数量', '第一数量'], measure: 'QUANTITY' },
  { key: 'secondQuantity', title: '第二数量', aliases: ['法定第二数量'], measure: 'QUANTITY' },
  { key: 'netWeight', title: '净重(KGS)', aliases: ['净重', '总净重', 'N.W.'], measure: 'MASS' },
  { key: 'lengthMm', title: '箱长(MM)', aliases: ['外箱长', '纸箱长'], measure: 'LENGTH' },
  { key: 'widthMm', title: '箱宽(MM)', aliases: ['外箱宽', '纸箱宽'], measure: 'LENGTH' },
  { key: 'heightMm', title: '箱高(MM)', aliases: ['外箱高', '纸箱高'], measure: 'LENGTH' },
  { key: 'trade', title: '交易单号', aliases: [] },
  { key: 'buyer', title: '采购商', aliases: [] },
  { key: 'tradeOperator', title: '代理商', aliases: [] },
  { key: 'destination', title: '运抵国', aliases: ['最终目的国'] },
  { key: 'port', title: '指运港', aliases: [] },
] as const;

export type ColumnKey = (typeof COLUMNS)[number]['key'] | (typeof FURTHER_COLUMNS)[number]['key'];

export const ALL_COLUMNS: readonly {
  readonly key: ColumnKey;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly measure?: Measure;
}[] = [...COLUMNS, ...FURTHER_COLUMNS];

/** A column's title without its mark, as messages name it. */
export const titleOf = (key: ColumnKey): string =>
  ALL_COLUMNS.find((column) => column.key === key)?.title.replace('*', '') ?? key;

export const REQUIRED: readonly ColumnKey[] = COLUMNS.filter(({ title }) => title.startsWith('*')).map(
  ({ key }) => key,
);

export const measureOf = (key: ColumnKey): Measure | undefined =>
  ALL_COLUMNS.find((column) => column.key === key)?.measure;

const KIND: Readonly<Partial<Record<Measure, WordKind>>> = { MASS: 'MASS', LENGTH: 'LENGTH', CURRENCY: 'CURRENCY' };

/** What is written behind a title and is no unit: a column of its own, that the template does not have. */
const REMARK =
  /备注|说明|注释|法定|电话|签[字章名]|盖章|[大小中英]写|[中英]文|税|参考|估|预计|预报|实际|[旧原][价值重]|作废|不用|对比|差异|单位|隐藏/;

/** The longest word that may be a unit, as `美元/平方米`. */
const LONGEST_UNIT = 12;

/**
 * How well a column can be read with what stands behind its title. A unit that it does not know is told of in every row:
 * were the column passed over, another would be taken in its place.
 */
const fitOf =
  (measure: Measure) =>
  ({ word, isSetOff }: TitleUnit): Fit | undefined => {
    if (OWN_UNITS[measure].includes(word)) return 'OWN';
    const [first = '', per] = word.split('/');
    const kind = kindOf(first);
    if (kind !== undefined) {
      const isKnown = measure === 'QUANTITY' || (kind === KIND[measure] && (per === undefined || kind === 'CURRENCY'));
      return isKnown ? 'OTHER' : 'UNKNOWN';
    }
    return isSetOff && word !== '' && word.length <= LONGEST_UNIT && !REMARK.test(word) ? 'UNKNOWN' : undefined;
  };

/** Words in brackets behind a title of words are of its column, `HS编码(8位)`; the column without them goes before it. */
const fitOfWords = ({ word, isBracketed }: TitleUnit): Fit | undefined =>
  isBracketed && !REMARK.test(word) ? 'OTHER' : undefined;

/** Columns of which every title says one thing; cartons and pieces, or a stall and a name, may be two columns of a sheet. */
const isOneThing = (key: ColumnKey, measure: Measure | undefined): boolean =>
  key === 'hsCode' || measure === 'MASS' || measure === 'LENGTH' || measure === 'CURRENCY';

const BARE = /\([A-Z]+\)$/;

/** The columns by the titles that people write. */
export const HEADINGS = new Headings<ColumnKey>(
  ALL_COLUMNS.map(({ key, title, aliases, measure }) => ({
    key,
    titles: [titleOf(key).replace(BARE, ''), ...aliases],
    units: measure === undefined ? fitOfWords : fitOf(measure),
    isOneThing: isOneThing(key, measure),
    required: title.startsWith('*'),
  })),
);

/** What masses and lengths are registered in. */
export const TEMPLATE_UNIT = {
  MASS: { name: '千克', ...unitOf('千克') },
  LENGTH: { name: '毫米', ...unitOf('毫米') },
} as const;
