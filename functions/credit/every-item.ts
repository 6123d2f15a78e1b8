export { everyItem } from '../shared/table/list.ts';
