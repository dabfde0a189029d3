// The walls of the house (README, "Who may look at whom"), once: read by eslint and by the import-graph test.
// `files` are globs, `alias` is tested against the import as written, `target` against the file it leads to.

const DOORS = ['http', 'live', 'collab', 'jobs', 'outbox']

const noServer = {
  alias: '^#server/|/server/',
  target: '^server/',
  why: 'What is under app/ may reach a browser; nothing of server/ ever does.',
}
const noTests = { alias: '^#tests/', target: '^tests/', why: 'The program never needs its tests.' }

/** @type {{name: string, files: string[], except?: string[], forbid: {alias: string, target: string, why: string, allowTypes?: boolean}[]}[]} */
export const walls = [
  {
    name: 'domain is pure',
    files: ['app/domain/**/*.ts'],
    forbid: [
      {
        alias: '^(?!\\.|#app/domain/)',
        target: '^(?!app/domain/)',
        why: 'Rules are plain functions: they import nothing outside app/domain.',
      },
    ],
  },
  {
    name: 'contracts know the domain and zod only',
    files: ['app/contracts/**/*.ts'],
    forbid: [
      {
        alias: '^(?!\\.|#app/contracts/|#app/domain/|zod$)',
        target: '^(?!app/contracts/|app/domain/|package:zod$)',
        why: 'Contracts import zod and app/domain, nothing else.',
      },
    ],
  },
  {
    name: 'the browser side never sees the server',
    files: ['app/**/*.{ts,tsx}'],
    except: ['app/domain/**', 'app/contracts/**', 'app/routes/**', 'app/root.tsx', 'app/load-context.d.ts', 'app/entry.server.tsx'],
    forbid: [noServer, noTests],
  },
  {
    name: 'routes see the type of their context only',
    files: ['app/routes/**/*.{ts,tsx}', 'app/root.tsx', 'app/load-context.d.ts', 'app/entry.server.tsx'],
    forbid: [
      { ...noServer, alias: '^#server/(?!http/load-context\\.ts$)', target: '^server/(?!http/load-context\\.ts$)' },
      { ...noServer, alias: '^#server/http/load-context\\.ts$', target: '^server/http/load-context\\.ts$', allowTypes: true },
      noTests,
    ],
  },
  {
    name: 'the server does not import screens',
    files: ['server/**/*.ts'],
    except: ['server/jobs/**', 'server/features/**', 'server/policies/**', ...DOORS.map((door) => `server/${door}/**`)],
    forbid: [...serverBase()],
  },
  {
    name: 'only the queue imports bull',
    files: ['server/jobs/**/*.ts'],
    except: ['server/jobs/queue.ts'],
    forbid: [...serverBase(), ...otherDoors('jobs')],
  },
  {
    name: 'the queue',
    files: ['server/jobs/queue.ts'],
    forbid: [...serverBase().filter((rule) => rule.target !== '^package:bull$'), ...otherDoors('jobs')],
  },
  ...DOORS.filter((door) => door !== 'jobs').map((door) => ({
    name: `door ${door}`,
    files: [`server/${door}/**/*.ts`],
    forbid: [...serverBase(), ...otherDoors(door)],
  })),
  {
    name: 'features do not open doors',
    files: ['server/features/**/*.ts'],
    forbid: [
      ...serverBase(),
      {
        alias: '^#server/(http|live|collab|jobs)/',
        target: '^server/(http|live|collab|jobs)/',
        why: 'A feature writes rows and events; after the commit the relay sends. Only types may be looked at.',
        allowTypes: true,
      },
    ],
  },
  {
    name: 'policies decide from plain facts',
    files: ['server/policies/**/*.ts'],
    forbid: [
      {
        alias: '^#server/(?!policies/|db/|command/context\\.ts$)',
        target: '^server/(?!policies/|db/|command/context\\.ts$)',
        why: 'Policies know contracts, domain and database types only.',
        allowTypes: true,
      },
      ...serverBase(),
    ],
  },
]

function serverBase() {
  return [
    {
      alias: '^#app/(routes|screens|components)/|^#app/live/(?!reducers/)|^#app/root|^react$|^react-dom',
      target: '^app/(routes|screens|components)/|^app/live/(?!reducers/)|^app/root|^package:react$|^package:react-dom$',
      why: 'The server shares domain, contracts, text and editor nodes with the screens, not the screens themselves.',
    },
    { alias: '^bull$', target: '^package:bull$', why: 'Only server/jobs/queue.ts imports bull.' },
    noTests,
  ]
}

function otherDoors(own) {
  // Every door stands on the event log, so append and catch-up are not doors; the relay, which carries outwards, is.
  const others = DOORS.filter((door) => door !== own && door !== 'outbox').map((door) => `${door}/`)
  if (own !== 'outbox') others.push('outbox/relay')
  return [
    {
      alias: `^#server/(?:${others.join('|')})`,
      target: `^server/(?:${others.join('|')})`,
      why: 'No door imports another door; boot/services.ts joins them.',
      allowTypes: true,
    },
  ]
}
