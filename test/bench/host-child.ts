import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The host of `host.ts`, seen from the bench. */
export interface HostChild {
  readonly url: string;
  /** Tokens by role. */
  readonly clerk: string;
  readonly reviewer: string;
  readonly asked: <T>(what: string) => Promise<T>;
  readonly end: () => Promise<void>;
}

/** @param args of `host.ts` */
export async function startHostChild(args: string[] = []): Promise<HostChild> {
  const child = fork(fileURLToPath(new URL('host.ts', import.meta.url)), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const told = await heard<Pick<HostChild, 'url' | 'clerk' | 'reviewer'>>(child);
  return {
    ...told,
    asked: (what) => {
      const answer = heard(child);
      child.send(what);
      return answer as Promise<never>;
    },
    end: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

async function heard<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}
