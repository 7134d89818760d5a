import type { Database } from '../database/client.js';
import { approve } from './approve.js';
import type { ChangeService } from './change.js';
import { confirm } from './confirm.js';
import { decline } from './decline.js';
import { open } from './open.js';
import type { ServiceContext } from './operation-context.js';
import { propose } from './propose.js';
import { changeById } from './store.js';

/** The one corridor that every operation walks: form → plan → typed confirmation → approval → apply. */
export function createChangeService(database: Database, ctx: ServiceContext): ChangeService {
  return {
    open: (actor, asked) => open({ database, ctx, actor }, asked),
    propose: (actor, asked) => propose({ database, ctx, actor }, asked),
    confirm: (actor, agreed) => confirm({ database, ctx, actor }, agreed),
    approve: (actor, approved) => approve({ database, ctx, actor }, approved),
    decline: (actor, declined) => decline({ database, ctx, actor }, declined),
    get: (id) => changeById(database.prisma, id),
  };
}
