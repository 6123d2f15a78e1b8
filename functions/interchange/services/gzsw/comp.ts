import { isAbroad } from '../../../shared/kernel/country.ts';
import { says } from '../../../shared/kernel/finding.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { idType, kindsOfCharacter, merchantType, taxpayerType } from '../../domain/codes.ts';
import { type Element, field } from '../../domain/gzsw/element.ts';
import { notTaken, type Receipt, receiptOf, refusal } from '../../domain/gzsw/receipt.ts';
import type { Exchange } from './exchange.ts';
import { type FiledKind, type Form, fileOrganisation } from './organisation.ts';

/**
 * COMP 企业信息: a filing of each kind that its `characters` name. What the message does not say and a filing needs is
 * taken from `gzsw-assumptions.json`, and the filing lists it among its documents for the reviewer.
 */
export async function comp(exchange: Exchange): Promise<Receipt> {
  const { body, sender } = exchange.message;
  const region = field(body, 'regionCode');
  const missing = [
    ...(field(body, 'sgsRegCode') === undefined ? ['社会信用代码为空'] : []),
    ...(charactersOf(body).length === 0 ? ['角色字段为空'] : []),
    ...(region !== undefined && region !== exchange.districtId
      ? [says(`行政区划 ${region} 与办理区县 ${exchange.districtId} 不一致`, '请到所在区县报送')]
      : []),
  ];
  const unknown = charactersOf(body).filter((character) => !kindsOfCharacter(character, exchange.lists));
  const problems = [...missing, ...unknown.map((character) => `角色“${character}”不在代码表内，可为 1、2、4、5、9`)];
  if (problems.length > 0) return refusal(notTaken(...problems));
  const kinds = [
    ...new Set(charactersOf(body).flatMap((character) => kindsOfCharacter(character, exchange.lists) ?? [])),
  ];
  const outcome = await fileOrganisation(exchange, {
    type: 'COMP',
    code: sender,
    name: field(body, 'corpCname') ?? sender,
    orgId: field(body, 'orgId'),
    relatedOperator: field(body, 'relateCorp'),
    duplicate: '统一社会信用代码已存在',
    forms: kinds.map((kind) => formOf(kind as FiledKind, body, exchange.lists, exchange.message.id)),
  });
  const receipt = receiptOf([outcome], '企业');
  return receipt.result === 1 ? { result: 1, errorMessage: null, otherMessage: receipt.otherMessage ?? [] } : receipt;
}

/** Clients leave a trailing comma: `9,`. */
const charactersOf = (body: Element): string[] =>
  (field(body, 'characters') ?? '')
    .split(/[,，]/)
    .map((character) => character.trim())
    .filter((character) => character !== '');

/** A form and what was assumed to fill it. */
interface Filled {
  readonly fields: Record<string, unknown>;
  readonly assumed: readonly string[];
}

function formOf(kind: FiledKind, body: Element, lists: Lists, messageId: string): Form {
  const { fields, assumed } = FILLED[kind]?.(body, lists) ?? { fields: {}, assumed: [] };
  const documents = [
    { type: 'GZSW_MESSAGE', documentId: messageId },
    ...(assumed.length === 0 ? [] : [{ type: 'GZSW_ASSUMED', documentId: assumed.join('、') }]),
  ];
  return { kind, entity: { ...organisation(body, lists), ...fields, documents } };
}

const organisation = (body: Element, lists: Lists): Record<string, unknown> => ({
  unifiedSocialCreditCode: field(body, 'sgsRegCode'),
  name: field(body, 'corpCname'),
  nameEn: field(body, 'corpEname'),
  contact: { name: personName(body, 'contractMan'), phone: field(body, 'cellphoneNo'), email: field(body, 'email') },
  address: field(body, 'caddress'),
  legalRepresentative: {
    name: personName(body, 'legalName'),
    idType: idType(field(body, 'identCode') ?? '', lists) ?? field(body, 'identCode'),
    idNumber: field(body, 'legalIdCode'),
  },
  ...(field(body, 'validateBeg') === undefined
    ? {}
    : { businessLicence: { validFrom: field(body, 'validateBeg'), validUntil: field(body, 'validateEnd') } }),
});

