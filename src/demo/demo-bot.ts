import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createServiceContext, startBot } from '../bot.js';
import type { ServiceContext } from '../changes/context.js';
import type { Settings, SlackSettings } from '../config/config.js';
import { type Database, openDatabase } from '../database/client.js';
import type { Logger } from '../observability/log.js';
import { seed } from './seed.js';

/** A bot with the example apps. Its data is deleted when it stops. */
export interface DemoBot {
  readonly port: number;
  runScheduledWork(): Promise<void>;
  /** All apps, ordered by id. */
  apps(): Promise<readonly { readonly id: number; readonly name: string }[]>;
  /** Reports a usage reading through the API, as a platform would. Rejects with the reason if it is not accepted. */
  report(reading: Reading): Promise<void>;
  stop(): Promise<void>;
}

interface Reading {
  readonly sdkAppId: number;
  readonly metric: string;
  readonly value: number;
}

interface DemoBotOptions {
  readonly settings: Settings & { readonly slack: SlackSettings };
  now(): Date;
  readonly log: Logger;
  readonly template: TemplateDatabase;
  /** Where the database is kept for the next start; null: it is deleted when the bot stops. */
  readonly keepIn: string | null;
  wallClock(): Date;
}

/** An empty, migrated database: copying it is much faster than creating one. */
interface TemplateDatabase {
  copyTo(dataDirectory: string): Promise<void>;
  remove(): Promise<void>;
}

/** Takes some seconds. */
export async function createTemplateDatabase(log: Logger): Promise<TemplateDatabase> {
  const directory = await newDirectory();
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const database = await openDatabase({ dataDirectory: join(directory, 'database'), log });
    await database.close();
  } catch (error) {
    await remove();
    throw error;
  }
  return { remove, copyTo: (dataDirectory) => cp(join(directory, 'database'), dataDirectory, { recursive: true }) };
}

const newDirectory = () => mkdtemp(join(tmpdir(), 'imapp-sandbox-'));

/**
 * Starts the bot on its own embedded database: the kept one, or a new one with the example apps. A new one that is not
 * kept is deleted when the bot stops or cannot start.
 */
export async function startDemoBot(options: DemoBotOptions): Promise<DemoBot> {
  const temporary = options.keepIn === null ? await newDirectory() : null;
  const dataDirectory = options.keepIn ?? join(temporary ?? '', 'database');
  const isKept = existsSync(dataDirectory) && options.keepIn !== null;
  const removeData = async () => {
    if (temporary !== null) await rm(temporary, { recursive: true, force: true });
  };
  const opening = isKept ? openDatabase({ dataDirectory, log: options.log }) : openCopy(options, dataDirectory);
  const database = await opening.catch(async (error: unknown) => {
    await removeData();
    throw error;
  });
  const close = () => database.close().finally(removeData);
  try {
    const ctx = createServiceContext(options.settings, database, options.now);
    if (!isKept) await seed(ctx, options.log);
    return await startBotOn(options, ctx, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function openCopy({ template, log }: DemoBotOptions, dataDirectory: string): Promise<Database> {
  await template.copyTo(dataDirectory);
  return openDatabase({ dataDirectory, log });
}

async function startBotOn(options: DemoBotOptions, ctx: ServiceContext, close: () => Promise<void>): Promise<DemoBot> {
  const program = { name: 'sandbox', secret: randomBytes(16).toString('hex') };
  const settings = { ...options.settings, apiTokens: [...options.settings.apiTokens, program] };
  const bot = await startBot({ ...options, settings, ctx });
  return {
    port: bot.port,
    runScheduledWork: bot.runScheduledWork,
    async apps() {
      const rows = await ctx.database.prisma.app.findMany({ orderBy: { sdkAppId: 'asc' } });
      return rows.map(({ sdkAppId, name }) => ({ id: sdkAppId, name }));
    },
    report: (reading) => post(`http://127.0.0.1:${bot.port}/v1/usage`, program.secret, { readings: [reading] }),
    async stop() {
      await bot.stop();
      await close();
    },
  };
}

const problemSchema = z.object({ title: z.string().optional(), detail: z.string().optional() }).catch({});
const batchResultSchema = z.object({ refused: z.array(z.object({ reason: z.string() })) }).catch({ refused: [] });

/** Rejects with the problem, or with the reason why the row was not accepted. */
async function post(url: string, token: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json().catch(() => ({}));
  const [refused] = batchResultSchema.parse(answer).refused;
  if (refused) throw new Error(refused.reason);
  if (response.ok) return;
  const { title, detail } = problemSchema.parse(answer);
  throw new Error([response.status, title ?? response.statusText, detail].filter(Boolean).join(' '));
}
