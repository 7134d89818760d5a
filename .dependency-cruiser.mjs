/** Which room may import which. The key is the room, the list what it may reach; itself it always may. */
const rooms = {
  i18n: [],
  imapp: ['i18n'],
  operations: ['imapp', 'i18n'],
  notices: ['imapp', 'i18n'],
  database: ['imapp'],
  tencent: ['imapp'],
  changes: ['operations', 'notices', 'imapp', 'i18n', 'database'],
  jobs: ['changes', 'notices', 'imapp', 'i18n', 'database', 'tencent'],
  slack: ['changes', 'operations', 'notices', 'imapp', 'i18n', 'database/queries'],
  api: ['changes', 'operations', 'notices', 'imapp', 'i18n', 'database/queries'],
  demo: ['bot', 'changes', 'operations', 'imapp', 'i18n', 'database', 'jobs', 'config'],
};

/** Who may use a library that belongs to a room: by how its path in node_modules begins. */
const libraries = {
  '@slack/': ['slack'],
  '@prisma/|(@types/)?pg/|pg-|@electric-sql/': ['database'],
  'graphile-worker/': ['database', 'jobs'],
  'i18next/': ['i18n'],
  'tls-sig-api-v2/': ['tencent'],
};

/** What every room may use: it is no door. */
const everyone = ['log', 'meters'];
const path = (list) => list.map((room) => `^src/${room}(/|\\.ts$)`).join('|');
const reachable = (room) => path([room, ...rooms[room], ...everyone]);

const forbidden = [
  ...Object.keys(rooms).map((room) => ({
    name: `room-${room}`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: { path: '^src/', pathNot: reachable(room) },
  })),
  ...Object.entries(libraries).map(([library, owners]) => ({
    name: `library-${owners.join('-')}`,
    severity: 'error',
    from: { path: '^src/', pathNot: path(owners) },
    to: { path: `^node_modules/(${library})` },
  })),
  ...['operations', 'notices'].map((room) => ({
    name: `folders-of-${room}-apart`,
    comment: 'One operation (or notice) is one folder, and none knows another; only the list knows them all.',
    severity: 'error',
    from: { path: `^src/${room}/([^/]+)/` },
    to: { path: `^src/${room}/([^/]+)/`, pathNot: `^src/${room}/$1/` },
  })),
  {
    name: 'emulator-only-in-demo',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/demo/' },
    to: { path: '^packages/' },
  },
  { name: 'emulator-knows-nothing-of-the-bot', severity: 'error', from: { path: '^packages/' }, to: { path: '^src/' } },
  { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'nothing-forgotten',
    comment: 'Every module is reached from one of the entries.',
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
