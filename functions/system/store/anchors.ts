import { once } from '../../shared/once.ts';

/** The environment variable that holds the name of the anchors' bucket. */
export const ANCHOR_VARIABLE = 'ANCHOR_BUCKET';

/** Where anchors are kept: outside the tables, each written once. */
export interface AnchorStore {
  /** Names of all, in order. */
  names(): Promise<string[]>;
  /** @throws Error where there is none of that name */
  read(name: string): Promise<string>;
  /** @returns whether it was written; false where there is one of that name already, which stays as it is */
  write(name: string, file: string): Promise<boolean>;
}

/** The anchors' bucket on S3. The SDK is loaded with the first use. */
export function s3Anchors(environment: NodeJS.ProcessEnv = process.env): AnchorStore {
  const sdk = once(async () => {
    const s3 = await import('@aws-sdk/client-s3');
    return { ...s3, client: new s3.S3Client({}) };
  });
  const bucket = (): string => {
    const name = environment[ANCHOR_VARIABLE];
    if (!name) throw new Error(`environment variable ${ANCHOR_VARIABLE} is not set`);
    return name;
  };
  return {
    async names() {
      const { client, paginateListObjectsV2 } = await sdk();
      const names: string[] = [];
      for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket() })) {
        names.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      }
      return names;
    },

    async read(name) {
      const { client, GetObjectCommand } = await sdk();
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket(), Key: name }));
      return (await Body?.transformToString('utf8')) ?? '';
    },

    async write(name, file) {
      const { client, PutObjectCommand } = await sdk();
      const command = new PutObjectCommand({
        Bucket: bucket(),
        Key: name,
        Body: Buffer.from(file),
        ContentType: 'text/plain; charset=utf-8',
        ChecksumAlgorithm: 'SHA256',
        IfNoneMatch: '*',
      });
      try {
        await client.send(command);
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'PreconditionFailed') return false;
        throw error;
      }
    },
  };
}
