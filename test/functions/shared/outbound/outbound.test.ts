import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { OutboundFailed } from '../../../../functions/shared/outbound/fault.ts';
import {
  answers,
  type Changed,
  cuts,
  dribbles,
  floods,
  garbles,
  hangs,
  type Receiver,
  startReceiver,
  takesAndCuts,
  takesAndStalls,
  upgrades,
} from '../../../kit/receiver.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.behaviours.length = 0;
});
afterAll(() => receiver.close());

const LIMITS = { connectMs: 2_000, totalMs: 300, answerBytes: 1024 };

const send = (options: Changed = {}, url = receiver.url('/in?a=1')) =>
  receiver.outbound(options)({ url, headers: { 'Content-Type': 'application/json' }, body: '{"名":1}' });

const faultOf = async (sending: Promise<unknown>): Promise<unknown> => {
  const error = await sending.then(
    () => undefined,
    (failed: unknown) => failed,
  );
  expect(error).toBeInstanceOf(OutboundFailed);
  return (error as OutboundFailed).fault;
};

describe('a message that leaves', () => {
  it('arrives whole, by the name that it was sent to', async () => {
    receiver.behaviours.push(answers(200, {}, 'thanks'));
    const answer = await send();
    expect([answer.status, answer.body.toString(), answer.isCut]).toEqual([200, 'thanks', false]);
    expect(receiver.received).toMatchObject([
      {
        path: '/in?a=1',
        body: '{"名":1}',
        headers: { host: `receiver.example.cn:${receiver.port}`, 'content-length': '9' },
      },
    ]);
  });

  it.each([204, 400, 410, 429, 500, 503])('is answered %i as it is', async (status) => {
    receiver.behaviours.push(answers(status));
    expect((await send()).status).toBe(status);
  });

  it.each([
    ['breaks off', takesAndCuts],
    ['does not come', takesAndStalls],
  ])('is answered by its status, though the rest of the answer %s', async (_what, behaviour) => {
    receiver.behaviours.push(behaviour);
    expect(await send({ limits: LIMITS })).toMatchObject({ status: 200, isCut: true });
  });

  it.each([301, 302, 307, 308])('does not follow a redirect: %i', async (status) => {
    receiver.behaviours.push(answers(status, { Location: receiver.url('/elsewhere') }));
    expect((await send()).status).toBe(status);
    expect(receiver.received).toHaveLength(1);
  });

  it('reads no more of an answer than the beginning', async () => {
    receiver.behaviours.push(floods);
    const { status, body, isCut } = await send({ limits: { ...LIMITS, totalMs: 20_000 } });
    expect([status, body.length, isCut]).toEqual([200, 1024, true]);
  });

  it.each([
    ['never answers', hangs, 'TIMEOUT'],
    ['writes its headers without end', dribbles, 'TIMEOUT'],
    ['cuts the connection', cuts, 'NO_ANSWER'],
    ['speaks no HTTP', garbles, 'NO_ANSWER'],
    ['wants another protocol', upgrades, 'NO_ANSWER'],
    ['sends headers of 100 KB', answers(200, { 'X-Long': 'x'.repeat(100_000) }), 'NO_ANSWER'],
  ])('fails where the receiver %s', async (_what, behaviour, fault) => {
    receiver.behaviours.push(behaviour);
    expect(await faultOf(send({ limits: LIMITS }))).toBe(fault);
  });

  it('fails where nobody listens, and where the connection does not come to stand', async () => {
    const gone = await startReceiver();
    await gone.close();
    expect(await faultOf(gone.outbound()({ url: gone.url(), headers: {}, body: '' }))).toBe('NO_CONNECTION');
    const resolve = () => new Promise<never>(() => {});
    expect(await faultOf(send({ resolve, limits: LIMITS }))).toBe('TIMEOUT');
  });

  it('fails where somebody listens and says nothing, before the time for everything is over', async () => {
    const silent = createServer((socket) => void socket.resume().on('error', () => {}));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const limits = { connectMs: 100, totalMs: 300_000, answerBytes: 1024 };
    const url = `https://receiver.example.cn:${port}/`;
    expect(await faultOf(send({ hosts: [`receiver.example.cn:${port}`], limits }, url))).toBe('TIMEOUT');
    await new Promise((resolve) => silent.close(resolve));
  });

  it('goes to nobody whose certificate is another name’s, or nobody’s', async () => {
    expect(await faultOf(send({}, receiver.url('/', 'other.example.cn')))).toBe('CERTIFICATE');
    expect(await faultOf(send({ ca: undefined }))).toBe('CERTIFICATE');
    expect(receiver.received).toEqual([]);
  });

  it('looks at certificates whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await faultOf(send({ ca: undefined }))).toBe('CERTIFICATE');
  });
});

describe('where a name leads', () => {
  const at = (...addresses: string[]) => ({
    resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  });

  it.each([
    [['127.0.0.1']],
    [['169.254.169.254']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['fd00:ec2::254']],
    [['8.8.8.8', '127.0.0.1']],
    [['2606:4700::1111', '10.0.0.1']],
  ])('%j is refused before anything is sent', async (addresses) => {
    expect(await faultOf(send({ ...at(...addresses), isPublic: undefined }))).toBe('PRIVATE_ADDRESS');
    expect(receiver.received).toEqual([]);
  });

  it('nowhere is refused', async () => {
    expect(await faultOf(send(at()))).toBe('NO_ADDRESS');
    const resolve = async () => Promise.reject(Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' }));
    expect(await faultOf(send({ resolve }))).toBe('NO_ADDRESS');
  });

  it('is asked once: the connection goes to the address that was looked at', async () => {
    let asked = 0;
    const seen: string[] = [];
    await send({
      resolve: async () => {
        asked += 1;
        // A name server that answers otherwise the second time.
        return [{ address: asked === 1 ? '127.0.0.1' : '192.0.2.1', family: 4 }];
      },
      isPublic: (address) => seen.push(address) > 0,
    });
    expect([asked, seen]).toEqual([1, ['127.0.0.1']]);
    expect(receiver.received).toHaveLength(1);
  });

  it('is tried by each of its addresses until one lets itself be connected to, and sent to once', async () => {
    const addresses = ['127.0.0.9', '127.0.0.8', '127.0.0.1', '127.0.0.1'];
    expect((await send(at(...addresses))).status).toBe(204);
    expect(receiver.received).toHaveLength(1);
    expect(await faultOf(send(at('127.0.0.9', '127.0.0.8')))).toBe('NO_CONNECTION');
  });

  it('is tried by no other once anything may have been sent', async () => {
    receiver.behaviours.push(cuts);
    expect(await faultOf(send(at('127.0.0.1', '127.0.0.1')))).toBe('NO_ANSWER');
    expect(receiver.received).toHaveLength(1);
  });

  it('is asked for no host that is not allowed', async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [];
    };
    expect(await faultOf(send({ resolve }, 'https://evil.example.com/'))).toBe('NOT_ALLOWED');
    expect(asked).toBe(0);
  });
});
