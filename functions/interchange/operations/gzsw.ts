import { type Caller, isParty, maySee, seesMasked } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { maskedNumbers } from '../../shared/kernel/masking.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { gzswApi, MessageJson } from '../contract/gzsw.ts';
import { answerMessage } from '../services/gzsw/answer.ts';
import { statusOf } from '../services/gzsw/status.ts';
import type { OtherApis } from '../services/other-apis.ts';
import { gzswStore, type SentMessage } from '../store/gzsw.ts';
import { knownStore } from '../store/known.ts';

/** Messages of the Guangzhou dialect, and what is asked of them afterwards. */
export function gzswOperations(runtime: Runtime, apisFor: (caller: Caller) => OtherApis): Operations<typeof gzswApi> {
  const [store, known] = [gzswStore(runtime.table), knownStore(runtime.table)];
  return {
    submitGzsw: async ({ caller, body, at }) =>
      answerMessage(body.bytes, caller, at, {
        apis: apisFor(caller),
        known,
        store,
        lists: await runtime.reference.at(at),
      }),

    listGzsw: async ({ caller, query: { type, result, sentBy, districtId, ...query }, at }) => {
      const page = await store.messagePage({
        ...query,
        at,
        districts: districtsOf(caller, districtId, (await runtime.reference.at(at)).tenants),
        type,
        ...(result !== undefined && { result: result === 'TAKEN' ? 1 : 0 }),
        ...((isParty(caller) || sentBy === 'ME') && { sentBy: caller }),
        keep: (message) => isOf(caller, message),
      });
      return { body: { ...page, items: page.items.map((message) => messageToJson(message, caller)) } };
    },

    queryGzsw: async ({ caller, query: { type, key }, at }) => {
      const { districtId } = caller;
      const reader = { caller, districtId, apis: apisFor(caller), known, store };
      return { body: await statusOf(type, { ...reader, key, lists: await runtime.reference.at(at) }) };
    },
  };
}

/** A party's own by its entity; before it has one, by the person who sent it. */
const isOf = (caller: Caller, { districtId, by, entityId }: SentMessage): boolean =>
  maySee(caller, { districtId, parties: entityId === undefined ? [] : [entityId] }) ||
  (caller.districtId === districtId && by === caller.sub);

const messageToJson = (
  { messageId, districtId, type, sender, by, at, receipt }: SentMessage,
  caller: Caller,
): MessageJson => ({
  messageId,
  districtId,
  type,
  sender,
  result: receipt.result,
  items: receipt.otherMessage?.length ?? 0,
  // A refusal quotes what was sent, such as the number of a passport.
  errors: (receipt.errorMessage ?? []).map((sentence) => (seesMasked(caller) ? maskedNumbers(sentence) : sentence)),
  ...(receipt.transient && { transient: receipt.transient }),
  sentBy: by,
  at,
});
