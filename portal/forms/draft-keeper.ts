import { ApiProblem, sentenceOf } from '../api/problem.ts';

/** How the keeping of a draft stands. */
export interface Keeping {
  readonly state: 'idle' | 'saved' | 'elsewhere' | 'failed';
  /** Of the last save. */
  readonly savedAt?: string;
  /** Why it failed. */
  readonly says?: string;
}

export interface DraftHead {
  readonly title: string;
  readonly page: string;
}

/** So long after something was typed it is saved, though somebody types on: with the way to the API under two seconds. */
const SAVE_MILLISECONDS = 1_000;
/** After a failure, so that a host that is restarted finds everybody's draft again. */
const AGAIN_MILLISECONDS = 3_000;

/** Where one draft is kept. */
export interface DraftPlace {
  /** @param etag the version that it replaces; undefined, whatever stands there @throws ApiProblem, Unreachable */
  put(
    head: DraftHead,
    content: string,
    etag: string | undefined,
  ): Promise<{ readonly etag: string | undefined; readonly savedAt: string }>;
  delete(): Promise<void>;
}

/** Saves what is filled in, one save after another, until it is sent. */
export class DraftKeeper {
  readonly #place: DraftPlace;
  readonly #tell: (keeping: Keeping) => void;
  #etag: string | undefined;
  /** What is kept, or what the form began with. */
  #kept: string | undefined;
  #latest: { readonly head: DraftHead; readonly content: string } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | undefined;
  #isElsewhere = false;
  /** How often it was forgotten: a save that was under way then tells nothing of the next form. */
  #forgotten = 0;

  constructor(place: DraftPlace, etag: string | undefined, tell: (keeping: Keeping) => void) {
    this.#place = place;
    this.#etag = etag;
    this.#tell = tell;
  }

  /** What now stands in the form. The first time it is what the form began with, and nothing to be saved. */
  hold(head: DraftHead, content: string): void {
    this.#kept ??= content;
    this.#latest = { head, content };
    if (content !== this.#kept && !this.#isElsewhere) this.#later(SAVE_MILLISECONDS);
  }

  /** At once, as the page is left. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#saving ??= this.#save().finally(() => {
      this.#saving = undefined;
    });
  }

  /** Keeps this content whatever another window has kept. */
  overrule(): void {
    this.#isElsewhere = false;
    this.#etag = undefined;
    this.flush();
  }

  /** It was sent: nothing is kept, and what stands in the form next is another beginning. */
  async forget(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#latest = undefined;
    this.#kept = undefined;
    this.#forgotten += 1;
    // What is typed into the next form waits, as for a save: it would be deleted with what was sent.
    this.#saving = this.#leave(this.#saving).finally(() => {
      this.#saving = undefined;
    });
    await this.#saving;
  }

  async #leave(before: Promise<void> | undefined): Promise<void> {
    await before;
    const wasKept = this.#etag !== undefined;
    this.#etag = undefined;
    this.#isElsewhere = false;
    this.#tell({ state: 'idle' });
    // Where it cannot be deleted it is found among one's drafts, and deleted there.
    if (wasKept) await this.#place.delete().catch(() => {});
    this.#goOn();
  }

  #later(milliseconds: number): void {
    this.#timer ??= setTimeout(() => this.flush(), milliseconds);
  }

  async #save(): Promise<void> {
    const latest = this.#latest;
    if (!latest || latest.content === this.#kept || this.#isElsewhere) return;
    const forgotten = this.#forgotten;
    try {
      const { etag, savedAt } = await this.#place.put(latest.head, latest.content, this.#etag);
      this.#etag = etag;
      if (forgotten !== this.#forgotten) return;
      this.#kept = latest.content;
      this.#tell({ state: 'saved', savedAt });
    } catch (error) {
      if (forgotten !== this.#forgotten) return;
      this.#isElsewhere = error instanceof ApiProblem && error.code === 'PRECONDITION_FAILED';
      this.#tell(this.#isElsewhere ? { state: 'elsewhere' } : { state: 'failed', says: sentenceOf(error) });
      if (!this.#isElsewhere) this.#later(AGAIN_MILLISECONDS);
      return;
    }
    this.#goOn();
  }

  /** What was typed meanwhile. */
  #goOn(): void {
    if (this.#latest && this.#latest.content !== this.#kept) this.#later(SAVE_MILLISECONDS);
  }
}
