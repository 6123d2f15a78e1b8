/** Types of the dialect's messages that are answered here 报文类型. */
export const MESSAGE_TYPES = [
  'COMP', 'BUYER', 'MAF', 'GOODS', 'CLIENTAGE', 'TRAD', 'CONT', 'COMB', 'PACK', 'GOODSINFO', 'PURCHASER', 'MANUFACTUR',
] as const; // biome-ignore format: a list reads better

export type MessageType = (typeof MESSAGE_TYPES)[number];
