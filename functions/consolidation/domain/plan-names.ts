/** Chinese names of what the answers about consolidations enumerate. Plain, so that screens read them as they are. */

/** Where the centre of gravity of a load lies, by the CTU Code. */
export const BALANCE_NAMES = {
  WITHIN_GOAL: '居中',
  WITHIN_LIMIT: '略偏，在限值内',
  BEYOND_LIMIT: '偏重，超出限值',
} as const;

/** By what right a trade's goods are held. */
export const CONSENT_NAMES = { OFFER: '货主交货组货', OPERATOR: '受托经营者办理', CENTRE: '服务中心代办' } as const;

/** What a suggestion advises. */
export const ADVICE_NAMES = { NOW: '现在组货', WAIT: '建议等待' } as const;

/** What a person has to look at in a line of a declaration. */
export const DECLARATION_FLAG_NAMES: Readonly<Record<string, string>> = { REVIEW_MIXED_UNITS: '单位不一致，请复核' };
