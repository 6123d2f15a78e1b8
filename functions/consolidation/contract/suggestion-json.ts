import { moneyToJson, usd } from '../../shared/kernel/money.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { marketName } from '../domain/container-types.ts';
import { cubicMetres, kilograms } from '../domain/scale.ts';
import type { SuggestedContainer, Suggestion, Suggestions } from '../domain/suggestion.ts';
import type { SuggestionsJson } from './suggestions.ts';

export const suggestionsToJson = (
  { suggestions, left }: Suggestions,
  lists: Pick<Lists, 'containerTypes'>,
): SuggestionsJson => ({
  items: suggestions.map((one) => suggestionJson(one, lists)),
  left: left.map(({ code, ...trade }) => ({ ...trade, code, reason: LEFT[code] })),
});

const LEFT: Record<Suggestions['left'][number]['code'], string> = {
  AFTER_REVIEW: '商户的信用等级要求先复核、后组货；请先办理复核，再单独选入组货',
  TOO_LARGE: '一箱货物超过全部箱型的容积、载重，或一行货值超过单票报关单上限；请拆分包装或分行登记',
};

const suggestionJson = (
  suggestion: Suggestion,
  lists: Pick<Lists, 'containerTypes'>,
): SuggestionsJson['items'][number] => ({
  destinationCountry: suggestion.destinationCountry,
  portOfDischarge: suggestion.portOfDischarge,
  tradeOperatorId: suggestion.tradeOperatorId,
  tradeIds: suggestion.trades.map(({ tradeId }) => tradeId),
  tradeNumbers: suggestion.trades.map(({ tradeNumber = null }) => tradeNumber),
  containers: suggestion.containers.map((one) => containerJson(one, lists)),
  fill: share(suggestion.fill),
  totalUsd: moneyToJson(usd(suggestion.totalUsdMinor)),
  declarations: suggestion.declarations,
  valueLimit: moneyToJson(usd(suggestion.valueLimitMinor)),
  cost: suggestion.cost,
  advice: suggestion.reason === 'NOT_FULL' ? 'WAIT' : 'NOW',
  code: suggestion.reason,
  reason: REASONS[suggestion.reason](suggestion),
  hasPriority: suggestion.hasPriority,
  siteCheckMerchantIds: [...suggestion.siteCheckMerchantIds],
});

const containerJson = (
  container: SuggestedContainer,
  lists: Pick<Lists, 'containerTypes'>,
): SuggestionsJson['items'][number]['containers'][number] => ({
  type: container.type,
  marketName: marketName(container.type, lists),
  volumeM3: cubicMetres(container.volumeMm3),
  usableM3: cubicMetres(container.usableMm3),
  grossWeightKg: kilograms(Math.round(container.massG)),
  payloadKg: kilograms(container.payloadG),
  missingM3: cubicMetres(container.usableMm3 - container.volumeMm3),
  missingKg: kilograms(Math.round(container.payloadG - container.massG)),
});

const share = (value: number): number => Math.round(value * 1000) / 1000;
const percent = (value: number): string => `${Math.round(value * 100)} %`;

const REASONS: Record<Suggestion['reason'], (suggestion: Suggestion) => string> = {
  FULL: ({ fill }) => `各箱均已达可用容积或载重的 ${percent(fill)} 以上，可以组货`,
  CUTOFF_NEAR: ({ fill }) => `临近截关，最空的一箱为 ${percent(fill)}；现在组货可赶上本航次`,
  WAITED_LONG: ({ fill }) => `最早的交易已等待较久，最空的一箱为 ${percent(fill)}；建议现在组货`,
  NOT_FULL: (suggestion) => `最空的一箱为 ${percent(suggestion.fill)}，${missing(suggestion)}；建议等待同港货物`,
};

/** The volume and mass that the emptiest container still takes, in Chinese. */
function missing({ containers }: Suggestion): string {
  const filled = (one: SuggestedContainer): number => Math.max(one.volumeMm3 / one.usableMm3, one.massG / one.payloadG);
  const [emptiest] = containers.toSorted((a, b) => filled(a) - filled(b));
  if (!emptiest) return '';
  const { volumeMm3, usableMm3, massG, payloadG } = emptiest;
  return `还可装 ${cubicMetres(usableMm3 - volumeMm3)} 立方米、${kilograms(Math.round(payloadG - massG))} 千克`;
}
