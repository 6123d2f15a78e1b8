const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs a command; what it cannot do is said in one line, and it then exits with 2. It ends at a signal, and an engine that
 * it has started ends with it. Where nobody reads any more what it prints, it does its work to the end in silence.
 */
export async function command(run: () => Promise<void>): Promise<void> {
  // A copy of the data is as private as the data.
  process.umask(0o077);
  for (const [signal, status] of Object.entries(SIGNALS)) process.once(signal, () => process.exit(status));
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    await run();
  } catch (error) {
    process.stderr.write(`${said(error)}\n`);
    process.exitCode = 2;
  }
}

function said(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? `the disk is full (${message}): make room, then repeat this`
    : message;
}

/** Why a request had no answer: what fetch throws says only that it failed, and why stands in its cause. */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  const why = cause instanceof Error ? cause.message || ('code' in cause && String(cause.code)) : undefined;
  return [message, why].filter(Boolean).join(': ');
}
