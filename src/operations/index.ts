import { bill } from './bill/bill.js';
import { configure } from './configure/configure.js';
import { correct } from './correct/correct.js';
import { correctMode } from './correct-mode/correct-mode.js';
import { correctReading } from './correct-reading/correct-reading.js';
import { disable } from './disable/disable.js';
import { edit } from './edit/edit.js';
import { extend } from './extend/extend.js';
import { help } from './help/help.js';
import { history } from './history/history.js';
import { importApps } from './import/import.js';
import { list } from './list/list.js';
import { migrate } from './migrate/migrate.js';
import type { Operation } from './operation.js';
import { plans } from './plans/plans.js';
import { register } from './register/register.js';
import { restore } from './restore/restore.js';
import { retire } from './retire/retire.js';
import { show } from './show/show.js';
import { upgrade } from './upgrade/upgrade.js';
import { usage } from './usage/usage.js';

/** Every operation, in the order of the help. To add an operation, add it here. */
export const operations: readonly Operation[] = [
  list,
  show,
  usage,
  bill,
  upgrade,
  configure,
  extend,
  disable,
  restore,
  register,
  importApps,
  edit,
  correct,
  correctReading,
  retire,
  migrate,
  correctMode,
  history,
  plans,
  help,
];
