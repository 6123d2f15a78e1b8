import { ulid } from 'ulid';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountStore } from '../../../../functions/accounts/store/index.ts';
import { accountKey, personReader } from '../../../../functions/shared/auth/account.ts';
import {
  confirmSecond,
  type Founding,
  foundOperator,
  restoreOperator,
} from '../../../../infra/commands/accounts/founder.ts';
import { asking } from '../../../functions/accounts/kit.ts';
import { deedsOf } from '../../../kit/audit.ts';
import { operator } from '../../../kit/call.ts';
import { useIssuer } from '../../../kit/issuer.ts';
import { useRegistry } from '../../../kit/registry.ts';

const registry = useRegistry();
const issuer = useIssuer();
const founding = (more: Partial<Founding> = {}): Founding => ({
  table: registry.runtime.table,
  credentials: issuer.credentials,
  now: registry.runtime.now(),
  newUlid: () => ulid(),
  ...more,
});
const operators = async () => (await accountStore(registry.runtime.table).operators()).subs;

it('an operator whom another issuer names is named by the subject of its tokens', async () => {
  await expect(foundOperator(founding({ credentials: undefined }), { name: '管理员' })).rejects.toThrow('--sub');
});

describe('the first operator', () => {
  let first = '';

  beforeEach(async () => {
    [first = ''] = await operators();
    if (first === '') first = (await foundOperator(founding(), { name: '管理员' })).sub;
  });

  it('is made where there is none, acts at once, and is no person’s deed', async () => {
    const person = await personReader(registry.runtime.table, registry.runtime.now)(first);
    expect(person?.posts).toMatchObject([{ role: 'operator', districtId: '500000' }]);
    expect((await deedsOf(registry.runtime, accountKey(first)))[0]).toEqual(['command:accounts', 'OPEN', 'operator']);
  });

  it('is not made twice, and who lost everything gets a new code', async () => {
    await expect(foundOperator(founding(), { name: '另一位' })).rejects.toThrow('--again');
    const { code } = await restoreOperator(founding(), first);
    expect(code?.code).toBe(issuer.codes.get(first));
    await expect(restoreOperator(founding(), 'nobody')).rejects.toThrow('there is no account');
    issuer.fail(500);
    await expect(restoreOperator(founding(), first)).rejects.toThrow(`--again ${first}`);
  });

  it('has the second one confirmed here, since there is nobody else, and never a third', async () => {
    const ask = asking(
      () => registry.runtime,
      () => issuer.credentials,
    );
    const propose = async () => {
      const body = { name: '第二位', assignment: { role: 'operator' } };
      return (await ask('openAccount', { caller: { ...operator(), sub: first }, body })).body.sub as string;
    };
    const [second, third] = [await propose(), await propose()];
    await expect(confirmSecond(founding(), first)).rejects.toThrow('waits to be confirmed');
    await confirmSecond(founding(), second);
    expect((await operators()).toSorted()).toEqual([first, second].toSorted());
    await expect(confirmSecond(founding(), third)).rejects.toThrow('there are two operators');
  });
});
