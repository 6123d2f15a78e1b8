import { environmentChannels } from '../../../functions/notices/services/channels.ts';
import { channelSettings } from '../../../functions/shared/outbound/channels.ts';
import { mailer } from '../../../functions/shared/outbound/mail.ts';
import { secretsManager } from '../../../functions/shared/outbound/secret.ts';
import { startHost } from '../../../infra/local/host.ts';
import { CERTIFICATE } from '../../kit/receiver.ts';

/**
 * A host in a process of its own whose mail reaches a relay on this machine; its name is resolved to here, and the
 * certificate of the tests is trusted.
 *
 * Arguments: data folder, port of the relay.
 */
const [dataDir = '', port = ''] = process.argv.slice(2);
const relay = `relay.receiver.example.cn:${port}`;
Object.assign(process.env, {
  OUTBOUND_HOSTS: relay,
  MAIL_RELAY: relay,
  MAIL_FROM: 'registry@example.cn',
  MAIL_USER: 'registry',
  MAIL_RELAY_ADDRESSES: '127.0.0.1',
});
const { mail } = channelSettings(process.env);
if (!mail || !environmentChannels().mail) throw new Error('the channel is not switched on');
const host = await startHost({
  port: 0,
  stepFunctionsPort: 0,
  dataDir,
  channels: {
    mail: mailer({
      relay: mail,
      password: () => secretsManager()('MAIL_PASSWORD'),
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      ca: CERTIFICATE,
    }),
  },
});
const issue = (sub: string, role: 'clerk' | 'reviewer' | 'operator' | 'merchant', entityId?: string) =>
  host.tokens.issue({
    sub,
    role,
    districtId: role === 'operator' ? '500000' : '500111',
    ...(entityId !== undefined && { entityId }),
  });
process.on('message', ({ entityId }: { entityId: string }) => {
  void issue('merchant-of-it', 'merchant', entityId).then((merchant) => process.send?.({ merchant }));
});
const [clerk, operator] = await Promise.all([issue('story-clerk', 'clerk'), issue('story-operator', 'operator')]);
process.send?.({ url: host.url, clerk, operator });
process.on('disconnect', () => {
  void host.close().finally(() => process.exit(0));
});
