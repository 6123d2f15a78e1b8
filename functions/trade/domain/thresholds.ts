import thresholds from '../../../seeds/reference/risk/thresholds.json' with { type: 'json' };

/** Thresholds of the risk rules; designed for this project. */
export const THRESHOLDS = thresholds;
