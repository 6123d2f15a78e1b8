import { globSync, readFileSync } from 'node:fs';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { BUCKET_VARIABLES } from '../../../../functions/shared/documents/storage.ts';
import { CHANNEL_VARIABLES } from '../../../../functions/shared/outbound/channels.ts';
import { HOSTS_VARIABLE } from '../../../../functions/shared/outbound/destination.ts';
import type { Workflow } from '../../../../functions/shared/outbox/workflows.ts';
import { PUBLIC_URL_VARIABLE, stateMachineVariable } from '../../../../functions/shared/runtime.ts';
import { KEY_VARIABLE } from '../../../../functions/shared/signing/signer.ts';
import { ANCHOR_VARIABLE } from '../../../../functions/system/store/anchors.ts';
import type { Access } from '../../../../infra/manifest/model.ts';
import { secrets } from '../../../../infra/manifest/secrets.ts';
import { tables } from '../../../../infra/manifest/tables.ts';
import { actions, manifest, type Resource, type Statement, standard, Templates } from '../kit.ts';

const templates = standard();
const functions = templates.functions();

/** Actions that know no resource; AWS grants them on `*` only. */
const WITHOUT_RESOURCE =
  /^(logs:(\w+LogDelivery|ListLogDeliveries|\w+ResourcePolic(y|ies)|DescribeLogGroups)|xray:Put\w+)$/;
/** Of the executions of one state machine, whose names are not known before they start; workflows.test.ts holds whose. */
const OWN_EXECUTIONS = /^states:(Describe|Stop|Redrive)Execution$/;

/** The ARN of the audit table, in its own stack and in others; not that of its stream. */
const AUDIT_TABLE = /GetAttAudit\w+?Arn[0-9A-F]{8}"|"Fn::GetAtt":\["Audit[0-9A-F]{8}","Arn"\]/;

/** The objects of the buckets of documents and of anchors, which have no names of their own in a template. */
const OBJECTS = /\{"Fn::ImportValue":"\w+:ExportsOutputFnGetAtt(Documents|Evidence|Anchors)\w+"\},"\/\*"/g;

/** What the words for documents allow, on the uploads and on the evidence. */
const LOOK = ['s3:GetObject', 's3:ListBucket'];
const BUCKET_RIGHTS = {
  read: [LOOK, LOOK],
  grant: [[...LOOK, 's3:PutObject'], LOOK],
  bring: [[...LOOK, 's3:PutObject'], LOOK],
  keep: [LOOK, [...LOOK, 's3:PutObject']],
  clear: [['s3:DeleteObject'], []],
} as const;

