import { AccountStateChanged } from './account.ts';
import { AdmissionChanged } from './admission.ts';
import { AgreementChanged } from './agreement.ts';
import { ConsolidationChanged } from './consolidation.ts';
import {
  CreditAppealDecided,
  CreditAppealDue,
  CreditAppealOverdue,
  CreditChanged,
  CreditFactFound,
  CreditFactRecorded,
  GradeChanged,
} from './credit.ts';
import { DocumentRegistered, DocumentsCited } from './document.ts';
import { EntityChanged } from './entity.ts';
import type { EventType } from './event.ts';
import { FilingChanged, TermEnding } from './filing.ts';
import { GoodsChanged } from './goods.ts';
import { MarketStallsChanged, StallVacated } from './market.ts';
import { PersonalRequestChanged } from './person.ts';
import { GoodsReceived } from './shipment.ts';
import { TradeChanged } from './trade.ts';
import { TradeOfferChanged } from './trade-offer.ts';

/** Every event that capabilities tell each other, by its name. What is not here cannot be published or subscribed to. */
export const EVENTS = {
  EntityChanged,
  AdmissionChanged,
  GoodsChanged,
  AgreementChanged,
  DocumentRegistered,
  DocumentsCited,
  FilingChanged,
  TermEnding,
  TradeChanged,
  TradeOfferChanged,
  ConsolidationChanged,
  GoodsReceived,
  CreditChanged,
  GradeChanged,
  CreditAppealDecided,
  CreditAppealDue,
  CreditAppealOverdue,
  CreditFactFound,
  CreditFactRecorded,
  AccountStateChanged,
  PersonalRequestChanged,
  MarketStallsChanged,
  StallVacated,
} as const satisfies Readonly<Record<string, EventType>>;

export type EventName = keyof typeof EVENTS;
