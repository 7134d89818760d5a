import { defineConfig } from 'prisma/config';

// For Prisma's own command line (`prisma migrate deploy`, `prisma studio`); the bot itself reads src/config.ts.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
});
