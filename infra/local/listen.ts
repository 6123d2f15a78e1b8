import type { AddressInfo, Server } from 'node:net';

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

type HttpServer = Server & { closeAllConnections(): void };

/** Where nobody but this machine is heard. */
export const THIS_MACHINE = '127.0.0.1';

/** Every address of the machine: a host may listen there, and nobody can be sent there. */
export const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * Has a server listen, on this machine only unless it is told otherwise.
 *
 * @param port 0 takes any free port; rejects with the code EADDRINUSE where it is taken
 * @param host an address of this machine; rejects with the code EADDRNOTAVAIL where it is none
 */
export async function listen(
  server: HttpServer,
  port: number,
  host: string = THIS_MACHINE,
  scheme: 'http' | 'https' = 'http',
): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `${scheme}://${name}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
