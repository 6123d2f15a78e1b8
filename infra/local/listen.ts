import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that answers on this machine only. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** @param port 0 takes any free port; rejects with the code EADDRINUSE where it is taken */
export async function listen(server: Server, port: number): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
