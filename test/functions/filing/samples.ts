import type { EntityKind } from '../../../functions/events/entity.ts';
import { idCardCheckCharacter } from '../../../functions/filing/domain/id-card.ts';
import { type EntityOf, Submission } from '../../../functions/filing/domain/submission.ts';
import { usccCheckCharacter } from '../../../functions/filing/domain/uscc.ts';

/** Valid bodies of `POST /v1/filings`, one per kind; everybody in them is invented. `n` makes another of the same kind. */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** A USCC with both its check characters right. */
export function usccOf(n: number, head = '91500111'): string {
  const body = `MA${[6, 5, 4, 3, 2, 1].map((power) => ALPHABET[Math.floor(n / 31 ** (power - 1)) % 31]).join('')}`;
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, i) => total + weight * parseInt(body.charAt(i), 36), 0);
  const check = '0123456789X0'.charAt(11 - (sum % 11));
  const code = `${head}${body}${check}`;
  return code + usccCheckCharacter(code);
}

/** An ID number with its check character right. */
export function idCardOf(n: number): string {
  const number = `50022519900101${String(n % 1000).padStart(3, '0')}`;
  return number + idCardCheckCharacter(number);
}

export const phoneOf = (n: number): string => `139${String(n).padStart(8, '0')}`;

const organisation = (n: number, name: string, head?: string) => ({
  unifiedSocialCreditCode: usccOf(n, head),
  name: `${name}${n}`,
  contact: { name: '李敏', phone: phoneOf(n) },
  address: '重庆市大足区龙水镇市场采购服务中心3楼',
});

export const merchantSample = (n = 1): { kind: 'merchant'; entity: EntityOf<'merchant'> } => ({
  kind: 'merchant',
  entity: {
    ...organisation(n, '大足区五金经营部', '92500111'),
    legalRepresentative: { name: '郑小兰', idType: 'ID_CARD', idNumber: idCardOf(n) },
    businessLicence: { validFrom: '2024-05-06' },
    marketId: 'dazu-longshui-hardware',
    stall: { building: 'A区', floor: '1层', number: `${String(n).padStart(3, '0')}号` },
    stallLease: { from: '2024-01-01', to: '2033-12-31' },
    merchantType: 'EXHIBITION',
    taxpayerType: 'SMALL_SCALE',
    businessScope: '五金产品零售、批发',
    hsChapters: ['73', '82'],
  },
});

export const tradeOperatorSample = (n = 101): { kind: 'tradeOperator'; entity: EntityOf<'tradeOperator'> } => ({
  kind: 'tradeOperator',
  entity: {
    ...organisation(n, '重庆渝采通国际贸易有限公司'),
    nameEn: 'CHONGQING YUCAITONG INTERNATIONAL TRADE CO., LTD',
    customsCode: '500796010A',
    customsOffice: '8001',
    safeClass: 'A',
    taxClass: 2,
    customsCreditTier: 'ADVANCED_CERTIFIED',
  },
});

export const buyerSample = (n = 201): { kind: 'buyer'; entity: EntityOf<'buyer'> } => ({
  kind: 'buyer',
  entity: {
    name: 'AL NOOR HARDWARE & TOOLS TRADING LLC',
    certificateType: 'PASSPORT',
    certificateNumber: `F77${String(n).padStart(6, '0')}`,
    nationality: 'ARE',
    phone: `+9715000${String(n).padStart(5, '0')}`,
    address: 'SHOP 12, SAMPLE MALL, DUBAI, UAE',
  },
});

/** One valid body of each kind. */
export const samples: { readonly [K in EntityKind]: Extract<Submission, { kind: K }> } = {
  merchant: merchantSample(),
  tradeOperator: tradeOperatorSample(),
  buyer: buyerSample(),
  consolidator: {
    kind: 'consolidator',
    entity: {
      ...organisation(301, '重庆陆港联运组货有限公司'),
      destinations: ['ARE', 'KEN'],
      site: { address: '重庆市大足区物流园1号仓', areaM2: 1200 },
    },
  },
  customsBroker: {
    kind: 'customsBroker',
    entity: { ...organisation(401, '重庆嘉关报关有限公司'), customsCode: '500798001B', staffCount: 12 },
  },
  freightForwarder: { kind: 'freightForwarder', entity: organisation(501, '重庆陆港联运国际货运代理有限公司') },
  warehouse: {
    kind: 'warehouse',
    entity: {
      ...organisation(601, '大足龙水监管仓储有限公司'),
      areaM2: 8000,
      surveillance: true,
      supervisedSiteCode: 'CNCGQ80S001',
    },
  },
  carrier: {
    kind: 'carrier',
    entity: {
      ...organisation(701, '重庆山城运输有限公司'),
      roadTransportPermit: '500111001234',
      vehicles: [{ plate: '渝A12345' }, { plate: '渝BD12345' }],
    },
  },
  producer: { kind: 'producer', entity: organisation(801, '重庆恒锻五金制造有限公司') },
  payee: {
    kind: 'payee',
    entity: {
      payeeType: 'SOLE_TRADER',
      name: '郑小兰',
      bank: '中国农业银行大足龙水支行',
      account: '6228480000000000901',
      contact: { name: '郑小兰', phone: phoneOf(901) },
    },
  },
};
