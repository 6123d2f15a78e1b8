import { describe, expect, it } from 'vitest';
import { channelSettings } from '../../../../functions/shared/outbound/channels.ts';

const HOSTS = 'smtp.example.cn:465 relay.example.cn:587 text.example.cn';
const MAIL = { OUTBOUND_HOSTS: HOSTS, MAIL_RELAY: 'smtp.example.cn', MAIL_FROM: 'registry@example.cn' };

describe('the channels that reach people', () => {
  it('are off by default', () => {
    expect(channelSettings({})).toEqual({});
    expect(channelSettings({ OUTBOUND_HOSTS: HOSTS, MAIL_RELAY: '', TEXT_GATEWAY: '' })).toEqual({});
  });

  it('are what the operator names, among the hosts that are allowed', () => {
    const more = {
      MAIL_USER: 'registry',
      MAIL_RELAY_ADDRESSES: '10.0.0.25, 10.0.0.26',
      MAIL_RELAY: 'Relay.example.cn:587',
    };
    expect(channelSettings({ ...MAIL, ...more, TEXT_GATEWAY: 'https://text.example.cn/send' })).toEqual({
      mail: {
        host: 'relay.example.cn',
        port: 587,
        isTlsFirst: false,
        from: 'registry@example.cn',
        user: 'registry',
        addresses: ['10.0.0.25', '10.0.0.26'],
      },
      text: 'https://text.example.cn/send',
    });
    expect(channelSettings(MAIL).mail).toMatchObject({ port: 465, isTlsFirst: true, user: undefined, addresses: [] });
  });

  it.each([
    ['a relay that is no host', { ...MAIL, MAIL_RELAY: 'smtps://smtp.example.cn' }, 'MAIL_RELAY: “smtps'],
    ['a relay that is not allowed', { ...MAIL, MAIL_RELAY: 'smtp.example.com' }, 'OUTBOUND_HOSTS does not have smtp'],
    ['a relay on another port than is allowed', { ...MAIL, MAIL_RELAY: 'smtp.example.cn:25' }, 'smtp.example.cn:25'],
    ['mail from nobody', { ...MAIL, MAIL_FROM: '登记平台' }, 'MAIL_FROM'],
    ['a network as an address', { ...MAIL, MAIL_RELAY_ADDRESSES: '10.0.0.0/8' }, '“10.0.0.0/8” is no IP address'],
    ['a gateway without TLS', { OUTBOUND_HOSTS: HOSTS, TEXT_GATEWAY: 'http://text.example.cn/' }, 'NOT_HTTPS'],
    ['a gateway that is not allowed', { TEXT_GATEWAY: 'https://text.example.cn/' }, 'NOT_ALLOWED'],
  ])('are not %s', (_what, environment, why) => {
    expect(() => channelSettings(environment)).toThrow(why);
  });
});
