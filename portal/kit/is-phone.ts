/** Whether the page is shown as on a phone, by the same width as in the style sheet. */
export const isPhone = (): boolean => matchMedia('(max-width: 800px)').matches;
