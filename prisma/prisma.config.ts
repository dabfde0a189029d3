import path from 'node:path'
import { defineConfig } from 'prisma/config'

/** Read by Prisma's command line only. The program and its migrations read DATABASE_URL themselves. */
export default defineConfig({
  schema: path.join(import.meta.dirname, 'schema.prisma'),
  migrations: { path: path.join(import.meta.dirname, 'migrations') },
  datasource: { url: process.env.DATABASE_URL ?? '' },
})
