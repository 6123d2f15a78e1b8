import { tradeApi } from '../../functions/trade/contract/index.ts';
import { type CapabilityManifest, keeper } from './model.ts';

/** 交易登记. */
export const tradeManifest: CapabilityManifest = {
  functions: {
    TradeApi: {
      entry: 'functions/trade/api.ts',
      timeoutSeconds: 15,
      memoryMb: 1024,
      access: { registry: 'write', audit: 'append', documents: 'read' },
    },
    OnPartyChanged: keeper('functions/trade/subscribers/on-party-changed.ts'),
    OnGoodsChanged: keeper('functions/trade/subscribers/on-goods-changed.ts'),
    OnAgreementChanged: keeper('functions/trade/subscribers/on-agreement-changed.ts'),
    OnDocumentRegistered: keeper('functions/trade/subscribers/on-document-registered.ts'),
    CountTrade: {
      entry: 'functions/trade/subscribers/count-trade.ts',
      timeoutSeconds: 30,
      memoryMb: 512,
      access: { registry: 'write' },
    },
    OnConsolidationChanged: {
      entry: 'functions/trade/subscribers/on-consolidation-changed.ts',
      timeoutSeconds: 60,
      memoryMb: 512,
      atOnce: 40,
      access: { registry: 'write', audit: 'append' },
    },
  },
  api: { function: 'TradeApi', contract: tradeApi },
  subscriptions: [
    { event: 'EntityChanged', function: 'OnPartyChanged' },
    { event: 'AdmissionChanged', function: 'OnPartyChanged' },
    { event: 'GoodsChanged', function: 'OnGoodsChanged' },
    { event: 'AgreementChanged', function: 'OnAgreementChanged' },
    { event: 'DocumentRegistered', function: 'OnDocumentRegistered' },
    { event: 'TradeChanged', function: 'CountTrade' },
    { event: 'ConsolidationChanged', function: 'OnConsolidationChanged' },
  ],
};
