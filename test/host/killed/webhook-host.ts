import { outbound } from '../../../functions/shared/outbound/outbound.ts';
import { startHost } from '../../../infra/local/host.ts';
import { CERTIFICATE } from '../../kit/receiver.ts';

/**
 * A host in a process of its own whose messages reach a receiver on this machine, which the registry itself never does.
 *
 * Arguments: data folder, port of the receiver.
 */
const [dataDir = '', port = ''] = process.argv.slice(2);
const hosts = [`receiver.example.cn:${port}`];
process.env['OUTBOUND_HOSTS'] = hosts.join(' ');
const host = await startHost({
  port: 0,
  stepFunctionsPort: 0,
  dataDir,
  outbound: outbound({
    hosts,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    isPublic: () => true,
    ca: CERTIFICATE,
  }),
});
const clerk = await host.tokens.issue({ sub: 'story-clerk', role: 'clerk', districtId: '500111' });
process.send?.({ url: host.url, clerk });
process.on('disconnect', () => {
  void host.close().finally(() => process.exit(0));
});
