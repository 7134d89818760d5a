// Locks a data directory until it is killed. Sends `held`, or the error.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, directory] = process.argv.slice(2);
const { lockDirectory } = await import(pathToFileURL(join(dist, 'database', 'embedded', 'directory-lock.js')).href);
process.send('ready');
await new Promise((resolve) => process.once('message', resolve));
try {
  await lockDirectory(directory);
  process.send('held');
} catch (error) {
  process.send(`${error.name} ${error.pid}`);
}
setInterval(() => {}, 60_000);
