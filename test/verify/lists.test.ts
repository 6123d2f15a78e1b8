import { describeLists } from '../functions/trade/long-lists.ts';

describeLists([100, 10_000]);
