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

/** Where the content of documents lies. Clients put and get it there themselves, by links that this grants. */
export interface DocumentStorage {
  /** A link that takes exactly the file's type, size and content: the storage refuses everything else. */
  uploadLink(file: StoredFile, at: string): Promise<Link>;
  /** @param saveAs the name under which a browser saves it; it never opens it in place */
  downloadLink(file: Pick<StoredFile, 'key' | 'contentType'>, saveAs: string, at: string): Promise<Link>;
  /** The first bytes of a stored file; undefined where nothing was uploaded. */
  opening(key: string): Promise<Buffer | undefined>;
  /** Takes a file out of the uploads that are cleared away because nothing refers to them. */
  keep(key: string): Promise<void>;
}

/** The environment variable that holds the bucket's name. */
export const BUCKET_VARIABLE = 'DOCUMENT_BUCKET';

/** What the bucket's lifecycle tells an upload that nothing refers to by. */
export const UNREFERENCED = { key: 'state', value: 'unreferenced' } as const;

const UPLOAD_SECONDS = 15 * 60;
const DOWNLOAD_SECONDS = 5 * 60;
const OPENING_BYTES = 16;

/** The documents' bucket on S3. The SDK is loaded with the first document: most functions never see one. */
export function s3Storage(environment: NodeJS.ProcessEnv = process.env): DocumentStorage {
  const sdk = once(async () => {
    const [s3, { getSignedUrl }] = await Promise.all([
      import('@aws-sdk/client-s3'),
      import('@aws-sdk/s3-request-presigner'),
    ]);
    return { ...s3, getSignedUrl, client: new s3.S3Client({}) };
  });
  const at = (Key: string) => {
    const Bucket = environment[BUCKET_VARIABLE];
    if (!Bucket) throw new Error(`environment variable ${BUCKET_VARIABLE} is not set`);
    return { Bucket, Key };
  };

  return {
    async uploadLink({ key, contentType, size, sha256 }, now) {
      const { client, getSignedUrl, PutObjectCommand } = await sdk();
      const headers = {
        'Content-Type': contentType,
        'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
        'x-amz-tagging': `${UNREFERENCED.key}=${UNREFERENCED.value}`,
      };
      const command = new PutObjectCommand({
        ...at(key),
        ContentType: contentType,
        ContentLength: size,
        ChecksumSHA256: headers['x-amz-checksum-sha256'],
        Tagging: headers['x-amz-tagging'],
      });
      // What stands in a signed header must be sent as it stands; what is hoisted into the address binds nobody.
      const url = await getSignedUrl(client, command, {
        ...validity(now, UPLOAD_SECONDS),
        signableHeaders: new Set(['host', 'content-type', 'content-length']),
        unhoistableHeaders: new Set(['x-amz-checksum-sha256', 'x-amz-tagging']),
      });
      return { url, headers, expiresAt: expiry(now, UPLOAD_SECONDS) };
    },

    async downloadLink({ key, contentType }, saveAs, now) {
      const { client, getSignedUrl, GetObjectCommand } = await sdk();
      const command = new GetObjectCommand({
        ...at(key),
        ResponseContentType: contentType,
        ResponseContentDisposition: `attachment; filename*=UTF-8''${encodedName(saveAs)}`,
      });
      const url = await getSignedUrl(client, command, validity(now, DOWNLOAD_SECONDS));
      return { url, headers: {}, expiresAt: expiry(now, DOWNLOAD_SECONDS) };
    },

    async opening(key) {
      const { client, GetObjectCommand, NoSuchKey } = await sdk();
      try {
        const answer = await client.send(new GetObjectCommand({ ...at(key), Range: `bytes=0-${OPENING_BYTES - 1}` }));
        return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },

    async keep(key) {
      const { client, PutObjectTaggingCommand } = await sdk();
      await client.send(new PutObjectTaggingCommand({ ...at(key), Tagging: { TagSet: [] } }));
    },
  };
}

/** RFC 8187. */
const encodedName = (name: string): string =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);

const validity = (now: string, expiresIn: number) => ({ expiresIn, signingDate: new Date(now) });

const expiry = (now: string, seconds: number): string => new Date(Date.parse(now) + seconds * 1000).toISOString();
