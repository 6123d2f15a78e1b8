import { danger, type Finding, review, type Said, says, warning } from '../../shared/kernel/finding.ts';
import type { Trouble } from './trouble.ts';

/** A trouble in words. Whatever it is, the fact is kept. */
export function findingOf(trouble: Trouble, pointer: string): Finding {
  const [severity, said] = worded(trouble);
  return severity(trouble.code, pointer, said);
}

type Severity = typeof danger;

function worded(trouble: Trouble): readonly [Severity, Said] {
  switch (trouble.code) {
    case 'FACT_ID_REUSED':
      return [
        warning,
        says('同一记录编号有两份内容不同的记录，两份都已留存', '请核对后作废其中一份；设备应为每次扫描取新的编号'),
      ];
    case 'CLOCK_OFF':
      return [review, says('手机时钟与系统相差超过 2 分钟，已按系统时间换算', '请把手机设为自动校时')];
    case 'VOID_PENDING':
      return [review, says('要作废的记录还没有收到，收到后即作废', '请在手机上继续上传未传的记录')];
    case 'VOID_NOT_ALLOWED':
      return [warning, says('要作废的记录不是本次扫描会话所记，未作废', '请由原会话或服务中心作废')];
    case 'COUNT_MISSING':
      return [warning, says('没有箱数，按 0 箱计', '请作废本条，填写清点的箱数后重报')];
    case 'NOT_IN_BOX':
      return [warning, says('要出箱的货不在这个集装箱内，或多于其中的箱数，超出部分不计', '请核对集装箱号与箱数')];
    case 'AFTER_SEAL':
      return [
        warning,
        says(`发生在集装箱 ${trouble.visit} 施封之后，已留存，不计数`, '请核对时间；确已开箱的，请先登记启封'),
      ];
    case 'OTHER_BOX':
      return [warning, says(`已计入扫描，但该箱属 ${trouble.boxes.join('、')}`, '请确认移箱')];
    case 'MARK_UNKNOWN':
      return [review, says('系统中没有这个唛头，已留存，认领前不计数', '请由仓库认领到所属的交易明细')];
    case 'MARK_AMBIGUOUS':
      return [
        warning,
        says(`这个唛头属于不止一批货：${trouble.candidates.join('、')}，选定前不计数`, '请选定一批，或作废其余的认领'),
      ];
    case 'CLAIM_UNKNOWN':
      return [warning, says('认领所指的交易明细不存在，唛头仍待认领', '请核对交易单号与行号后重新认领')];
    case 'LABEL_CHECK':
      return [warning, says('标签校验码不符，未读全或读错，已留存，不计数', '请重新扫描；标签破损的请补打')];
    case 'LABEL_FORM':
      return [warning, says('不是货箱或桩脚的标签，已留存，不计数', '请扫描货箱或桩脚上的标签')];
    case 'TWO_CODES':
      return [warning, says('一次读入了两个标签，不予计数', '请逐个重新扫描')];
    case 'LINE_UNKNOWN':
      return [
        warning,
        says(`交易中没有第 ${trouble.lineNo} 行，暂不得签字`, '请核对标签；交易有更正的，请按更正后的行号补打标签'),
      ];
    case 'TWO_BOXES':
      return [
        danger,
        says(
          `同一货箱扫入了不止一个集装箱：${trouble.boxes.join('、')}，均不得施封`,
          '请确认移箱：从不在的一个出箱，或作废误扫',
        ),
      ];
    case 'OVER':
      return [danger, says(`超出 ${trouble.n} 箱单独存放，更正交易后方可装箱`, '请货主更正交易，或退回超出部分')];
    case 'SHORT':
      return [review, says(`比登记少 ${trouble.n} 箱`, '请补送，或更正交易')];
    case 'LOADED_OVER':
      return [danger, says(`装箱比可装的多 ${trouble.n} 箱`, '请把超出部分出箱，或更正交易')];
    case 'LOADED_UNRECEIVED':
      return [review, says(`${trouble.n} 箱未经入仓即装箱，已计为入仓`, '请补记入仓，或核对是否误扫')];
    default:
      return [danger, says(`破损比收到的多 ${trouble.n} 箱`, '请核对破损箱数')];
  }
}
