import { z } from 'zod';
import { ARCHIVE_FAULTS, type ArchiveFault } from '../../../shared/kernel/archive-fault.ts';
import { isPartySheet, type SheetKind } from '../sheet-kind-names.ts';

/** 附件包: a ZIP of documents for the rows of a sheet, sent beside it before its commit. */

export const Bundle = z.object({
  /** Under which its file lies in the storage: of the kind of documents', though no record cites it. */
  id: z.string(),
  fileName: z.string(),
  /** Bytes. */
  size: z.int(),
  sha256: z.string(),
  /** `sub` of who sent it. */
  addedBy: z.string(),
  addedAt: z.string(),
  /** What it holds, once it was read: how many files, files of systems that were passed over, items that tell of them. */
  read: z.object({ files: z.int(), systemFiles: z.int(), parts: z.int() }).optional(),
});

export type Bundle = z.infer<typeof Bundle>;

const archiveFault = z.enum(Object.keys(ARCHIVE_FAULTS) as [ArchiveFault, ...ArchiveFault[]]);

/** Where the content of a file lies in its ZIP, and what it comes to. */
export const PackedFile = z.object({
  from: z.int(),
  packed: z.int(),
  method: z.int(),
  crc: z.int(),
  size: z.int(),
  sha256: z.string(),
  /** Its first bytes, hexadecimal: they say what it is. */
  opening: z.string(),
});

export type PackedFile = z.infer<typeof PackedFile>;

/** A file of a ZIP as it was read: its path, and its content or why it has none. */
export const BundleFile = z.object({
  path: z.string(),
  fault: archiveFault.optional(),
  content: PackedFile.optional(),
});

export type BundleFile = z.infer<typeof BundleFile>;

/** A file that becomes a document of a row. */
export const PlacedFile = z.object({
  row: z.int(),
  type: z.string(),
  contentType: z.string(),
  bundleId: z.string(),
  path: z.string(),
  content: PackedFile,
});

export type PlacedFile = z.infer<typeof PlacedFile>;

/** A document that a row's form refers to. */
export interface Brought {
  readonly type: string;
  readonly documentId: string;
}

/** [designed] ZIPs of one batch: a gigabyte or two, which is some papers for each of its rows. */
export const MAX_BUNDLES = 20;

/** Whether the forms of a kind refer to documents. */
export const takesDocuments = (kind: SheetKind): boolean => isPartySheet(kind) || kind === 'goods';
