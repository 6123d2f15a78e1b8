import { accountsScreens } from './accounts/screens.ts';
import { consolidationScreens } from './consolidation/screens.ts';
import { creditScreens } from './credit/screens.ts';
import { draftsScreens } from './drafts/screens.ts';
import { filingScreens } from './filing/screens.ts';
import { interchangeScreens } from './interchange/screens.ts';
import { marketScreens } from './market/screens.ts';
import { noticesScreens } from './notices/screens.ts';
import { peopleScreens } from './people/screens.ts';
import { referenceScreens } from './reference/screens.ts';
import type { Screen } from './site.ts';
import { systemScreens } from './system/screens.ts';
import { traceScreens } from './trace/screens.ts';
import { tradeScreens } from './trade/screens.ts';
import { webhooksScreens } from './webhooks/screens.ts';
import { workScreens } from './work/screens.ts';

/** Every screen of the portal, in the order of the menu. */
export const screens: readonly Screen[] = [
  ...workScreens,
  ...draftsScreens,
  ...filingScreens,
  ...peopleScreens,
  ...marketScreens,
  ...tradeScreens,
  ...interchangeScreens,
  ...consolidationScreens,
  ...creditScreens,
  ...traceScreens,
  ...noticesScreens,
  ...accountsScreens,
  ...webhooksScreens,
  ...referenceScreens,
  ...systemScreens,
];
