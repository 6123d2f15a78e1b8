import { describeLists } from './long-lists.ts';

describeLists([100, 1_000]);
