/** A trade line, by its number in its trade. */
export interface LineRef {
  readonly tradeId: string;
  readonly lineNo: number;
}

/** A carton, by the number that stands on it; the cartons of a line are numbered from 1 through its groups. */
export interface CartonRef extends LineRef {
  readonly cartonNo: number;
}

/** A trade line as a key of maps and sets. */
export const lineKey = ({ tradeId, lineNo }: LineRef): string => `${tradeId}/${lineNo}`;

/** A carton as a key of maps and sets. */
export const cartonKey = (carton: CartonRef): string => `${lineKey(carton)}/${carton.cartonNo}`;
