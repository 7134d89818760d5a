// The reference: a hono route that reads a body, checks it with zod and answers a constant.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';

const question = z.strictObject({
  sdkAppId: z.int().min(1).max(2_147_483_647),
  metric: z.string().max(60),
  current: z.int().min(0),
  asked: z.int().min(0),
});

const app = new Hono();
app.post('/v1/check', async (c) => {
  const { success } = question.safeParse(await c.req.json());
  return success ? c.json({ allowed: true, limit: 50 }) : c.json({ allowed: false, limit: null }, 400);
});

const settings = { fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' };
const server = serve(settings, () => console.log('ready'));
process.once('SIGTERM', () => server.close(() => process.exit(0)));
