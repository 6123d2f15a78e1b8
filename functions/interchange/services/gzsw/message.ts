import type { Problem } from '../../../shared/http/problem.ts';
import { says } from '../../../shared/kernel/finding.ts';
import { cut } from '../../../shared/kernel/text.ts';
import { child, type Element, field } from '../../domain/gzsw/element.ts';
import type { MessageType } from '../../domain/gzsw/message-type.ts';
import { malformed, readXml } from '../xml.ts';

/**
 * The envelope of the Guangzhou dialect (receiver GZSW): `SubjectInfo/Head` names the message, `SubjectInfo/Declaration`
 * holds one body, whose element says the type once more.
 */
export interface Message {
  readonly id: string;
  readonly type: MessageType;
  /** Unified social credit code of the organisation that speaks. */
  readonly sender: string;
  readonly body: Element;
}

/** The element of the body, and where it names the sender again. */
const BODIES = {
  COMP: ['DsqCorp', 'sgsRegCode'],
  BUYER: ['BuyerList', 'createOrg'],
  MAF: ['ManufacturerList', 'createOrg'],
  GOODS: ['GoodList', 'createOrg'],
  CLIENTAGE: ['Clientage', 'sgsRegCode'],
  TRAD: ['TradeList', 'createOrg'],
  CONT: ['EntrustAgentContract', 'entrustCorp'],
  COMB: ['ComboList', 'createOrg'],
  PACK: ['PackingList', 'createOrg'],
  GOODSINFO: ['GoodsRecordInfo', 'createOrg'],
  PURCHASER: ['PurchaserInfo', 'createOrg'],
  MANUFACTUR: ['ManufacturerInfo', 'createOrg'],
} as const satisfies Record<MessageType, readonly [element: string, sender: string]>;

/** Types of the dialect that belong to declaring and to tax, which this registry does not do. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  CUSTOM: '报关',
  AUTO: '报关',
  CERT: '随附单证',
  DECL: '报检',
  GOODSCERT: '代理出口货物证明',
  FREE: '免税申报',
};

/** How many of a kind one message may list: each is a record of its own, and the answer has to come within seconds. */
export const MAX_ITEMS = 100;

/**
 * Reads and checks the envelope. What is refused here leaves no trace.
 *
 * @throws Problem MALFORMED_FILE, TOO_LARGE, BUSY
 */
export async function readMessage(bytes: Buffer): Promise<Message> {
  const root = await readXml(bytes);
  if (root.name !== 'SubjectInfo') throw malformed(`根元素应为 SubjectInfo，收到“${cut(root.name, 30)}”`);
  requireSingle(root);
  const head = child(root, 'Head');
  const declaration = child(root, 'Declaration');
  if (!head || !declaration) throw malformed('缺少 Head 或 Declaration');
  const id = field(head, 'MessageId') ?? '';
  const sender = field(head, 'Sender') ?? '';
  const name = field(head, 'MessageType') ?? '';
  if (!/^[\w-]{8,100}$/.test(id)) throw malformed('MessageId 须为 8 至 100 位英文字母、数字、下划线或短横线');
  if (!/^[0-9A-Z]{18}$/.test(sender)) throw malformed('Sender 须为 18 位统一社会信用代码');
  if (field(head, 'Receiver') !== 'GZSW') throw malformed('Receiver 须为 GZSW');
  if (field(head, 'opType') !== 'A') throw malformed(`opType“${field(head, 'opType') ?? ''}”不受理，只受理 A`);
  const type = knownType(name);
  if (!id.startsWith(`${type}_`)) throw disagree(`MessageId“${id}”不是 ${type} 报文的编号`);
  const [body, ...others] = declaration.children;
  const [expected, senderField] = BODIES[type];
  if (!body || others.length > 0) throw malformed(`Declaration 须有且只有一个 ${expected}`);
  if (body.name !== expected) throw disagree(`MessageType 为 ${type}，正文却是“${cut(body.name, 30)}”`);
  for (const holder of [body, ...body.children]) {
    const named = field(holder, senderField);
    if (named !== undefined && named !== sender) {
      throw disagree(`Sender 为 ${sender}，正文的 ${senderField} 却是“${cut(named, 30)}”`);
    }
  }
  return { id, type, sender, body };
}

const disagree = (how: string): Problem => malformed(`报文头与正文不一致：${how}`);

function knownType(name: string): MessageType {
  if (Object.hasOwn(BODIES, name)) return name as MessageType;
  const elsewhere = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined;
  throw malformed(
    elsewhere === undefined
      ? `不认识的报文类型“${cut(name, 30)}”，可为 ${Object.keys(BODIES).join('、')}`
      : `报文类型 ${name}（${elsewhere}）不由本系统受理，请在相应系统办理`,
  );
}

/** A field stands once; only lists repeat their items. */
function requireSingle(element: Element): void {
  const isList = element.name.endsWith('List');
  const seen = new Set<string>();
  for (const inner of element.children) {
    if (seen.has(inner.name) && !isList) throw malformed(`“${element.name}”中的“${inner.name}”重复出现`);
    seen.add(inner.name);
    requireSingle(inner);
  }
}

/**
 * The identifier by which a client knows a record of its own. One that it gave none is known by its message and its place
 * there, so that the message sent again finds it.
 */
export const clientIdOf = ({ id }: Message, given: string | undefined, index: number): string =>
  given ?? `${id}#${index + 1}`;

/**
 * The items of a list.
 *
 * @throws Problem MALFORMED_FILE where there is none, or more than one message takes
 */
export function items(list: Element | undefined, name: string): readonly Element[] {
  const found = list?.children.filter((inner) => inner.name === name) ?? [];
  if (found.length === 0) throw malformed(`缺少 ${name}`);
  if (found.length > MAX_ITEMS)
    throw malformed(says(`一份报文至多 ${MAX_ITEMS} 个 ${name}，收到 ${found.length} 个`, '请分次发送'));
  return found;
}
