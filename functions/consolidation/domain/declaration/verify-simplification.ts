import type { TradeLine, TradeSnapshot } from '../trade.ts';
import type { Declaration } from './declaration-result.ts';
import type { DeclarationRules } from './declaration-rules.ts';

/** Goods of one code, name and currency that are merged, or never, as one. */
interface Kind {
  readonly hsCode: string;
  readonly isBarred: boolean;
  readonly usdMinor: number;
  /** The declared lines, by place, that its trade lines stand on. */
  readonly places: ReadonlySet<number>;
}

/**
 * Checks 简化申报 (海关总署公告2019年第221号) from the declared lines alone: the kinds of highest value stand by themselves,
 * every other one with all of its chapter under the code of the chapter's highest value, what may not be merged by itself,
 * and every merged line says why.
 */
export function simplificationFaults(
  { lines }: Declaration,
  trades: ReadonlyMap<string, TradeSnapshot>,
  rules: DeclarationRules,
): string[] {
  const gathered = new Map<string, { hsCode: string; isBarred: boolean; usdMinor: number; places: Set<number> }>();
  for (const [place, { mergedFrom }] of lines.entries()) {
    for (const { tradeId, lineNo } of mergedFrom) {
      const trade = trades.get(tradeId);
      const line = trade?.lines.find((one) => one.lineNo === lineNo);
      if (!trade || !line) continue;
      const isBarred = barred(line, rules);
      const key = [line.hsCode, line.nameZh, trade.currency, isBarred].join('\n');
      const kind = gathered.get(key) ?? { hsCode: line.hsCode, isBarred, usdMinor: 0, places: new Set() };
      kind.usdMinor += line.amountUsdMinor;
      kind.places.add(place);
      gathered.set(key, kind);
    }
  }
  const kinds = [...gathered.values()];
  const on = (place: number): Kind[] => kinds.filter(({ places }) => places.has(place));
  const isMerged = (kind: Kind): boolean => [...kind.places].some((place) => on(place).length > 1);
  const mergeable = kinds.filter(({ isBarred }) => !isBarred);
  const least = mergeable.map(({ usdMinor }) => usdMinor).sort((a, b) => b - a)[rules.keptKinds - 1] ?? 0;
  const faults = kinds.flatMap((kind) => [
    ...(kind.places.size === 1 || kind.isBarred ? [] : [`splits ${kind.hsCode}`]),
    ...(isMerged(kind) && (mergeable.length <= rules.keptKinds || kind.usdMinor > least)
      ? [`merges ${kind.hsCode}, which is declared by itself`]
      : []),
  ]);
  const chapters = new Map<string, Set<number>>();
  for (const [place, line] of lines.entries()) {
    const own = on(place);
    if (own.length < 2) continue;
    const chapter = `${line.hsCode.slice(0, 2)} ${line.currency}`;
    chapters.set(chapter, (chapters.get(chapter) ?? new Set()).add(place));
    const most = Math.max(...own.map(({ usdMinor }) => usdMinor));
    if (own.some(({ hsCode }) => hsCode.slice(0, 2) !== line.hsCode.slice(0, 2))) faults.push('merges over chapters');
    if (!own.some(({ hsCode, usdMinor }) => hsCode === line.hsCode && usdMinor === most)) {
      faults.push(`declares a chapter under ${line.hsCode}, which is not its highest value`);
    }
    if (line.explanation === undefined) faults.push(`does not explain ${line.hsCode}`);
  }
  for (const [chapter, places] of chapters) if (places.size > 1) faults.push(`merges chapter ${chapter} twice`);
  return faults;
}

const barred = (line: TradeLine, rules: DeclarationRules): boolean =>
  line.inspectionRequired ||
  line.exportDuty ||
  rules.exceptions.some(({ hsPrefix }) => line.hsCode.startsWith(hsPrefix));
