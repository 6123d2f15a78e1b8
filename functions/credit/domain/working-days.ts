import { addWorkingDays as addTo } from '../../shared/kernel/calendar.ts';
import { type Day, dateOf, dayOf } from './day.ts';

/** The last of so many working days (工作日) after a day. */
export const addWorkingDays = (day: Day, count: number): Day => dayOf(addTo(dateOf(day), count));
