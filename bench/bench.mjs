// `npm run bench [-- --json] [-- --only <name>]`: every figure, most as a ratio to its bare reference, measured in this
// same run. It only reports: it always ends well.
import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createHarness } from './harness/harness.mjs';
import { figures } from './scenarios/index.mjs';

/** The rows of a figure; one that says so when it could not be measured. */
async function measured({ name, measure }, harness) {
  try {
    return await measure(harness);
  } catch (error) {
    return [{ what: name, value: null, goal: '', met: false, detail: `not measured: ${error.message}` }];
  } finally {
    await harness.stopPrograms();
  }
}

function print({ machine, versions, date, rows }) {
  const { processors, model, load } = machine;
  const ran = `imapp ${versions.package}, Node ${versions.node}, PostgreSQL ${versions.postgresql ?? '(not needed)'}`;
  console.log(`\n${processors} × ${model}, load ${load.toFixed(1)} · ${ran} · ${date}\n`);
  for (const { what, value, goal, met, detail } of rows) {
    const mark = { true: 'met', false: 'not met', null: '' }[met];
    console.log(
      `${what.padEnd(56)} ${String(value ?? '–').padStart(9)}  ${goal.padEnd(6)} ${mark.padEnd(7)}  ${detail}`,
    );
  }
}

const { values: wanted } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } });
const chosen = figures.filter(({ name }) => wanted.only === undefined || name === wanted.only);
if (chosen.length === 0) {
  console.error(`There is no figure ${wanted.only}. There are: ${figures.map(({ name }) => name).join(', ')}.`);
} else {
  const machine = { processors: cpus().length, model: cpus()[0].model.trim(), load: loadavg()[0] };
  const harness = await createHarness();
  const rows = [];
  try {
    for (const figure of chosen) rows.push(...(await measured(figure, harness)));
    const about = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
    const versions = { node: process.version, postgresql: await harness.postgresql(), package: about.version };
    const report = { machine, versions, date: new Date().toISOString(), rows };
    if (wanted.json) console.log(JSON.stringify(report, null, 2));
    else print(report);
  } finally {
    await harness.close();
  }
}
