/** [designed] Where nobody watches, a line so often tells a log that a command is alive. */
const LINE_MILLISECONDS = 10_000;

/** Tells on standard error how far a command is: on a terminal in one line that is written over, in a log now and then. */
export function progress(): { show(text: string): void; end(): void } {
  const { stderr } = process;
  let last = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      if (stderr.isTTY) stderr.write(`\r${text}`);
      else if (performance.now() - last >= LINE_MILLISECONDS) {
        last = performance.now();
        stderr.write(`${text}\n`);
      }
    },
    end: () => void (stderr.isTTY && stderr.write('\n')),
  };
}
