/** The architecture's import rules; `test/architecture.test.ts` holds the whole tree to them. */
const capability = '^functions/(filing|trade|consolidation|credit|interchange|trace)/';

module.exports = {
  forbidden: [
    {
      name: 'pure-domain',
      comment: 'A domain imports its own domain, the kernel, reference data and zod: no AWS, no middleware, no host.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/domain/' },
      to: {
        pathNot: [
          '^functions/$1/domain/',
          '^functions/shared/kernel/',
          '^seeds/reference/',
          '^node_modules/(zod|highs)/',
        ],
      },
    },
    {
      name: 'pure-kernel',
      comment: 'The kernel rests on zod and reference data only.',
      severity: 'error',
      from: { path: '^functions/shared/kernel/' },
      to: { pathNot: ['^functions/shared/kernel/', '^seeds/reference/', '^node_modules/(zod|chinese-days)/'] },
    },
    {
      name: 'no-capability-imports-another',
      comment: 'What one capability needs of another arrives through an event or a read model it owns.',
      severity: 'error',
      from: { path: capability },
      to: { path: capability, pathNot: '^functions/$1/' },
    },
    {
      name: 'shared-knows-no-capability',
      severity: 'error',
      from: { path: '^functions/shared/' },
      to: { path: capability },
    },
    {
      name: 'system-knows-contracts-only',
      comment: 'The OpenAPI document is the one place that reads every contract.',
      severity: 'error',
      from: { path: '^functions/system/' },
      to: { path: capability, pathNot: '/contract\\.ts$' },
    },
    {
      name: 'aws-clients-in-few-places',
      severity: 'error',
      from: {
        path: '^functions/',
        pathNot: ['/store\\.ts$', '^functions/shared/(table|outbox|invoke|signing|documents)/'],
      },
      to: { path: '^node_modules/@aws-sdk/' },
    },
    {
      name: 'functions-know-no-host',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(infra|test)/' },
    },
    {
      name: 'hosts-do-not-know-each-other',
      severity: 'error',
      from: { path: '^infra/(aws|local)/' },
      to: { path: '^infra/(aws|local)/', pathNot: '^infra/$1/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing-undeclared',
      severity: 'error',
      from: { path: '^(functions|infra)/' },
      // aws-lambda is types only (@types/aws-lambda).
      to: {
        pathNot: '^aws-lambda$',
        dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown', 'npm-dev'],
      },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js', '.json'] },
  },
};