describe('every function of the manifest', () => {
  it('is deployed once', () => {
    expect([...functions.keys()].sort()).toEqual(Object.keys(manifest.functions).sort());
    expect(templates.of('AWS::Lambda::Function')).toHaveLength(functions.size);
  });

  it.each([...functions])(
    '%s has the manifest’s time and memory, Node 24 and its own kept, encrypted log',
    (name, made) => {
      const spec = manifest.functions[name];
      expect(made.Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        Timeout: spec?.timeoutSeconds,
        MemorySize: spec?.memoryMb,
      });
      const log = templates
        .of('AWS::Logs::LogGroup')
        .find(({ stack, id }) => stack === made.stack && id === made.Properties.LoggingConfig.LogGroup.Ref);
      expect(log?.Properties.RetentionInDays).toBeGreaterThan(184);
      expect(log?.Properties.KmsKeyId).toBeDefined();
    },
  );

  it('runs no more of what is slow at once than the manifest says, and keeps as many free for it and for the relay', () => {
    const reserved = [...functions].flatMap(([name, { Properties }]) => {
      const many: number | undefined = Properties.ReservedConcurrentExecutions;
      return many === undefined ? [] : [[name, many] as const];
    });
    const slow = Object.entries(manifest.functions).filter(([, spec]) => spec.timeoutSeconds >= 60 || spec.computes);
    expect(reserved.map(([name]) => name).sort()).toEqual([...slow.map(([name]) => name), 'Relay'].sort());
    for (const [name, many] of reserved) expect(many).toBe(manifest.functions[name]?.atOnce);
    // An account has 1,000 unless it asked for more, and Lambda leaves the last 100 to functions without a reservation;
    // most is to be left to them: API and steps.
    expect(reserved.reduce((sum, [, many]) => sum + many, 0)).toBeLessThanOrEqual(500);
    // Ten batches of a shard at once, as `events.ts` holds, of ten shards.
    expect(manifest.functions['Relay']?.atOnce).toBeGreaterThanOrEqual(100);
  });

  it('has a role that no other function has', () => {
    const roles = [...functions.values()].map(
      ({ stack, Properties }) => `${stack} ${Properties.Role['Fn::GetAtt'][0]}`,
    );
    expect(new Set(roles).size).toBe(roles.length);
  });

  it.each([...functions])('%s may do on the tables what its words say, and nothing else', (name, made) => {
    const access = manifest.functions[name]?.access ?? {};
    const granted = templates
      .rightsOf(made)
      .filter((statement) => actions(statement).some((action) => action.startsWith('dynamodb:')));
    expect(granted.map(onTable)).toEqual(expected(access));
  });

  const variableOf = (other: string): string =>
    `${other.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}_FUNCTION`;

  it.each([...functions])('%s may call the functions it is a client of, by the names its code reads', (name, made) => {
    const others = manifest.functions[name]?.access.invokes ?? [];
    const calls = templates.rightsOf(made).filter((statement) => actions(statement).includes('lambda:InvokeFunction'));
    // No stack of a capability refers to another's, so that a client knows the function by a name that is fixed.
    const arnOf = (other: string) => {
      const fixed = `${functions.get(other)?.Properties.FunctionName}:live`;
      expect(made.Properties.Environment.Variables[variableOf(other)]).toBe(fixed);
      const parts = ['arn:aws:lambda:ap-southeast-1:', { Ref: 'AWS::AccountId' }, `:function:${fixed}`];
      return { 'Fn::Join': ['', parts] };
    };
    expect(new Set(calls.flatMap((statement) => [statement.Resource].flat()))).toEqual(new Set(others.map(arnOf)));
    const told = Object.keys(made.Properties.Environment.Variables).filter((one) => one.endsWith('_FUNCTION'));
    expect(told.sort()).toEqual(others.map(variableOf).sort());
  });

  it.each([...functions])('%s may put and get documents, and sign, where its words say so', (name, made) => {
    const { documents, certificates, anchors } = manifest.functions[name]?.access ?? {};
    const rights = templates.rightsOf(made);
    const granted = rights.flatMap(actions);
    const on = (place: string) =>
      rights
        .filter(({ Resource }) => JSON.stringify(Resource).includes(`GetAtt${place}`))
        .flatMap(actions)
        .filter((action) => action.startsWith('s3:'))
        .sort();
    expect([on('Documents'), on('Evidence')]).toEqual(documents ? BUCKET_RIGHTS[documents] : [[], []]);
    expect(on('Anchors')).toEqual(anchors ? [...LOOK, 's3:PutObject'] : []);
    expect(granted.filter((action) => /^kms:(Sign|GetPublicKey)$/.test(action)).sort()).toEqual(
      certificates ? ['kms:GetPublicKey', 'kms:Sign'] : [],
    );
    const variables = made.Properties.Environment.Variables;
    for (const variable of Object.values(BUCKET_VARIABLES)) expect(variable in variables).toBe(!!documents);
    expect(KEY_VARIABLE in variables).toBe(!!certificates);
    expect(ANCHOR_VARIABLE in variables).toBe(!!anchors);
  });

  it('puts objects where it uploads, brings, keeps or anchors, and nowhere else', () => {
    const putting = [...functions].filter(([, made]) =>
      templates.rightsOf(made).some((statement) => actions(statement).some((action) => action.startsWith('s3:Put'))),
    );
    expect(putting.map(([name]) => name).sort()).toEqual(['AnchorChains', 'FileRows', 'FilingApi', 'KeepEvidence']);
  });

  it.each([...functions])(
    '%s may read the secrets of its word for what leaves, by name, and no other',
    (name, made) => {
      const { outbound } = manifest.functions[name]?.access ?? {};
      const rights = templates
        .rightsOf(made)
        .filter((one) => actions(one).some((action) => action.startsWith('secretsmanager:')));
      const variables = made.Properties.Environment.Variables;
      expect(rights.map(actions)).toEqual(outbound?.secrets.length ? [['secretsmanager:GetSecretValue']] : []);
      expect(HOSTS_VARIABLE in variables).toBe(!!outbound);
      for (const [secret, { variable }] of Object.entries(secrets)) {
        const isNamed = outbound?.secrets.some((one) => one === secret) ?? false;
        expect(variable in variables).toBe(isNamed);
        expect(
          rights
            .flatMap(({ Resource }) => [Resource].flat())
            .some((one) => JSON.stringify(one) === JSON.stringify(variables[variable])),
        ).toBe(isNamed);
      }
    },
  );

  describe('what leaves', () => {
    const on = new Templates({
      outboundHosts: 'smtp.example.cn:465,text.example.cn',
      mailRelay: 'smtp.example.cn:465',
      mailFrom: 'registry@example.cn',
      mailUser: 'registry',
      textGateway: 'https://text.example.cn/send',
    }).functions();
    const channels = Object.values(CHANNEL_VARIABLES);
    const told = (of: typeof functions, name: string): string[] =>
      channels.filter((one) => one in (of.get(name)?.Properties.Environment.Variables ?? {}));

    it('reaches people by channels that are off unless the target switches them on, and that few functions know', () => {
      for (const [name] of functions) expect(told(functions, name), name).toEqual([]);
      const { MAIL_RELAY, MAIL_FROM, TEXT_GATEWAY } = on.get('DeliverNotice')?.Properties.Environment.Variables ?? {};
      expect([MAIL_RELAY, MAIL_FROM, TEXT_GATEWAY]).toEqual([
        'smtp.example.cn:465',
        'registry@example.cn',
        'https://text.example.cn/send',
      ]);
      const knowing = [...on].flatMap(([name]) => (told(on, name).length > 0 ? [name] : []));
      expect(knowing.toSorted()).toEqual(['DeliverNotice', 'NoticesApi']);
      // No network of ours stands beside Lambda, in which a relay could stand inside.
      expect(told(on, 'DeliverNotice')).not.toContain(CHANNEL_VARIABLES.mailRelayAddresses);
    });

    it('is sent by functions that may touch their own records alone, so that none of them can tell what others hold', () => {
      const sending = Object.keys(manifest.functions).filter((name) => {
        const { entry, access } = manifest.functions[name] ?? {};
        return access?.outbound && entry?.includes('/steps/');
      });
      expect(sending.toSorted()).toEqual(['DeliverNotice', 'DeliverWebhook']);
      for (const [name, made] of functions) {
        const kinds = manifest.functions[name]?.access.outbound?.within;
        expect([name, kinds !== undefined]).toEqual([name, sending.includes(name)]);
        const conditions = templates
          .rightsOf(made)
          .filter((one) => actions(one).includes('dynamodb:GetItem'))
          .map(({ Condition }) => Condition);
        const keys = kinds?.flatMap((kind) => [`DST#*#${kind}`, `DST#*#${kind}#*`]);
        if (keys) expect(conditions).toEqual([{ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } }]);
        else for (const one of conditions) expect(one).toBeUndefined();
      }
    });
  });

  it('never lets who writes evidence sign a link, nor anybody delete evidence', () => {
    const words = Object.entries(manifest.functions).flatMap(([name, { access }]) =>
      access.documents ? [[name, access.documents]] : [],
    );
    expect(Object.fromEntries(words)).toEqual({
      FilingApi: 'grant',
      FileRows: 'bring',
      TradeApi: 'read',
      KeepEvidence: 'keep',
      ClearUploads: 'clear',
    });
  });

  it.each(Object.entries(manifest.functions).filter(([, { entry }]) => entry.endsWith('/api.ts')))(
    '%s has the words for every service that its code reaches',
    (_name, { entry, access }) => {
      const reached = reachedFrom(entry);
      expect([
        reached.has('functions/shared/documents/storage.ts'),
        reached.has('functions/shared/signing/signer.ts'),
        reached.has('functions/shared/invoke/invoke.ts'),
        reached.has('functions/shared/outbound/destination.ts'),
      ]).toEqual([
        access.documents !== undefined,
        access.certificates !== undefined,
        access.invokes !== undefined,
        access.outbound !== undefined,
      ]);
    },
  );

  it('finds in its environment what its code reads', () => {
    const variables = (name: string) => Object.keys(functions.get(name)?.Properties.Environment.Variables).sort();
    const common = ['AUDIT_TABLE', 'NODE_OPTIONS', 'REGISTRY_TABLE'];
    const machinesOf = (of: object) => Object.keys(of).map((name) => stateMachineVariable(name as Workflow));
    const machines = machinesOf(manifest.workflows);
    const ofFiling = machinesOf(manifest.capabilities.filing.workflows ?? {});
    expect(ofFiling).toContain('FILING_BATCH_STATE_MACHINE_ARN');
    expect(variables('Relay')).toEqual([...common, ...machines, 'EVENT_BUS_NAME'].sort());
    expect(variables('FilingApi')).toEqual(
      [...common, ...ofFiling, ...Object.values(BUCKET_VARIABLES), KEY_VARIABLE, PUBLIC_URL_VARIABLE].sort(),
    );
    expect(variables('Authorizer')).toEqual(
      [
        ...common,
        'OIDC_AMR',
        'OIDC_AUDIENCE',
        'OIDC_CLAIMS',
        'OIDC_ISSUER',
        'OIDC_JWKS_URI',
        'USAGE_CLIENTS',
        'USAGE_KEYS',
      ].sort(),
    );
    expect(variables('ScreenRisks')).toEqual(common);
  });

  it.each(Object.entries(manifest.capabilities))(
    '%s names executions of its own state machines only: its API is told no other',
    (name, { api }) => {
      const named = globSync(`functions/${name}/**/*.ts`)
        .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bexecutionArn\('([\w-]+)'/g)])
        .map(([, workflow]) => stateMachineVariable(workflow as Workflow));
      const told = Object.keys(functions.get(api.function)?.Properties.Environment.Variables);
      expect(told).toEqual(expect.arrayContaining(named));
    },
  );
});

