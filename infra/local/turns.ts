/** Lets so many work at once; the others wait in the order in which they came. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /**
   * Waits for a turn.
   *
   * @returns gives the turn to the next; a second call does nothing
   * @throws the signal's reason, where one was given and aborted meanwhile
   */
  async take(signal?: AbortSignal): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    let isMine = true;
    const release = (): void => {
      if (isMine) this.#next();
      isMine = false;
    };
    if (signal?.aborted) {
      release();
      signal.throwIfAborted();
    }
    return release;
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
