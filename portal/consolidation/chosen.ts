/** What was chosen to be consolidated, on the way to the form; kept with the page's place in the history, in no storage. */
export interface Chosen {
  readonly tradeIds: readonly string[];
}

export const isChosen = (state: unknown): state is Chosen =>
  typeof state === 'object' && state !== null && 'tradeIds' in state && Array.isArray(state.tradeIds);