/** Clients pad names of two characters with a blank: `周 航`. */
const personName = (body: Element, name: string): string | undefined =>
  field(body, name)?.replaceAll(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');

function merchant(body: Element, lists: Lists): Filled {
  const place = placeOf(field(body, 'caddress') ?? '', lists);
  return {
    fields: {
      marketId: place?.marketId,
      stall: place?.stall,
      stallLease: { from: field(body, 'validateBeg'), to: field(body, 'validateEnd') },
      merchantType: merchantType(field(body, 'corpBussinessType') ?? '', lists) ?? field(body, 'corpBussinessType'),
      taxpayerType: taxpayerType(field(body, 'corpTaxType') ?? '', lists) ?? field(body, 'corpTaxType'),
      taxAuthorityCode: field(body, 'taxAuthoritiesCode'),
      safeCode: field(body, 'locationfCode'),
      businessScope: field(body, 'scope'),
      hsChapters: chaptersOf(field(body, 'showSellGoods') ?? '', place?.hsChapters ?? [], lists),
    },
    assumed: ['摊位（按地址）', '摊位租期（按证照有效期）', '主营商品章（按经营商品）'],
  };
}

/** Market and stall as an address ends: `…龙水五金市场A区1层018号`. */
export function placeOf(address: string, { gzswAssumptions }: Lists) {
  for (const { marketId, name, hsChapters } of gzswAssumptions.markets) {
    const rest = address.split(name)[1];
    const [, building, floor, street, number] =
      /^([^区楼]{1,10}[区楼])([^层]{1,5}层)?([^街]{1,10}街)?(.{1,10}号)$/.exec(rest ?? '') ?? [];
    if (building !== undefined && number !== undefined)
      return { marketId, hsChapters, stall: { building, floor, street, number } };
  }
  return undefined;
}

/** HS chapters of the goods that a merchant says it shows; those usual in its market where no word is known. */
export function chaptersOf(goods: string, usual: readonly string[], { gzswAssumptions }: Lists): string[] {
  const named = gzswAssumptions.goodsWords.filter(({ word }) => goods.includes(word)).flatMap((row) => row.hsChapters);
  return [...new Set(named.length === 0 ? usual : named)].sort();
}

function tradeOperator(body: Element, { gzswAssumptions, customsCreditTiers }: Lists): Filled {
  const customsCode = field(body, 'customCode');
  return {
    fields: {
      customsCode,
      customsOffice: gzswAssumptions.customsOffices.find((row) => customsCode?.startsWith(row.customsCodePrefix))
        ?.office,
      safeClass: gzswAssumptions.safeClass,
      customsCreditTier: [...customsCreditTiers.values()].find(({ assumed }) => assumed)?.code,
    },
    assumed: ['主管海关', '外汇分类', '海关信用等级'],
  };
}

/** The platform's forwarders combine goods: 货代 files as consolidator too, without limit of destination. */
const consolidator = (body: Element, { countries, gzswAssumptions }: Lists): Filled => ({
  fields: {
    destinations: [...countries.keys()].filter(isAbroad),
    site: { address: field(body, 'caddress'), areaM2: gzswAssumptions.siteAreaM2 },
  },
  assumed: ['组货目的国（不限）', '组货场所（按地址）', '场所面积'],
});

const customsAgent = (body: Element): Filled => ({
  fields: { customsCode: field(body, 'customCode') },
  assumed: [],
});

const FILLED: Readonly<Partial<Record<FiledKind, (body: Element, lists: Lists) => Filled>>> = {
  merchant,
  tradeOperator,
  consolidator,
  customsBroker: customsAgent,
  freightForwarder: customsAgent,
};
