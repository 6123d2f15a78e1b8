import { countryFindings, destinationFindings } from '../../../shared/kernel/country.ts';
import { excerpt } from '../../../shared/kernel/fields.ts';
import { danger, type Finding, says } from '../../../shared/kernel/finding.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Submission } from '../submission.ts';
import type { IntakeRule } from './rule.ts';

/** Codes of a form stand in their lists on the day. */
export const knownCodes = rule<IntakeRule>(
  {
    name: '代码在代码表内',
    looksAt: 'market, chapters, countries and customs codes, against the lists in force on the day',
    threshold: ['markets', 'hsChapters', 'countries', 'customsCodeStructure'],
    severity: ['DANGER'],
  },
  (submission, { lists }) => {
    switch (submission.kind) {
      case 'merchant': {
        const { marketId, hsChapters } = submission.entity;
        return [
          ...marketFindings(marketId, lists),
          ...hsChapters.flatMap((chapter, index) => chapterFindings(chapter, `/entity/hsChapters/${index}`, lists)),
        ];
      }
      case 'buyer':
        return countryFindings('国籍（地区）', submission.entity.nationality, '/entity/nationality', lists);
      case 'consolidator':
        return submission.entity.destinations.flatMap((code, index) =>
          destinationFindings('组货目的国（地区）', code, `/entity/destinations/${index}`, lists),
        );
      case 'tradeOperator':
      case 'customsBroker':
      case 'freightForwarder':
        return customsCodeFindings(submission, lists);
      default:
        return [];
    }
  },
);

function marketFindings(marketId: string, { markets }: Lists): Finding[] {
  if (markets.has(marketId)) return [];
  const names = [...markets.values()].map(({ id, name }) => `${id}（${name}）`).join('、');
  return [danger('UNKNOWN_MARKET', '/entity/marketId', `市场“${excerpt(marketId)}”不在试点市场名录内；可为 ${names}`)];
}

const chapterFindings = (chapter: string, pointer: string, { hsChapters }: Lists): Finding[] =>
  hsChapters.has(chapter)
    ? []
    : [danger('UNKNOWN_CHAPTER', pointer, says(`主营商品章“${chapter}”不是税则的章`, '请用 01 至 97（77 除外）'))];

/** The fifth and sixth characters of a 海关注册编码 name the zone and the type of enterprise. */
function customsCodeFindings(
  { entity: { customsCode } }: Extract<Submission, { kind: 'tradeOperator' | 'customsBroker' | 'freightForwarder' }>,
  { customsCodeStructure: { zones, types } }: Lists,
): Finding[] {
  if (customsCode === undefined) return [];
  const parts = [
    [4, '经济区划', zones],
    [5, '企业类型', types],
  ] as const;
  return parts.flatMap(([index, meaning, known]) =>
    known[customsCode.charAt(index)] !== undefined
      ? []
      : [
          danger(
            'CUSTOMS_CODE_STRUCTURE',
            '/entity/customsCode',
            says(
              `海关注册编码“${customsCode}”的第 ${index + 1} 位“${customsCode[index]}”不是${meaning}代码（可为 ${Object.keys(known).join('、')}）`,
              '请对照海关备案回执核对',
            ),
          ),
        ],
  );
}
