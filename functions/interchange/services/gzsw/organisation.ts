import { z } from 'zod';
import { sha256 } from '../../../shared/digest.ts';
import { comparableNumber } from '../../../shared/kernel/comparison.ts';
import { type Said, says } from '../../../shared/kernel/finding.ts';
import { seriesOf } from '../../domain/gzsw/numbers.ts';
import { type ItemOutcome, type NotTaken, notTaken, refusedBy, together } from '../../domain/gzsw/receipt.ts';
import { spellingsOf } from '../../domain/known.ts';
import type { DocumentOf, Kept } from '../../store/gzsw-documents.ts';
import { idempotencyKey } from '../other-apis.ts';
import type { Exchange } from './exchange.ts';

export type FiledKind =
  | 'merchant'
  | 'tradeOperator'
  | 'freightForwarder'
  | 'consolidator'
  | 'customsBroker'
  | 'buyer'
  | 'producer';

/** The body of `POST /v1/filings`. */
export interface Form {
  readonly kind: FiledKind;
  readonly entity: Readonly<Record<string, unknown>>;
}

/** An organisation of a COMP, BUYER or MAF message, with the filings it asks for. */
export interface Organisation {
  readonly type: 'COMP' | 'BUYER' | 'MAF';
  /** By which the registry knows it. */
  readonly code: string;
  /** By which the client knows it, where that is another. */
  readonly clientCode?: string | undefined;
  readonly name: string;
  /** The platform's number, where the client sends an organisation again. */
  readonly orgId?: string | undefined;
  readonly relatedOperator?: string | undefined;
  /** The platform's sentence for what is filed already. */
  readonly duplicate: string;
  readonly forms: readonly Form[];
}

const Ticket = z.object({ id: z.string() });
const FilingState = z.object({ id: z.string(), status: z.string() });

type Document = DocumentOf<Organisation['type']>;
type Filing = Document['filings'][number];

/** What became of one form. */
type Filed = { readonly filing: Filing; readonly isNew: boolean } | NotTaken;

/**
 * Files an organisation under each of its kinds. A filing that was returned is answered by a new revision, one that ended
 * without approval is filed anew; one that stands is a duplicate, unless this very message asked for it: its answer was
 * lost.
 */
export async function fileOrganisation(exchange: Exchange, organisation: Organisation): Promise<ItemOutcome> {
  const { store, districtId } = exchange;
  const { type, code, orgId } = organisation;
  const before = await store.organisation(districtId, type, code);
  if (orgId !== undefined && before?.number !== comparableNumber(orgId)) {
    return notTaken(says(`编号“${orgId}”不是“${code}”的编号`, '首次报送请留空'));
  }
  const results: Filed[] = [];
  for (const form of organisation.forms) results.push(await file(exchange, organisation, form, before));
  const filed = results.flatMap((result) => ('filing' in result ? [result] : []));
  const reasons = results.flatMap((result) => ('refused' in result ? [result] : []));
  const kept = filed.length === 0 ? before : await keep(exchange, organisation, before, filed);
  if (reasons.length > 0) return together(reasons);
  if (filed.every(({ isNew }) => !isNew)) return notTaken(organisation.duplicate);
  return { taken: { orgId: kept?.number } };
}

async function file(
  exchange: Exchange,
  { type, code, duplicate }: Organisation,
  form: Form,
  before: Kept<Organisation['type']> | undefined,
): Promise<Filed> {
  const { apis, message } = exchange;
  const digest = sha256(withoutDocuments(form));
  const earlier = before?.document.filings.find(({ kind }) => kind === form.kind);
  if (earlier) {
    const call = { path: '/v1/filings/{id}', params: { id: earlier.filingId } } as const;
    const state = await apis.send('FilingApi', { ...call, method: 'GET' }, FilingState);
    // Another's filing is not shown: whether it stands in the way is the register's to say.
    if (state.refused && state.refused.code !== 'NOT_FOUND') return refusedBy(state.refused);
    const status = state.done?.status ?? 'OF_OTHERS';
    if (status === 'RETURNED' && state.done) {
      const headers = { 'If-Match': state.headers['ETag'] ?? '' };
      const revised = await apis.send(
        'FilingApi',
        { ...call, method: 'PUT', headers, body: { entity: form.entity } },
        Ticket,
      );
      if (revised.refused) return refusedBy(revised.refused);
      return { filing: { ...earlier, digest, messageId: message.id }, isNew: true };
    }
    if (!ENDED.has(status)) {
      return earlier.digest === digest
        ? { filing: earlier, isNew: earlier.messageId === message.id }
        : notTaken(changeRefused(status, duplicate));
    }
  }
  const headers = idempotencyKey(type, code, form.kind, digest, earlier?.filingId);
  const filed = await apis.send('FilingApi', { method: 'POST', path: '/v1/filings', headers, body: form }, Ticket);
  if (!filed.refused) {
    return { filing: { kind: form.kind, filingId: filed.done.id, digest, messageId: message.id }, isNew: true };
  }
  // The register has it by another way: the platform calls that a duplicate.
  return filed.refused.code === 'DUPLICATE' ? notTaken(duplicate) : refusedBy(filed.refused);
}

const ENDED = new Set(['REJECTED', 'WITHDRAWN', 'LAPSED', 'OF_OTHERS']);

const changeRefused = (status: string, duplicate: string): Said =>
  status === 'APPROVED'
    ? says(`${duplicate}，已核实通过`, '内容有变化请办理备案变更')
    : says(`${duplicate}，正在核实`, '内容有变化请待核实退回后重新报送');

/** The documents name the message, which differs each time. */
const withoutDocuments = ({ kind, entity: { documents: _documents, ...entity } }: Form) => ({ kind, entity });

async function keep(
  { store, districtId, madeOn, message, at }: Exchange,
  { type, code, clientCode, name, relatedOperator }: Organisation,
  before: Kept<Organisation['type']> | undefined,
  filed: readonly { readonly filing: Filing }[],
): Promise<Kept<Organisation['type']>> {
  const fresh = filed.map(({ filing }) => filing);
  const others = before?.document.filings.filter(({ kind }) => fresh.every((filing) => filing.kind !== kind)) ?? [];
  const document: Document = { type, code, name, relatedOperator, filings: [...others, ...fresh] };
  if (before) return store.change<Organisation['type']>(districtId, before, document);
  const number = await store.freeNumber(districtId, seriesOf('ORG', districtId, madeOn), undefined);
  const kept = await store.keep<Organisation['type']>(districtId, number, at, document, {
    createOrg: type,
    id: spellingsOf(type, code)[0],
    sender: message.sender,
  });
  if (clientCode !== undefined) await store.alias(districtId, type, message.sender, clientCode, number);
  return kept;
}
