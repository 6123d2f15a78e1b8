import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { OutboundFailed } from '../../../../functions/shared/outbound/fault.ts';
import type { Letter } from '../../../../functions/shared/outbound/mail.ts';
import { type Manner, PASSWORD, type Relay, startRelay, startSilence } from '../../../kit/relay.ts';

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
beforeEach(() => {
  relay.taken.length = 0;
  relay.manners.length = 0;
});
afterAll(() => relay.close());

const LETTER: Letter = {
  id: 'one',
  to: 'shop@example.com',
  subject: '交易放行：“兴旺五金”的货物可以组货，编号与理由见登记平台站内通知，请及时办理',
  text: '“兴旺五金”（A区1层018号）的交易已放行。\n原因：凭证相符',
};
/** For what never comes: long enough for a busy machine to have got as far. */
const SOON = { connectMs: 3_000, totalMs: 3_000 };

const failed = async (sending: Promise<unknown>): Promise<OutboundFailed> => {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OutboundFailed);
  return error as OutboundFailed;
};
const faultOf = async (sending: Promise<unknown>) => (await failed(sending)).fault;

describe('a mail', () => {
  it('arrives whole over TLS, from the operator’s address, and no machine is to answer it', async () => {
    expect(await relay.mailer()(LETTER)).toEqual({ status: 250, outcome: 'TAKEN' });
    const [mail] = relay.taken;
    expect(mail).toMatchObject({ from: 'registry@example.cn', to: ['shop@example.com'], user: undefined });
    expect([mail?.subject, mail?.text.trim().replaceAll('\r\n', '\n')]).toEqual([LETTER.subject, LETTER.text]);
    expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  });

  it('that is sent twice is the same by its Message-ID, and another is another', async () => {
    for (const id of ['one', 'one', 'two']) await relay.mailer()({ ...LETTER, id });
    const [first, second, third] = relay.taken.map(({ messageId }) => messageId);
    expect(first).toMatch(/^<[0-9a-f]{40}@example\.cn>$/);
    expect([second === first, third === first]).toEqual([true, false]);
  });

  it('is sent by whoever the operator has named, with the password of the secret', async () => {
    await relay.mailer({ relay: { user: 'registry' } })(LETTER);
    expect(relay.taken[0]?.user).toBe('registry');
    const wrong = await relay.mailer({ relay: { user: 'registry' }, password: async () => `not ${PASSWORD}` })(LETTER);
    expect(wrong).toEqual({ status: 535, outcome: 'AGAIN' });
    expect(relay.taken).toHaveLength(1);
  });

  it('is not given without a sign-in where a user is named', async () => {
    const open = await startRelay({ disabledCommands: ['AUTH'] });
    const { outcome } = await open.mailer({ relay: { user: 'registry' } })(LETTER);
    expect([outcome, open.taken]).toEqual(['AGAIN', []]);
    await open.close();
  });

  it('has no header but its own, whatever its subject says', async () => {
    await relay.mailer()({ ...LETTER, subject: '一\r\nBcc: other@example.com\r\n\r\n二' });
    expect(relay.taken[0]?.raw).not.toMatch(/^Bcc:/im);
    expect(relay.taken[0]?.to).toEqual(['shop@example.com']);
  });
});

