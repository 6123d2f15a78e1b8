/** An event that a subscriber refused for good, as its host keeps it. */
export interface DeadLetter {
  /** Stays the same for as long as the event is a dead letter. */
  readonly id: string;
  /** The function that was to take it. */
  readonly subscriber: string;
  readonly event: string;
  /** JSON text of what the event tells. */
  readonly detail: string;
  /** What the subscriber has said, which begins with the error's name. */
  readonly error: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The dead letters of a host that keeps them itself. */
export interface DeadLetters {
  all(): readonly DeadLetter[];
  /** Delivers one once more, after the call; it is a dead letter no more when its subscriber has taken it. */
  redrive(id: string): void;
}
