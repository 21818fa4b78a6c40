/**
 * Which folder may import which: `api, workers -> activities -> channels, rails, cap-svc -> domain <- workflows`.
 *
 * Only what is left after compilation counts (`tsPreCompilationDeps: false`): `import type` may cross every fence, for it
 * brings no code along. That is what lets the transitive rules (`reachable`) say something true.
 * test/boundaries proves that each rule bites.
 */
const TOOLS = 'test|ops|sandbox|bench';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Modules that import each other cannot be understood or loaded alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-imports-domain-only',
      comment: 'Rules are pure: no package, no Node module, no other folder.',
      severity: 'error',
      from: { path: '^domain/' },
      to: { pathNot: '^domain/' },
    },
    {
      name: 'workflows-reach-no-effects',
      comment:
        'Workflow code is replayed for months; what touches the world stays behind activities, however long the way.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { pathNot: '^(workflows|domain)/|(^|/)node_modules/', reachable: true },
    },
    {
      name: 'deterministic-no-node-modules',
      comment: 'Node modules read the clock, the disk or the network.',
      severity: 'error',
      from: { path: '^(workflows|domain)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workflows-packages-allowed',
      comment: "The SDK evaluates the bundle's modules for each run: every package here is paid per payment.",
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '(^|/)node_modules/', pathNot: '(^|/)node_modules/@temporalio/(workflow|common)/' },
    },
    {
      name: 'adapters-know-no-callers',
      comment: 'Channels, rails, cap-svc, locales and their like are used by activities and the api, and know neither.',
      severity: 'error',
      from: { pathNot: `^(activities|workers|api|workflows|temporal|${TOOLS})/` },
      to: { path: '^(activities|workers|api|workflows)/' },
    },
    {
      name: 'temporal-knows-contracts-only',
      comment: 'Who starts a workflow needs its contract; api, activities and workers all start them the same way.',
      severity: 'error',
      from: { path: '^temporal/' },
      to: { path: '^(activities|workers|api)/' },
    },
    {
      name: 'activities-know-no-callers',
      comment: 'Activities run wherever a worker puts them.',
      severity: 'error',
      from: { path: '^activities/' },
      to: { path: '^(workers|api)/' },
    },
    {
      name: 'workflows-only-by-contract',
      comment: 'Outside, a workflow is its contract: importing the workflow itself would run it where it stands.',
      severity: 'error',
      from: { pathNot: '^(workflows|test|bench)/' },
      to: { path: '^workflows/index\\.ts$' },
    },
    {
      name: 'sandbox-for-tests-and-ops',
      comment: 'A simulator in production would answer instead of Meta, the broker or the rail.',
      severity: 'error',
      from: { pathNot: `^(${TOOLS})/` },
      to: { path: '^sandbox/' },
    },
    {
      name: 'tests-are-imported-by-tests',
      comment: 'Test support is not shipped.',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^test/' },
    },
    {
      name: 'ops-is-imported-by-tests-and-sandbox',
      comment: 'Scripts of operators are programs of their own.',
      severity: 'error',
      from: { pathNot: `^(${TOOLS})/` },
      to: { path: '^ops/' },
    },
    {
      name: 'production-needs-no-dev-packages',
      comment: 'The image is installed without devDependencies, and runs what is compiled of ops as well.',
      severity: 'error',
      from: { path: '^[^/]+/', pathNot: '^(test|sandbox|bench)/|\\.[cm]js$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'imports-exist',
      comment:
        'An import that leads nowhere escapes every other rule. The bench installs DBOS Transact for itself alone.',
      severity: 'error',
      from: { pathNot: '^bench/same-job/dbos/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: false,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|\\.sandbox)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
