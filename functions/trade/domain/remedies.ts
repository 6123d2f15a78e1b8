import { notYet, type Said } from '../../shared/kernel/finding.ts';

/** Something is unknown to the read model: its identifier may be wrong, or it was filed a moment ago. */
export const notFiled = (what: string): Said =>
  notYet(`${what}未备案或刚备案尚未生效（通常几秒内）`, '请核对编号或稍后重试');

/** How a warning is accepted. */
export const ACCEPT_WITH_EXPLANATION = '如属实，请填写“说明”写明原因，并确认接受本警告后重新提交';

/** What happens with a finding that a reviewer decides. */
export const REVIEWED = '交易登记后由审核员复核，放行前不能组货';
