import type { DeclarationRules } from './declaration/declaration-rules.ts';
import type { Kind } from './kinds.ts';

/**
 * Why a declaration line stands as it does, in Chinese for the clerk and the customs officer; undefined for a single
 * trade line that needs no reason.
 */
export function explain(kinds: readonly Kind[], mixedUnits: boolean, rules: DeclarationRules): string | undefined {
  const [lead] = kinds;
  const sentences = [
    kinds.length > 1 && lead ? merged(kinds, lead, rules) : undefined,
    kinds.length === 1 && lead && lead.lines.length > 1
      ? `${lead.lines.length} 项交易明细的商品编号、品名和币制相同，合并为一项`
      : undefined,
    lead?.barrier === undefined ? undefined : `${lead.barrier}，不得归并，单独列项（${rules.legalBasis}）`,
    mixedUnits ? '法定计量单位不一致，按净重以千克申报，请人工复核' : undefined,
  ].filter((sentence) => sentence !== undefined);
  return sentences.length === 0 ? undefined : `${sentences.join('；')}。`;
}

const merged = (kinds: readonly Kind[], lead: Kind, rules: DeclarationRules): string =>
  `第 ${lead.hsCode.slice(0, 2)} 章 ${kinds.length} 种商品（${kinds.map((kind) => kind.name).join('、')}）按章归并，` +
  `以其中金额最高的“${lead.name}”${lead.hsCode} 申报（${rules.legalBasis}）`;
