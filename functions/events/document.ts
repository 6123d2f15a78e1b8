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
    /** SHA-256 of the content, in hexadecimal. */
    sha256: z.string(),
    /** The key of the content in the storage. */
    key: z.string(),
    /** The bytes that a file of its format begins with, in hexadecimal. */
    opening: z.string(),
  }),
);

/** A file that records cite, as its registration stated it. */
export const CitedFile = z.object({
  documentId: z.string(),
  /** The key of the content in the storage. */
  key: z.string(),
  /** SHA-256 of the content, in hexadecimal. */
  sha256: z.string(),
});

export type CitedFile = z.infer<typeof CitedFile>;

export const DocumentsCited = event(
  'DocumentsCited',
  'A record cites files that no record cited before.',
  z.object({ ...told, files: z.array(CitedFile).min(1) }),
);