describe('a relay that does not take a mail', () => {
  it.each<[what: string, manner: Manner, answer: object]>([
    ['is not ready', { at: 'CONNECT', code: 421 }, { status: 421, outcome: 'AGAIN' }],
    ['wants none of the sender', { at: 'MAIL', code: 550 }, { status: 550, outcome: 'AGAIN' }],
    ['is greylisting', { at: 'RCPT', code: 451 }, { status: 451, outcome: 'AGAIN' }],
    ['knows no such mailbox', { at: 'RCPT', code: 550 }, { status: 550, outcome: 'REFUSED' }],
    ['relays for nobody', { at: 'RCPT', code: 554, says: ['5.7.1'] }, { status: 554, outcome: 'AGAIN' }],
    [
      'says so in a later line',
      { at: 'RCPT', code: 554, says: ['Refused', '5.7.1'] },
      { status: 554, outcome: 'AGAIN' },
    ],
    ['says so in words', { at: 'RCPT', code: 550, says: ['Relaying denied'] }, { status: 550, outcome: 'AGAIN' }],
    ['wants a sign-in', { at: 'RCPT', code: 530 }, { status: 530, outcome: 'AGAIN' }],
    ['trusts not the sender', { at: 'DATA', code: 550, says: ['5.7.26'] }, { status: 550, outcome: 'AGAIN' }],
    ['is confused', { at: 'DATA', code: 503 }, { status: 503, outcome: 'AGAIN' }],
    ['has no room', { at: 'DATA', code: 452 }, { status: 452, outcome: 'AGAIN' }],
    ['refuses what is said', { at: 'DATA', code: 554 }, { status: 554, outcome: 'REFUSED' }],
  ])('because it %s is told so', async (_what, manner, answer) => {
    relay.manners.push(manner);
    expect(await relay.mailer()(LETTER)).toEqual(answer);
    expect(relay.taken).toEqual([]);
  });

  it('or whose answer is lost, fails, and nothing that it said comes along', async () => {
    relay.manners.push('CUTS', 'CUTS_AFTER_TAKING', 'HANGS');
    expect(await faultOf(relay.mailer()(LETTER))).toBe('NO_ANSWER');
    expect(await faultOf(relay.mailer()(LETTER))).toBe('NO_ANSWER');
    const hanging = await failed(relay.mailer({ limits: SOON })(LETTER));
    expect(hanging.fault).toBe('TIMEOUT');
    expect(JSON.stringify([hanging.message, hanging.cause])).not.toContain('@');
  });

  it('fails where nobody listens, and where somebody does and says nothing', async () => {
    const silence = await startSilence();
    const send = () => relay.mailer({ relay: { port: silence.port }, limits: SOON })(LETTER);
    expect(await faultOf(send())).toBe('TIMEOUT');
    await silence.close();
    expect(await faultOf(send())).toBe('NO_CONNECTION');
  });

  it.each([
    ['whose certificate is another name’s', { relay: { host: 'relay.example.com' } }],
    ['whose certificate nobody vouches for', { ca: undefined }],
  ])('is none %s', async (_what, options) => {
    expect(await faultOf(relay.mailer(options)(LETTER))).toBe('CERTIFICATE');
    expect(relay.taken).toEqual([]);
  });

  it('is had by a later address of its name where the first lets nobody connect', async () => {
    const resolve = async () => ['127.0.0.9', '127.0.0.1'].map((address) => ({ address, family: 4 }));
    expect(await relay.mailer({ resolve, relay: { addresses: ['127.0.0.9', '127.0.0.1'] } })(LETTER)).toMatchObject({
      outcome: 'TAKEN',
    });
    expect(relay.taken).toHaveLength(1);
  });

  it.each<Manner>(['CUTS', 'CUTS_AFTER_TAKING', 'HANGS'])(
    'is asked by no other address once it was connected to: %s',
    async (manner) => {
      relay.manners.push(manner, 'CUTS');
      const resolve = async () => ['127.0.0.1', '127.0.0.1'].map((address) => ({ address, family: 4 }));
      await faultOf(relay.mailer({ resolve, limits: SOON })(LETTER));
      expect(relay.taken.length).toBe(manner === 'CUTS' ? 0 : 1);
      expect(relay.manners).toEqual(['CUTS']);
    },
  );

  it('is none where nobody vouches for the certificate, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await faultOf(relay.mailer({ ca: undefined })(LETTER))).toBe('CERTIFICATE');
  });

  it('is one by TLS from the first byte as well, under the same certificate', async () => {
    const first = await startRelay({ secure: true });
    expect(await first.mailer()(LETTER)).toMatchObject({ outcome: 'TAKEN' });
    expect(await faultOf(first.mailer({ relay: { host: 'relay.example.com' } })(LETTER))).toBe('CERTIFICATE');
    expect(first.taken).toHaveLength(1);
    await first.close();
  });

  it('is none that has no TLS', async () => {
    const plain = await startRelay({ disabledCommands: ['STARTTLS'], hideSTARTTLS: true });
    const answer = await plain
      .mailer()(LETTER)
      .catch((error: unknown) => (error as OutboundFailed).fault);
    expect(answer).not.toMatchObject({ outcome: 'TAKEN' });
    expect(plain.taken).toEqual([]);
    await plain.close();
  });
});

describe('where the relay’s name leads', () => {
  const at = (...addresses: string[]) => ({
    resolve: async () => addresses.map((address) => ({ address, family: 4 })),
  });

  it('is the public internet, or an address that the operator has named', async () => {
    expect(await faultOf(relay.mailer({ relay: { addresses: [] } })(LETTER))).toBe('PRIVATE_ADDRESS');
    const other = { relay: { addresses: ['10.0.0.25'] } };
    expect(await faultOf(relay.mailer({ ...other, ...at('127.0.0.1') })(LETTER))).toBe('PRIVATE_ADDRESS');
    expect(await faultOf(relay.mailer(at('127.0.0.1', '169.254.169.254'))(LETTER))).toBe('PRIVATE_ADDRESS');
    expect(await faultOf(relay.mailer(at())(LETTER))).toBe('NO_ADDRESS');
    expect(relay.taken).toEqual([]);
  });

  it('is asked once: the connection goes to the address that was looked at', async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '192.0.2.1', family: 4 }];
    };
    await relay.mailer({ resolve })(LETTER);
    expect([asked, relay.taken.length]).toEqual([1, 1]);
  });
});
