/** Chinese of why a message is not known to have arrived. */
export const OUTBOUND_FAULT_NAMES = {
  NOT_A_URL: '地址有误',
  NOT_HTTPS: '地址没有加密',
  HAS_CREDENTIALS: '地址带有口令',
  HAS_FRAGMENT: '地址带有片段',
  IS_AN_IP_ADDRESS: '地址是 IP',
  NOT_ALLOWED: '管理员未允许该地址',
  NO_ADDRESS: '域名解析不到',
  PRIVATE_ADDRESS: '域名指向内网',
  NO_CONNECTION: '连接不上',
  CERTIFICATE: '证书无效',
  TIMEOUT: '等候超时',
  NO_SECRET: '口令或密钥读不到',
  NO_ANSWER: '没有答复',
} as const;
