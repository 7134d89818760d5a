import { randomBytes } from 'node:crypto';
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

/** A bot that knows the example apps and nothing else. Whatever it learns is gone when it stops. */
export interface DemoBot {
  readonly port: number;
  runScheduledWork(): Promise<void>;
  /** Every app it knows, by id. */
  apps(): Promise<readonly { readonly id: number; readonly name: string }[]>;
  /** Brings it a reading of usage, as a platform's program would. Rejects with what the bot says against it. */
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
  wallClock(): Date;
}

/** A database with nothing in it: to copy it takes a fraction of what it takes to make one. */
interface TemplateDatabase {
  copyTo(dataDirectory: string): Promise<void>;
  remove(): Promise<void>;
}

/** Makes a blank database, which takes some seconds. */
export async function createTemplateDatabase(log: Logger): Promise<TemplateDatabase> {
  const directory = await newDirectory();
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const database = await openDatabase({ dataDirectory: directory, log });
    await database.close();
  } catch (error) {
    await remove();
    throw error;
  }
  return { remove, copyTo: (dataDirectory) => cp(directory, dataDirectory, { recursive: true }) };
}

const newDirectory = () => mkdtemp(join(tmpdir(), 'imapp-sandbox-'));

/**
 * Starts the bot on an embedded database of its own, with the example apps in it. Where it cannot start, nothing of it
 * stays behind.
 */
export async function startDemoBot(given: DemoBotOptions): Promise<DemoBot> {
  const dataDirectory = await newDirectory();
  const forget = () => rm(dataDirectory, { recursive: true, force: true });
  const database = await openCopy(given, dataDirectory).catch(async (error: unknown) => {
    await forget();
    throw error;
  });
  const leave = () => database.close().finally(forget);
  try {
    const ctx = createServiceContext(given.settings, database, given.now);
    await seed(ctx, given.log);
    return await startBotOn(given, ctx, leave);
  } catch (error) {
    await leave();
    throw error;
  }
}

async function openCopy({ template, log }: DemoBotOptions, dataDirectory: string): Promise<Database> {
  await template.copyTo(dataDirectory);
  return openDatabase({ dataDirectory, log });
}

async function startBotOn(given: DemoBotOptions, ctx: ServiceContext, leave: () => Promise<void>): Promise<DemoBot> {
  const program = { name: 'sandbox', secret: randomBytes(16).toString('hex') };
  const settings = { ...given.settings, apiTokens: [...given.settings.apiTokens, program] };
  const bot = await startBot({ ...given, settings, ctx });
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
      await leave();
    },
  };
}

const problem = z.object({ title: z.string().optional(), detail: z.string().optional() }).catch({});
const taken = z.object({ refused: z.array(z.object({ reason: z.string() })) }).catch({ refused: [] });

/** Rejects with the problem, or with why the one row was not taken. */
async function post(url: string, token: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json().catch(() => ({}));
  const [refused] = taken.parse(answer).refused;
  if (refused) throw new Error(refused.reason);
  if (response.ok) return;
  const { title, detail } = problem.parse(answer);
  throw new Error([response.status, title ?? response.statusText, detail].filter(Boolean).join(' '));
}
