import type { Finding } from '../api/problem.ts';

/** The id of the element that shows a place of the body. */
export const idOf = (pointer: string): string => `at${pointer}`;

/** The place of the body that an element shows, or the nearest around it; undefined outside of a form. */
export const pointerOf = (element: Element): string | undefined =>
  element.closest('[id^="at/"]')?.id.slice(idOf('').length);

/** The findings of one place, those of no field of their own among them: `/lines/0/cartons` tells what is said of a list. */
export const findingsAt = (findings: readonly Finding[], pointer: string): Finding[] =>
  findings.filter((finding) => finding.pointer === pointer);

/**
 * The element to which a finding leads: its own field, or the first field within its group, or the nearest that is shown
 * around it.
 */
export function fieldFor(pointer: string): HTMLElement | undefined {
  for (let place = pointer; ; place = place.slice(0, place.lastIndexOf('/'))) {
    const element = document.getElementById(idOf(place));
    if (element) return firstField(element);
    if (place === '') return undefined;
  }
}

const FOCUSABLE = 'input, select, textarea, button';

const firstField = (element: HTMLElement): HTMLElement =>
  element.matches(FOCUSABLE) ? element : (element.querySelector<HTMLElement>(FOCUSABLE) ?? element);
