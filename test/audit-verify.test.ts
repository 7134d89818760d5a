import { describe, expect, test } from 'vitest';
import { verify } from '../src/audit-verify.js';
import { databases } from './support/databases.js';

describe.each(databases)('verifying the audit trail in $name', ({ fresh }) => {
  const event = { at: new Date(0), actor: 'U1', door: 'slack', action: 'upgrade.applied' };

  test('says that it holds, how long it is and its head', async () => {
    const database = await fresh();
    await database.prisma.auditEvent.create({ data: event });
    const { hash } = await database.prisma.auditEvent.create({ data: event });
    const lines: string[] = [];
    expect(await verify(database, (line) => lines.push(line))).toBe(true);
    expect(lines).toEqual([`The audit trail holds: 2 rows, head ${hash}.`]);
  });

  test('names the first row that is not as it was written', async () => {
    const database = await fresh();
    await database.prisma.auditEvent.createMany({ data: [event, event, event] });
    await database.workerPool.query(
      "ALTER TABLE audit_event DISABLE TRIGGER USER; UPDATE audit_event SET actor = 'U2' WHERE seq > 1",
    );
    const lines: string[] = [];
    expect(await verify(database, (line) => lines.push(line))).toBe(false);
    expect(lines).toEqual(['The audit trail is broken at row 2: it does not say what was written.']);
  });
});
