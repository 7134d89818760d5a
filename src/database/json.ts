import type { Prisma } from './generated/client.js';

/** A JSON column that this program wrote itself, read back as what was written. */
export function fromJson<T>(value: Prisma.JsonValue): T {
  return value as T;
}

/** Plain data as a JSON column takes it. */
export function toJson(value: object): Prisma.InputJsonObject {
  return value as Prisma.InputJsonObject;
}
