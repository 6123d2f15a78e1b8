import { once } from '../once.ts';

/** A file as its record states it; the storage takes these bytes and no others under its key. */
export interface StoredFile {
  readonly key: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content in hexadecimal. */
  readonly sha256: string;
}

/** A request that its bearer may make, once and again, until it expires. */
export interface Link {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/**
 * `uploads`: where clients put files themselves, by links. `evidence`: where the files that records cite are copied to. No
 * link writes there and nothing is removed from it.
 */
export type Place = 'uploads' | 'evidence';

/** Where the content of documents lies; a file has the same key in both places. */
export interface DocumentStorage {
  /** A link into the uploads that takes exactly the file's type, size and content: the storage refuses everything else. */
  uploadLink(file: StoredFile, at: string): Promise<Link>;
  /** @param saveAs the name under which a browser saves it; it never opens it in place */
  downloadLink(place: Place, file: Pick<StoredFile, 'key' | 'contentType'>, saveAs: string, at: string): Promise<Link>;
  /** The first bytes of a file; undefined where there is none. */
  opening(place: Place, key: string): Promise<Buffer | undefined>;
  /** Some bytes of an upload, fewer where it ends before; undefined where there is none. */
  part(key: string, from: number, length: number): Promise<Buffer | undefined>;
  /** Puts an upload that came to the registry within another: the content that the file states, and no other. */
  bring(file: StoredFile, content: Buffer): Promise<void>;
  /** SHA-256 in hexadecimal of a file as it lies there now; undefined where there is none. */
  digest(place: Place, key: string): Promise<string | undefined>;
  /** Copies an upload to the evidence. */
  copyToEvidence(key: string): Promise<void>;
  /** Removes an upload; one that is not there is removed already. */
  discardUpload(key: string): Promise<void>;
}

/** The environment variables that hold the buckets' names. */
export const BUCKET_VARIABLES = {
  uploads: 'DOCUMENT_BUCKET',
  evidence: 'EVIDENCE_BUCKET',
} as const satisfies Record<Place, string>;

/** The variable that holds the address to which links lead, where that is not the storage's own; on AWS there is none. */
export const LINKS_URL_VARIABLE = 'DOCUMENT_LINKS_URL';

const UPLOAD_SECONDS = 15 * 60;
const DOWNLOAD_SECONDS = 5 * 60;
const OPENING_BYTES = 16;

/** The documents' two buckets on S3. The SDK is loaded with the first document: most functions never see one. */
export function s3Storage(environment: NodeJS.ProcessEnv = process.env): DocumentStorage {
  const sdk = once(async () => {
    const [s3, { getSignedUrl }] = await Promise.all([
      import('@aws-sdk/client-s3'),
      import('@aws-sdk/s3-request-presigner'),
    ]);
    return { ...s3, getSignedUrl, client: new s3.S3Client({}) };
  });
  // Not before the first link: a host knows its address only when it listens.
  const signer = once(async () => {
    const { client, S3Client } = await sdk();
    const endpoint = environment[LINKS_URL_VARIABLE];
    return endpoint === undefined ? client : new S3Client({ endpoint, forcePathStyle: true });
  });
  const at = (place: Place, Key: string) => {
    const variable = BUCKET_VARIABLES[place];
    const Bucket = environment[variable];
    if (!Bucket) throw new Error(`environment variable ${variable} is not set`);
    return { Bucket, Key };
  };

  const bytesOf = async (place: Place, key: string, from: number, length: number): Promise<Buffer | undefined> => {
    const { client, GetObjectCommand, NoSuchKey } = await sdk();
    try {
      const answer = await client.send(
        new GetObjectCommand({ ...at(place, key), Range: `bytes=${from}-${from + length - 1}` }),
      );
      return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };

  return {
    async uploadLink({ key, contentType, size, sha256 }, now) {
      const { getSignedUrl, PutObjectCommand } = await sdk();
      const headers = {
        'Content-Type': contentType,
        'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
      };
      const command = new PutObjectCommand({
        ...at('uploads', key),
        ContentType: contentType,
        ContentLength: size,
        ChecksumSHA256: headers['x-amz-checksum-sha256'],
      });
      // These headers must be signed, not moved into the query string, or S3 would not enforce them.
      const url = await getSignedUrl(await signer(), command, {
        ...validity(now, UPLOAD_SECONDS),
        signableHeaders: new Set(['host', 'content-type', 'content-length']),
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
      });
      return { url, headers, expiresAt: expiry(now, UPLOAD_SECONDS) };
    },

    async downloadLink(place, { key, contentType }, saveAs, now) {
      const { getSignedUrl, GetObjectCommand } = await sdk();
      const command = new GetObjectCommand({
        ...at(place, key),
        ResponseContentType: contentType,
        ResponseContentDisposition: `attachment; filename*=UTF-8''${encodedName(saveAs)}`,
      });
      const url = await getSignedUrl(await signer(), command, validity(now, DOWNLOAD_SECONDS));
      return { url, headers: {}, expiresAt: expiry(now, DOWNLOAD_SECONDS) };
    },

    opening: (place, key) => bytesOf(place, key, 0, OPENING_BYTES),

    part: (key, from, length) => bytesOf('uploads', key, from, length),

    async bring({ key, contentType, sha256 }, content) {
      const { client, PutObjectCommand } = await sdk();
      await client.send(
        new PutObjectCommand({
          ...at('uploads', key),
          Body: content,
          ContentType: contentType,
          ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
        }),
      );
    },

    async digest(place, key) {
      const { client, HeadObjectCommand, NotFound } = await sdk();
      try {
        const { ChecksumSHA256 } = await client.send(
          new HeadObjectCommand({ ...at(place, key), ChecksumMode: 'ENABLED' }),
        );
        // Uploads and copies are both made with this checksum, so an object without it was put there by other means.
        return Buffer.from(ChecksumSHA256 ?? '', 'base64').toString('hex');
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },

    async copyToEvidence(key) {
      const { client, CopyObjectCommand } = await sdk();
      const upload = at('uploads', key);
      await client.send(
        new CopyObjectCommand({
          ...at('evidence', key),
          CopySource: `${upload.Bucket}/${upload.Key}`,
          ChecksumAlgorithm: 'SHA256',
        }),
      );
    },

    async discardUpload(key) {
      const { client, DeleteObjectCommand } = await sdk();
      await client.send(new DeleteObjectCommand(at('uploads', key)));
    },
  };
}

/** RFC 8187. */
const encodedName = (name: string): string =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);

const validity = (now: string, expiresIn: number) => ({ expiresIn, signingDate: new Date(now) });

const expiry = (now: string, seconds: number): string => new Date(Date.parse(now) + seconds * 1000).toISOString();
