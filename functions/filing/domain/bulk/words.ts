import type { EntityKind } from '../../../events/entity.ts';
import { normaliseText } from '../../../shared/kernel/text.ts';
import { chapters, choice, code, endsAlike, isAlike, lastDay, list, listed, plain, type Reader } from './reading.ts';

/** What a sheet says or reads otherwise than the form by itself does, by the field of the form. */
export interface Words {
  readonly title?: string;
  readonly reader?: Reader;
  readonly example?: string;
  readonly note?: string;
  readonly refers?: EntityKind;
}

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

const country = listed(
  ({ countries }) =>
    [...countries.values()].map(({ code: of, name, nameEn = name, customsCode = of }) => ({
      code: of,
      names: [name, nameEn, customsCode],
    })),
  '国家或地区的中文名称或三位字母代码，如 阿联酋、ARE',
);

const countries: Reader = {
  read: (text, lists) => (list.read(text, lists) as string[]).map((part) => country.read(part, lists)),
  expected: '一个或几个国家（地区），以“、”隔开，如 阿联酋、肯尼亚',
};

const unit = listed(
  ({ units }) => [...units.values()].map(({ code: of, name }) => ({ code: of, names: [name] })),
  '海关计量单位的名称或三位代码，如 把、016',
);

const tier = listed(
  ({ customsCreditTiers }) =>
    [...customsCreditTiers.values()].map(({ code: of, name }) => ({ code: of, names: [name] })),
  '海关信用等级的名称或代码',
);

const plates: Reader = {
  read: (text, lists) => (list.read(text, lists) as string[]).map((plate) => ({ plate })),
  expected: '车牌号，几辆以“、”隔开',
};

/** A party by what people know of it; the register turns it into the entity. */
const party = (refers: EntityKind, example: string, note: string): Words => ({
  reader: { ...plain, read: (text) => normaliseText(text), expected: '文字' },
  example,
  note,
  refers,
});

const parties = (refers: EntityKind, example: string, note: string): Words => ({
  ...party(refers, example, note),
  reader: list,
});

const CODE_OR_NUMBER = '的统一社会信用代码、备案编号或原备案号';

/** Fields that no two forms mean differently; keys are those of the forms. */
export const WORDS: Readonly<Record<string, Words>> = {
  unifiedSocialCreditCode: { example: '92500111MA5U0AAA1X' },
  name: { example: '大足区龙水镇兴旺五金经营部', note: '与证照一致' },
  'contact.name': { example: '李敏' },
  'contact.phone': { example: '023-43700000', note: '手机 11 位，座机带区号' },
  phone: { example: '+971500000001', note: '境外号码以 + 和国家代码开头' },
  address: { example: '重庆市大足区龙水五金市场' },
  'legalRepresentative.name': { example: '李敏' },
  'legalRepresentative.idType': { title: '法定代表人证件类型', reader: idTypes, example: '居民身份证' },
  'legalRepresentative.idNumber': {
    title: '法定代表人证件号码',
    reader: code,
    example: '',
    note: '单元格须为文本格式',
  },
  'businessLicence.validFrom': { example: '2024-05-06' },
  'businessLicence.validUntil': { example: '', note: '长期有效的不填' },
  marketId: { reader: market, example: '大足龙水五金市场' },
  'stall.building': { example: 'A区' },
  'stall.floor': { example: '1层' },
  'stall.number': { example: '018号' },
  'stallLease.from': { example: '2026-01-01' },
  'stallLease.to': { example: '2028-12-31' },
  merchantType: { reader: merchantTypes, example: '展销' },
  taxpayerType: { reader: taxpayerTypes, example: '小规模纳税人' },
  businessScope: { example: '五金产品零售、批发' },
  hsChapters: { reader: chapters, example: '73、82', note: '税则的章，两位数字' },
  relatedTradeOperatorIds: parties('tradeOperator', '', `已备案外贸公司${CODE_OR_NUMBER}`),
  customsCreditTier: { reader: tier },
  certificateNumber: { reader: plain, note: '只填号码本身，单元格须为文本格式' },
  certificateValidUntil: { reader: lastDay, example: '', note: '长期有效的不填' },
  nationality: { reader: country, example: '阿联酋' },
  destinations: { reader: countries, example: '阿联酋、肯尼亚' },
  warehouseIds: parties('warehouse', '', `已备案仓库${CODE_OR_NUMBER}`),
  vehicles: { reader: plates, example: '渝A12345、渝BD12345' },
  account: { note: '单元格须为文本格式' },
  merchantId: party('merchant', '92500111MA5U0AAA1X', `已备案经营户${CODE_OR_NUMBER}`),
  buyerId: party('buyer', '', '已备案采购商的备案编号、原备案号或证件号码'),
  tradeOperatorId: party('tradeOperator', '91500111MA5U0AAA1X', `已备案外贸公司${CODE_OR_NUMBER}`),
  producerId: party('producer', '', `已备案生产商${CODE_OR_NUMBER}`),
  nameZh: { example: '抹泥刀' },
  nameEn: { example: '' },
  specification: { example: '碳钢|木柄|280mm' },
  dealUnit: { reader: unit, example: '把' },
  legalUnit: { reader: unit, example: '千克' },
  secondUnit: { reader: unit, example: '' },
  'former.number': { example: 'YD-2024-0018', note: '原系统或原台账的编号，查询和溯源时也可用' },
  'former.filedOn': { example: '2024-05-20' },
  'former.validUntil': { example: '', note: '不填的按本平台的年限；不晚于所依据的执照、租期' },
  'former.source': { example: '大足区原备案台账' },
  goodsNumber: { example: '', note: '经营户的程序已编过号的填写，其余不填' },
};
