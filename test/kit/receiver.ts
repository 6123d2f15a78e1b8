import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type OutboundOptions, outbound } from '../../functions/shared/outbound/outbound.ts';

const file = (name: string): string => readFileSync(new URL(`receiver/${name}`, import.meta.url), 'utf8');

/** The certificate of `receiver.example.cn` and of the names below it; its key protects nothing. */
export const CERTIFICATE = file('certificate.pem');
export const CERTIFICATE_KEY = file('key.pem');

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a receiver does with one message, once it has read it. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

export const answers =
  (status: number, headers: Record<string, string> = {}, body = ''): Behaviour =>
  (response) =>
    void response.writeHead(status, headers).end(body);

/** Never answers. */
export const hangs: Behaviour = () => {};

export const cuts: Behaviour = (_response, request) => void request.socket.destroy();

/** Sends without end what nobody asked for. */
export const floods: Behaviour = (response) => {
  const more = (): void => {
    while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
  };
  response.writeHead(200).on('drain', more);
  more();
};

/** Writes a byte of a header now and then, and never the last. */
export const dribbles: Behaviour = (_response, request) => {
  request.socket.write('HTTP/1.1 200 OK\r\n');
  const timer = setInterval(() => request.socket.write('X-A: b\r\n'), 20);
  request.socket.on('close', () => clearInterval(timer));
  request.socket.on('error', () => {});
};

/** Wants to go on in another protocol. */
export const upgrades: Behaviour = (_response, request) =>
  void request.socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');

/** Says that it has the message, and breaks off. */
export const takesAndCuts: Behaviour = (_response, request) =>
  void request.socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nth');

/** Says that it has the message, and nothing more. */
export const takesAndStalls: Behaviour = (response) =>
  void response.writeHead(200, { 'Content-Length': 100 }).write('th');

export const garbles: Behaviour = (_response, request) => void request.socket.end('SSH-2.0-OpenSSH_9.6\r\n');

/** Options in place of the receiver's own; undefined, as the registry has them. */
export type Changed = { readonly [Name in keyof OutboundOptions]?: OutboundOptions[Name] | undefined };

/** A receiver on this machine, behind TLS, which behaves as it is told; `behaviours` are for the first messages, in turn. */
export async function startReceiver(otherwise: Behaviour = answers(204)) {
  const received: Received[] = [];
  const behaviours: Behaviour[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer({ key: CERTIFICATE_KEY, cert: CERTIFICATE }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ path: request.url ?? '', headers: request.headers, body });
      (behaviours.shift() ?? otherwise)(response, request);
    });
    response.on('error', () => {});
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    received,
    behaviours,
    url: (path = '/', name = 'receiver.example.cn') => `https://${name}:${port}${path}`,
    /** The port by which the registry would send here, were this machine on the public internet. */
    outbound: (options: Changed = {}) =>
      outbound({
        hosts: [`receiver.example.cn:${port}`, `*.receiver.example.cn:${port}`, `other.example.cn:${port}`],
        resolve: async () => [{ address: '127.0.0.1', family: 4 }],
        isPublic: () => true,
        ca: CERTIFICATE,
        ...options,
      } as OutboundOptions),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
