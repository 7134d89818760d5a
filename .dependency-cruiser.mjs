/**
 * The folders of src/, lowest first. A folder may import those before it, so that no two folders import each other.
 * `notices/kinds` is a unit of its own: the texts and traits of notices, without a database.
 */
const order = [
  'i18n',
  'observability',
  'domain',
  'operations',
  'notices/kinds',
  'config',
  'tencent',
  'database',
  'changes',
  'usage',
  'notices',
  'apps',
  'jobs',
  'api',
  'slack',
  'phrases',
  'server',
  'bot',
  'cli',
  'demo',
  'main',
];

/** Folders that are pure, or an adapter: they may import these alone. */
const restricted = {
  i18n: [],
  domain: ['i18n'],
  operations: ['domain', 'i18n'],
  'notices/kinds': ['domain', 'i18n'],
  tencent: ['domain', 'config'],
  api: [
    'apps',
    'changes',
    'config',
    'database/app-cache',
    'database/errors',
    'domain',
    'i18n',
    'observability',
    'operations',
    'tencent',
    'usage',
  ],
  slack: ['apps', 'changes', 'domain', 'i18n', 'notices', 'notices/kinds', 'observability', 'operations'],
};

/** Packages that only these folders may import, by how their path in node_modules begins. */
const packages = {
  '@slack/': ['slack'],
  '@prisma/|(@types/)?pg/|pg-|@electric-sql/': ['database'],
  'graphile-worker/': ['database', 'jobs'],
  'i18next/': ['i18n'],
  'prom-client/': ['observability'],
  'tls-sig-api-v2/': ['tencent'],
};

const kinds = '^src/notices/(kinds/|kinds\\.ts$|notice\\.ts$)';
const pathOf = (unit) => (unit === 'notices/kinds' ? kinds : `^src/${unit}(/|\\.ts$)`);
const paths = (units) => units.map(pathOf).join('|');
const from = (unit) => ({ path: pathOf(unit), ...(unit === 'notices' && { pathNot: kinds }) });
const reachable = (unit) => [unit, ...(restricted[unit] ?? order.slice(0, order.indexOf(unit)))];

const forbidden = [
  ...order.map((unit) => ({
    name: `folder-${unit.replace('/', '-')}`,
    severity: 'error',
    from: from(unit),
    to: { path: '^src/', pathNot: paths(reachable(unit)) },
  })),
  {
    name: 'folder-unlisted',
    comment: 'Every folder has its place in the order.',
    severity: 'error',
    from: { path: '^src/', pathNot: paths(order) },
    to: {},
  },
  ...Object.entries(packages).map(([name, owners]) => ({
    name: `package-only-in-${owners.join('-')}`,
    severity: 'error',
    from: { path: '^src/', pathNot: paths(owners) },
    to: { path: `^node_modules/(${name})` },
  })),
  {
    name: 'operations-apart',
    comment: 'One operation is one folder and knows no other; only the index knows them all.',
    severity: 'error',
    from: { path: '^src/operations/([^/]+)/' },
    to: { path: '^src/operations/([^/]+)/', pathNot: '^src/operations/$1/' },
  },
  {
    name: 'kinds-of-notices-apart',
    comment: 'One kind of notice is one folder and knows no other; only notices/kinds.ts knows them all.',
    severity: 'error',
    from: { path: '^src/notices/kinds/([^/]+)/' },
    to: { path: '^src/notices/kinds/([^/]+)/', pathNot: '^src/notices/kinds/$1/' },
  },
  {
    name: 'emulator-only-in-demo',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/demo/' },
    to: { path: '^packages/' },
  },
  { name: 'emulator-without-the-bot', severity: 'error', from: { path: '^packages/' }, to: { path: '^src/' } },
  { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'no-orphans',
    comment: 'Every module is reached from one of the entry points.',
    severity: 'error',
    from: { orphan: true, pathNot: '\\.d\\.ts$' },
    to: {},
  },
];

export default {
  forbidden,
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|^src/database/generated' },
    exclude: { path: '^packages/[^/]+/(page|dist)' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
