import { BRAND_NAMES } from '../../../../events/names.ts';
import { danger, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import type { GoodsRule } from './rule.ts';

/** R23: a brand has a name, and a foreign one the holder's authorisation. */
export const brand = rule<GoodsRule>(
  {
    id: 'R23',
    name: '品牌名称与授权',
    looksAt: 'brand, its name, and the holder’s authorisation of a foreign one',
    severity: ['DANGER'],
  },
  ({ brand: { type, name, authorised } }) => [
    ...(type !== 'NONE' && name === undefined
      ? [
          danger(
            'BRAND_WITHOUT_NAME',
            '/brand/name',
            says('有品牌的商品须填写“品牌名称”', `没有品牌的，请把品牌类型改为“${BRAND_NAMES.NONE}”`),
          ),
        ]
      : []),
    ...(type === 'FOREIGN' && authorised !== true
      ? [
          danger(
            'BRAND_WITHOUT_AUTHORISATION',
            '/brand/authorised',
            says(`境外品牌“${name ?? ''}”没有授权，不能备案`, '请取得权利人授权，并把“是否取得品牌授权”填为是'),
          ),
        ]
      : []),
  ],
);
