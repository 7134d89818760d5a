import type { Prisma } from './generated/client.js';

/** The value of a JSON column, which this program wrote as a T. */
export function fromJson<T>(value: Prisma.JsonValue): T {
  return value as T;
}

/** Plain data as Prisma's type for a JSON column. */
export function toJson(value: object): Prisma.InputJsonObject {
  return value as Prisma.InputJsonObject;
}
