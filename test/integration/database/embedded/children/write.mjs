// Writes rows until it is killed, and sends the number of each that was acknowledged.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, dataDirectory] = process.argv.slice(2);
const { openDatabase } = await import(pathToFileURL(join(dist, 'database', 'client.js')).href);
const { prisma } = await openDatabase({ dataDirectory, log: { info() {}, error() {}, fatal() {} } });
const at = new Date(0);
let next = await prisma.closedMonth.count();
for (;;) {
  const once = String(next);
  await prisma.$transaction([
    prisma.closedMonth.create({ data: { month: once, closedAt: at } }),
    prisma.auditEvent.create({ data: { at, actor: 'writer', source: 'clock', action: 'write', reason: once } }),
  ]);
  process.send(next);
  next += 1;
}
