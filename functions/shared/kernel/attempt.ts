/** Work that a workflow does for a record, under an execution of its own each time that it is started. */

/** The name of an execution: of the first the work's own, of each further one with its number. */
export const executionName = (work: string, attempt = 1): string => (attempt === 1 ? work : `${work}-${attempt}`);

/**
 * Whether an execution that was started at an instant cannot be running any more: one that was stopped, or ran out of time,
 * could tell nobody.
 *
 * @param longestHours more than the workflow's TimeoutSeconds
 */
export const isOverdue = (startedAt: string, longestHours: number, at: string): boolean =>
  Date.parse(at) - Date.parse(startedAt) > longestHours * 3_600_000;
