import { z } from 'zod';

/**
 * What an item keeps as one text of JSON: thousands of cells as values of their own would each be taken apart and put
 * together by the table's client, which stops everybody for longer than reading the text does. What was kept in that way
 * before is read too.
 */
export const asText = <T extends z.ZodType>(schema: T) =>
  z.union([z.string().transform((text): unknown => JSON.parse(text)), z.array(z.unknown())]).pipe(schema);