describe('every policy', () => {
  const statements = templates.resources.flatMap((resource) =>
    [resource.Properties?.PolicyDocument, resource.Properties?.AssumeRolePolicyDocument, resource.Properties?.KeyPolicy]
      .filter((document) => document !== undefined)
      .flatMap((document: { Statement: Statement[] }) => document.Statement)
      .filter(({ Effect }) => Effect === 'Allow')
      .map((statement) => ({ resource, statement })),
  );

  it('names each action in full; only the account’s own administration of its keys does not', () => {
    const wild = statements.filter(({ statement }) => actions(statement).some((action) => action.includes('*')));
    expect(wild.map(({ resource, statement }) => [resource.Type, statement.Action])).toEqual([
      ['AWS::KMS::Key', 'kms:*'],
      ['AWS::KMS::Key', 'kms:*'],
      ['AWS::KMS::Key', 'kms:*'],
    ]);
    for (const { statement } of wild) expect(JSON.stringify(statement.Principal)).toContain(':root');
  });

  it('names its resource wherever the action knows one', () => {
    const wide = statements
      .filter(
        ({ resource, statement }) =>
          resource.Type === 'AWS::IAM::Policy' &&
          JSON.stringify(statement.Resource).replaceAll(OBJECTS, '').includes('*'),
      )
      .flatMap(({ statement }) => actions(statement));
    expect(wide.filter((action) => !WITHOUT_RESOURCE.test(action) && !OWN_EXECUTIONS.test(action))).toEqual([]);
  });

  it('never allows a Scan but of the audit to what anchors it, nor a change of an audit entry', () => {
    const onAudit = statements.filter(({ statement }) => AUDIT_TABLE.test(JSON.stringify(statement.Resource)));
    expect(onAudit.length).toBeGreaterThan(0);
    expect(new Set(onAudit.flatMap(({ statement }) => actions(statement)))).toEqual(
      new Set(['dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan']),
    );
    const scans = statements.filter(({ statement }) => actions(statement).includes('dynamodb:Scan'));
    const anchoring = functions.get('AnchorChains') as Resource;
    expect(scans.map(({ statement }) => statement)).toEqual(
      templates.rightsOf(anchoring).filter((statement) => actions(statement).includes('dynamodb:Scan')),
    );
    expect(scans.map(({ statement }) => AUDIT_TABLE.test(JSON.stringify(statement.Resource)))).toEqual([true]);
  });
});

