import { comparableNumber } from '../../../shared/kernel/comparison.ts';
import { Headings } from '../../../shared/kernel/headings.ts';
import {
  cellText,
  chapters,
  choice,
  code,
  day,
  endsAlike,
  isAlike,
  lastDay,
  list,
  plain,
  type Reader,
} from './reading.ts';

/** One column of the sheet of merchants. */
export interface Column {
  readonly title: string;
  readonly required: boolean;
  /** Where the form has it, below `entity`. */
  readonly field: readonly string[];
  readonly reader: Reader;
  readonly example: string;
  /** What the reader's own words do not say. */
  readonly note?: string;
}

const column = (
  title: string,
  field: string,
  example: string,
  { reader = plain, note }: { reader?: Reader; note?: string } = {},
): Column => ({
  title: title.replace('*', ''),
  required: title.startsWith('*'),
  field: field.split('.'),
  reader,
  example,
  ...(note === undefined ? {} : { note }),
});

const idTypes = choice(
  {
    ID_CARD: ['居民身份证', '身份证', '二代身份证'],
    HK_MACAO_PERMIT: ['港澳居民来往内地通行证', '港澳通行证', '回乡证'],
    OFFICER: ['军官证'],
    OTHER: ['其他', '其他证件'],
  },
  'idTypes',
);
const merchantTypes = choice(
  { EXHIBITION: ['展销', '展销商户', '展销经营户'], CLUSTER: ['集群', '集群商户', '集群经营户'] },
  'merchantTypes',
);
const taxpayerTypes = choice(
  {
    GENERAL: ['一般纳税人', '一般', '增值税一般纳税人'],
    SMALL_SCALE: ['小规模纳税人', '小规模', '增值税小规模纳税人'],
  },
  'taxpayerTypes',
);

/** A market by its name, with or without the place before it where no other ends so; its code is lower case. */
const market: Reader = {
  read: (text, { markets }) => {
    const all = [...markets.values()];
    const whole = all.find(({ id, name }) => isAlike(name, text) || text === id);
    const ending = all.filter(({ name }) => endsAlike(name, text));
    return (whole ?? (ending.length === 1 ? ending[0] : undefined))?.id;
  },
  expected: ({ markets }) => [...markets.values()].map(({ name }) => name).join('、'),
};

/** 关联外贸公司 stands in the sheet by the code that people know; the register turns it into the entity. */
export const RELATED_OPERATORS = 'relatedTradeOperatorIds';

/** The sheet's columns, in the order of the template; `*` marks what must be filled in. */
export const COLUMNS: readonly Column[] = [
  column('*统一社会信用代码', 'unifiedSocialCreditCode', '92500111MA5U0AAA1X', { reader: code }),
  column('*名称', 'name', '大足区龙水镇兴旺五金经营部', { note: '与营业执照一致' }),
  column('英文名称', 'nameEn', ''),
  column('*联系人', 'contact.name', '李敏'),
  column('*联系电话', 'contact.phone', '023-43700000', { note: '手机 11 位，座机带区号' }),
  column('电子邮箱', 'contact.email', ''),
  column('*地址', 'address', '重庆市大足区龙水五金市场'),
  column('*法定代表人姓名', 'legalRepresentative.name', '李敏'),
  column('*法定代表人证件类型', 'legalRepresentative.idType', '居民身份证', { reader: idTypes }),
  column('*法定代表人证件号码', 'legalRepresentative.idNumber', '', { reader: code, note: '单元格须为文本格式' }),
  column('*营业执照起期', 'businessLicence.validFrom', '2024-05-06', { reader: day }),
  column('营业执照止期', 'businessLicence.validUntil', '', { reader: lastDay, note: '长期有效的不填' }),
  column('*市场', 'marketId', '大足龙水五金市场', { reader: market }),
  column('*区（楼）', 'stall.building', 'A区'),
  column('层', 'stall.floor', '1层'),
  column('街', 'stall.street', ''),
  column('*摊位号', 'stall.number', '018号'),
  column('*摊位租期起', 'stallLease.from', '2026-01-01', { reader: day }),
  column('*摊位租期止', 'stallLease.to', '2028-12-31', { reader: day }),
  column('*经营户类型', 'merchantType', '展销', { reader: merchantTypes }),
  column('*纳税人类型', 'taxpayerType', '小规模纳税人', {
    reader: taxpayerTypes,
  }),
  column('税务机关代码', 'taxAuthorityCode', '', { reader: code }),
  column('外汇局代码', 'safeCode', '', { reader: code }),
  column('*经营范围', 'businessScope', '五金产品零售、批发'),
  column('*主营商品章', 'hsChapters', '73、82', { reader: chapters, note: '税则的章，两位数字' }),
  column('关联外贸公司', RELATED_OPERATORS, '', { reader: list, note: '已备案外贸公司的统一社会信用代码' }),
];

/** The column that the failed rows come back with. */
export const REASON_TITLE = '错误原因';

/** Forms of a day that people write beside a title. */
const DAY_FORMS = new Set(['YYYYMMDD', '年月日', '日期', '格式YYYYMMDD']);

/** The columns by the titles that people write. */
export const HEADINGS = new Headings<Column>(
  COLUMNS.map((key) => ({
    key,
    titles: [key.title],
    units: ({ word }) =>
      (key.reader === day || key.reader === lastDay) && DAY_FORMS.has(comparableNumber(word)) ? 'OWN' : undefined,
    required: key.required,
  })),
);

/** Titles that name no column of the template: what stands below them is not read. */
export const unknownTitles = (titles: readonly string[]): string[] =>
  titles.filter((title) => cellText(title) !== '' && title !== REASON_TITLE && HEADINGS.keyOf(title) === undefined);
