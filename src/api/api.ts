import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { appRoutes } from './apps.js';
import { checkRoute } from './check.js';
import { documentRoute } from './document.js';
import { invalid, Problem, told } from './problem.js';
import { refusalsRoute } from './refusals.js';
import { registerRoute } from './register.js';
import type { Api, Hands, Known, Route } from './route.js';
import { callers, type Token } from './tokens.js';
import { usageRoute } from './usage.js';
import { type VendorHook, vendorRoute } from './vendor.js';

/** Every route behind a token. */
const routes: readonly Route[] = [registerRoute, appRoutes, checkRoute, usageRoute, refusalsRoute, documentRoute];

interface Given extends Hands {
  readonly tokens: readonly Token[];
  /** Checks the vendor's webhook; null: there is none. */
  readonly vendorHook: VendorHook | null;
  wallClock(): Date;
}

/** The door to programs: everything under `/v1`. */
export function openApi(given: Given): RequestListener {
  const { tokens, vendorHook: hook, wallClock, log } = given;
  const api: Api = new OpenAPIHono<Known>({
    defaultHook: (read) => {
      if (!read.success) throw invalid(read.error, read.target);
    },
  });
  api.use(limited);
  vendorRoute(api, given, { hook, wallClock });
  api.use(known(tokens));
  for (const add of routes) add(api, given);
  refuseOtherMethods(api);
  api.notFound(() => {
    throw new Problem('not-found');
  });
  api.onError((error) => told(error, log));
  return getRequestListener(api.fetch);
}

const largestBody = 4 * 1024 * 1024;
const tooLarge = () => {
  throw new Problem('too-large');
};
const counted = bodyLimit({ maxSize: largestBody, onError: tooLarge });

/** By the announced length where there is one, which is nearly always and costs nothing; otherwise by counting. */
const limited: MiddlewareHandler = async (c, next) => {
  const length = c.req.header('content-length');
  if (length === undefined || c.req.header('transfer-encoding') !== undefined) return counted(c, next);
  return Number(length) > largestBody ? tooLarge() : next();
};

function known(tokens: readonly Token[]): MiddlewareHandler<Known> {
  const callerOf = callers(tokens);
  return async (c, next) => {
    const caller = callerOf(c.req.header('authorization'));
    if (caller === null) throw new Problem('unauthorized', {}, { 'www-authenticate': 'Bearer' });
    c.set('caller', caller);
    await next();
  };
}

/** What is there, but not with this method. Comes after all routes. */
function refuseOtherMethods(api: Api): void {
  const there = api.routes.filter(({ method }) => method !== 'ALL');
  for (const path of new Set(there.map((route) => route.path))) {
    const allow = [...new Set(there.flatMap((route) => (route.path === path ? [route.method] : [])))].join(', ');
    api.all(path, () => {
      throw new Problem('method-not-allowed', {}, { allow });
    });
  }
}