/** The project's files that a bundle of the entry would hold. */
function reachedFrom(entry: string): Set<string> {
  const { metafile } = buildSync({
    entryPoints: [entry],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    metafile: true,
    write: false,
    outdir: 'none',
  });
  return new Set(Object.keys(metafile.inputs));
}

/** A statement in the manifest's terms: which table, which actions, how many resources (the table and its indexes). */
function onTable(statement: Statement) {
  const resources = JSON.stringify(statement.Resource);
  return {
    table: resources.includes('GetAttAudit') ? 'audit' : resources.includes('StreamArn') ? 'stream' : 'registry',
    actions: actions(statement)
      .map((action) => action.replace('dynamodb:', ''))
      .sort(),
    resources: [statement.Resource].flat().length,
  };
}

function expected({ registry, audit }: Access) {
  const read = ['BatchGetItem', 'GetItem', 'Query'];
  const words = {
    read: { table: 'registry', actions: read, resources: 1 + tables.registry.indexes.length },
    write: {
      table: 'registry',
      actions: [...read, 'BatchWriteItem', 'ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'].sort(),
      resources: 1 + tables.registry.indexes.length,
    },
    stream: {
      table: 'stream',
      actions: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'],
      resources: 1,
    },
  };
  return [
    ...(registry === 'stream' ? [{ table: 'registry', actions: ['GetItem'], resources: 1 }] : []),
    ...(registry ? [words[registry]] : []),
    ...(audit ? [{ table: 'audit', actions: AUDIT_ACTIONS[audit], resources: 1 }] : []),
  ];
}

const AUDIT_ACTIONS = { append: ['PutItem'], consult: ['PutItem', 'Query'], scan: ['Scan'] } as const;
