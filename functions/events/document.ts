import { z } from 'zod';
import { event, told } from './event.ts';

export const DocumentRegistered = event(
  'DocumentRegistered',
  'A file was registered; its content may be uploaded later.',
  z.object({
    ...told,
    documentId: z.string(),
    /** An entity, or the service centre of the district. */
    owner: z.string(),
    /** A row of `seeds/reference/document-types.json`. */
    type: z.string(),
    /** Of the content, in hexadecimal. */
    sha256: z.string(),
    /** Of the content in the storage. */
    key: z.string(),
    /** The bytes that a file of its format begins with, in hexadecimal. */
    opening: z.string(),
  }),
);
