/** What to do when something is unknown to the read model: it may be a wrong identifier or a filing of a moment ago. */
export const NOT_FILED = '未备案或刚备案尚未生效（通常几秒内），请核对编号或稍后重试';

/** How a warning is accepted. */
export const ACCEPT_WITH_EXPLANATION =
  '如属实，请在 explanation 中说明原因，并在 Accept-Warnings（或请求内容的 acceptedWarnings）中列出本警告后重新提交';

/** What happens with a finding that a reviewer decides. */
export const REVIEWED = '交易登记后由审核员复核，放行前不能组货';
