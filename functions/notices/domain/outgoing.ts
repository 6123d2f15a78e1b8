import { CODE_MINUTES } from './mail-code.ts';
import type { Notice } from './notice.ts';

/** What people read outside the registry. No message has a link: whoever follows none cannot be led elsewhere by one. */

const PLATFORM = '市场采购贸易登记平台';

/** [designed] Characters of a text message: five of the parts that networks carry. */
export const MAX_TEXT = 330;

const CUT = '……详见平台站内通知';

/**
 * Numbers of people that a reason may name: identity cards of 18 and 15 digits and mobiles, as people write them, in groups,
 * full width or with the country's code. The registry's own numbers begin with letters.
 */
const PERSONAL =
  /(?<![\dA-Za-z０-９])(?:(?:[\d０-９][ \-－]?){17}[\dXx０-９Ｘｘ]|(?:[\d０-９][ \-－]?){14}[\d０-９]|(?:[+＋]?[8８][6６][ \-－]?)?[1１][ \-－]?[3-9３-９](?:[ \-－]?[\d０-９]){9})(?![\d０-９])/g;

/** What a mailbox or a telephone would make a link of: an address, or the name of a host; CO.LTD of a company is none. */
const LINK =
  /(?<![\w.-])(?!co\.ltd(?![\w./:-]))(?:[A-Za-z][\w+.-]*:\/\/[^\s，。；）]+|[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)*\.[A-Za-z]{2,}(?:[/:][^\s，。；）]*)?)/gi;

/** Others' words, without what leads elsewhere and without numbers of people. */
const plainWords = (text: string): string => text.replaceAll(LINK, '（链接略）').replaceAll(PERSONAL, '（号码略）');

/** A notice as a text message. */
export function textOf({ title, message }: Pick<Notice, 'title' | 'message'>): string {
  const whole = plainWords(`【${PLATFORM}】${title}：${message}`);
  return whole.length <= MAX_TEXT ? whole : whole.slice(0, MAX_TEXT - CUT.length).toWellFormed() + CUT;
}

/** A notice as a mail. */
export const letterOf = ({ title, message }: Pick<Notice, 'title' | 'message'>) => ({
  subject: plainWords(title),
  text: `${plainWords(message)}。\n\n请登录${PLATFORM}，在站内通知中查看。本邮件由系统发出，请勿回复；不再需要的，请在通知设置中停用。\n`,
});

/** The mail by which a mailbox is confirmed. */
export const codeLetter = (code: string) => ({
  subject: `${PLATFORM}验证码`,
  text: `验证码：${code}（${CODE_MINUTES} 分钟内有效）。\n\n有人在${PLATFORM}把这个邮箱登记为接收通知的邮箱。是您本人的，请在通知设置中填写验证码；不是的，请忽略本邮件，不会再收到通知。\n`,
});
