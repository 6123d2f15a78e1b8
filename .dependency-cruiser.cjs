/** The architecture's import rules; `test/architecture.test.ts` holds the whole tree to them. */
/** Every folder of `functions/` is a capability but these; a new one is held to the rules without a word here. */
const capability = '^functions/(?!(?:shared|system|events|packing|portal)/)([^/]+)/';
/** The planner as a library: its threads and its command are for those who run it. */
const packing = '^functions/packing/(?!threads\\.ts|cli\\.ts)';

module.exports = {
  forbidden: [
    {
      name: 'pure-domain',
      comment:
        'A domain imports its own domain, what is told, the kernel, the planner, the forms of reference data and zod: no AWS, no middleware, no host, no data.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/domain/' },
      to: {
        pathNot: [
          '^functions/$1/domain/',
          '^functions/shared/kernel/',
          '^functions/events/',
          packing,
          '^functions/shared/reference/(in-force|list|names|rule|lists/[^/]+)\\.ts$',
          '(^|/)node_modules/zod/',
        ],
      },
    },
    {
      name: 'events-are-words',
      comment:
        'What capabilities tell each other is schemas and names: the kernel, digests and zod, no capability, no host.',
      severity: 'error',
      from: { path: '^functions/events/' },
      to: {
        pathNot: ['^functions/events/', '^functions/shared/(kernel/|digest\\.ts)', '(^|/)node_modules/zod/'],
      },
    },
    {
      name: 'packing-is-a-library',
      comment: 'The planner knows nothing of the registry: itself, zod and the solver.',
      severity: 'error',
      from: { path: packing },
      to: { pathNot: [packing, '(^|/)node_modules/(zod|highs)/'] },
    },
    {
      name: 'packing-is-run-here',
      comment: "Its threads add Node's own modules; its command, the kernel's way to tell what is wrong with a file.",
      severity: 'error',
      from: { path: '^functions/packing/(threads|cli)\\.ts$' },
      to: { pathNot: ['^functions/packing/', '^functions/shared/kernel/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'packing-threads-know-no-kernel',
      severity: 'error',
      from: { path: '^functions/packing/threads\\.ts$' },
      to: { path: '^functions/shared/' },
    },
    {
      name: 'packing-is-for-consolidation',
      comment: 'Nobody else packs; the bench and the tests stand outside functions/.',
      severity: 'error',
      from: { path: '^(functions|infra)/', pathNot: '^functions/(packing|consolidation)/' },
      to: { path: '^functions/packing/' },
    },
    {
      name: 'pure-kernel',
      comment: 'The kernel rests on zod and the calendar of holidays only.',
      severity: 'error',
      from: { path: '^functions/shared/kernel/' },
      to: { pathNot: ['^functions/shared/kernel/', '(^|/)node_modules/(zod|chinese-days)/'] },
    },
    {
      name: 'no-data-in-domain',
      comment:
        'What was in force on a day is given to a domain as arguments; it reaches no file of data, by whatever way.',
      severity: 'error',
      from: { path: '^functions/([^/]+/domain|shared/kernel|events|packing)/' },
      to: { path: '\\.json$', reachable: true },
    },
    {
      name: 'reference-data-in-one-place',
      comment:
        'Files of `seeds/reference/` are the first versions of lists: one place reads them, and credit its scorecards.',
      severity: 'error',
      from: {
        path: '^(functions|infra)/',
        pathNot: '^functions/(shared/reference/shipped|credit/store/scorecards)\\.ts$',
      },
      to: { path: '^seeds/reference/' },
    },
    {
      name: 'no-capability-imports-another',
      comment: 'What one capability needs of another arrives through an event or a read model it owns.',
      severity: 'error',
      from: { path: capability },
      to: { path: capability, pathNot: '^functions/$1/' },
    },
    {
      name: 'api-only-joins',
      comment: 'The handler of an API joins contract and operations; what it does stands in them.',
      severity: 'error',
      from: { path: `${capability}api\\.ts$` },
      to: { path: '^functions/$1/', pathNot: '^functions/$1/(contract/index|operations/|services/other-apis)' },
    },
    {
      name: 'contract-stands-on-domain',
      comment: 'What is asked and answered knows nothing of how it is done or kept.',
      severity: 'error',
      from: { path: `${capability}contract/` },
      to: { path: '^functions/$1/', pathNot: '^functions/$1/(contract|domain)/' },
    },
    {
      name: 'store-stands-on-domain',
      severity: 'error',
      from: { path: `${capability}store/` },
      to: { path: '^functions/$1/', pathNot: '^functions/$1/(store|domain)/' },
    },
    {
      name: 'print-stands-on-contract',
      comment: 'A form shows what it is given and reads nothing.',
      severity: 'error',
      from: { path: `${capability}print/` },
      to: { path: '^functions/$1/', pathNot: '^functions/$1/(print|contract|domain)/' },
    },
    {
      name: 'services-know-no-caller',
      comment: 'A use case is shared by API, steps, subscribers and schedules, and stands below them.',
      severity: 'error',
      from: { path: `${capability}services/` },
      to: { path: '^functions/$1/(api\\.ts|operations/|steps/|subscribers/|schedules/)' },
    },
    {
      name: 'handlers-know-no-handler',
      comment: 'What operations, steps, subscribers and schedules share stands in services/.',
      severity: 'error',
      from: { path: `${capability}(operations|steps|subscribers|schedules)/` },
      to: {
        path: '^functions/$1/(api\\.ts|operations/|steps/|subscribers/|schedules/)',
        pathNot: '^functions/$1/$2/',
      },
    },
    {
      name: 'shared-knows-no-capability',
      severity: 'error',
      from: { path: '^functions/shared/' },
      to: { path: [capability, '^functions/(system|packing)/'] },
    },
    {
      name: 'system-knows-contracts-only',
      comment: 'The OpenAPI document is the one place that reads every contract.',
      severity: 'error',
      from: { path: '^functions/system/' },
      to: { path: capability, pathNot: '^functions/[^/]+/contract/index\\.ts$' },
    },
    {
      name: 'aws-clients-in-few-places',
      severity: 'error',
      from: {
        path: '^functions/',
        pathNot: ['^functions/[^/]+/store/', '^functions/shared/(table|outbox|outbound|invoke|signing|documents)/'],
      },
      to: { path: '(^|/)node_modules/@aws-sdk/' },
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
    {
      name: 'the-api-knows-no-portal',
      severity: 'error',
      from: { path: '^(functions|infra)/' },
      to: { path: '^portal/' },
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
