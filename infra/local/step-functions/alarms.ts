interface Alarm {
  readonly due: number;
  readonly ring: () => void;
  timer: NodeJS.Timeout;
}

/** How long a timer trusts the machine's own clock: it may be set, and a sleeping machine stops it. */
const LONGEST_TIMER_MS = 60_000;

/** Calls back at instants of a clock that may be moved forward. */
export class Alarms {
  readonly #now: () => Date;
  readonly #alarms = new Set<Alarm>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The earliest instant that anything waits for. */
  get next(): Date | undefined {
    const due = Math.min(...this.#alarms.values().map((alarm) => alarm.due));
    return Number.isFinite(due) ? new Date(due) : undefined;
  }

  /**
   * Resolves at the instant; never, where the signal aborts before.
   *
   * @param instant epoch milliseconds
   */
  at(instant: number, signal: AbortSignal): Promise<void> {
    // A pause with jitter ends within a millisecond; a clock does not know fractions of one.
    const due = Math.ceil(instant);
    return new Promise((resolve) => {
      const alarm: Alarm = { due, ring: resolve, timer: this.#timer(() => this.#check(alarm), due) };
      this.#alarms.add(alarm);
      signal.addEventListener('abort', () => this.#remove(alarm), { once: true });
    });
  }

  /** To be called when the clock was moved. */
  moved(): void {
    for (const alarm of [...this.#alarms].sort((a, b) => a.due - b.due)) this.#check(alarm);
  }

  #check(alarm: Alarm): void {
    clearTimeout(alarm.timer);
    if (this.#now().getTime() >= alarm.due) {
      this.#remove(alarm);
      alarm.ring();
      return;
    }
    alarm.timer = this.#timer(() => this.#check(alarm), alarm.due);
  }

  #timer(check: () => void, due: number): NodeJS.Timeout {
    const delay = due - this.#now().getTime();
    return setTimeout(check, Math.min(Math.max(delay, 0), LONGEST_TIMER_MS));
  }

  #remove(alarm: Alarm): void {
    clearTimeout(alarm.timer);
    this.#alarms.delete(alarm);
  }
}
