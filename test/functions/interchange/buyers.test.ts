import { expect, it } from 'vitest';
import { lookupWrite } from '../../../functions/filing/store/directory.ts';
import { buyersNamed } from '../../../functions/interchange/services/imports/buyers.ts';
import { otherApis } from '../../../functions/interchange/services/other-apis.ts';
import { knownStore } from '../../../functions/interchange/store/known.ts';
import { DAZU, merchant } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { inProcess } from './in-process.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);

it('says so where whoever submits a sheet has looked for as many buyers as it may, and not that the system is busy', async () => {
  const { runtime } = registry;
  const caller = merchant('entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9');
  const apis = otherApis(inProcess(runtime).callApi, caller);
  const named = () => buyersNamed(['F7712345'], { apis, known: knownStore(runtime.table), caller });
  expect((await named()).buyers.size).toBe(0);
  const { buyerLookupsADay: most } = (await runtime.reference.at(NOW)).counterpartyTerms;
  for (let n = 1; n < most; n += 1) {
    await runtime.table.write(lookupWrite(DAZU, caller.entityId ?? '', most, NOW, '2026-03-17'));
  }
  await expect(named()).rejects.toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    message: expect.stringContaining('请服务中心窗口代查'),
    transient: false,
  });
});
