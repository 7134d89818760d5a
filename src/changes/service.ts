import type { Database } from '../database/client.js';
import { approve } from './approve.js';
import type { Corridor } from './change.js';
import { confirm } from './confirm.js';
import { decline } from './decline.js';
import { open } from './open.js';
import type { Desk } from './operation-context.js';
import { propose } from './propose.js';
import { changeById } from './store.js';

/** The one corridor that every operation walks: form → plan → typed confirmation → approval → apply. */
export function openCorridor(database: Database, desk: Desk): Corridor {
  return {
    open: (asker, asked) => open({ database, desk, asker }, asked),
    propose: (asker, asked) => propose({ database, desk, asker }, asked),
    confirm: (asker, agreed) => confirm({ database, desk, asker }, agreed),
    approve: (asker, approved) => approve({ database, desk, asker }, approved),
    decline: (asker, declined) => decline({ database, desk, asker }, declined),
    look: (id) => changeById(database.prisma, id),
  };
}
