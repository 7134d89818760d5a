// Loaded before the bot: limits the directory SMALL_DISK to as many bytes as the parent says, and then behaves like a
// full disk: it writes what fits, and refuses the rest.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const disk = process.env.SMALL_DISK;
const open = new Map();
let room = Number(process.env.SMALL_DISK_ROOM ?? Number.POSITIVE_INFINITY);

process.on('message', (said) => {
  room = said.room;
  process.send('resized');
});
process.channel.unref();

const { openSync, closeSync, writeSync, unlinkSync, ftruncateSync } = fs;
const { statfs } = fs.promises;

const sizeOf = (path) => fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0;
const full = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28 });

fs.openSync = (path, ...how) => {
  const before = String(path).startsWith(disk) ? sizeOf(path) : undefined;
  const descriptor = openSync(path, ...how);
  if (before !== undefined) {
    room += before - sizeOf(path);
    open.set(descriptor, path);
  }
  return descriptor;
};
fs.closeSync = (descriptor) => {
  open.delete(descriptor);
  closeSync(descriptor);
};
fs.writeSync = (descriptor, bytes, offset, length, position) => {
  if (!open.has(descriptor)) return writeSync(descriptor, bytes, offset, length, position);
  const { size } = fs.fstatSync(descriptor);
  const fits = Math.min(length, Math.max(0, size + room - position));
  if (fits <= 0 && length > 0) throw full();
  const written = writeSync(descriptor, bytes, offset, fits, position);
  room -= Math.max(0, position + written - size);
  return written;
};
fs.ftruncateSync = (descriptor, length = 0) => {
  const { size } = fs.fstatSync(descriptor);
  ftruncateSync(descriptor, length);
  if (open.has(descriptor)) room += Math.max(0, size - length);
};
fs.unlinkSync = (path) => {
  const size = String(path).startsWith(disk) ? sizeOf(path) : 0;
  unlinkSync(path);
  room += size;
};
fs.promises.statfs = async (path, ...how) => {
  const there = await statfs(path, ...how);
  if (!String(path).startsWith(disk)) return there;
  return Object.assign(there, { bavail: Math.floor(Math.min(room, 2 ** 40) / there.bsize) });
};
syncBuiltinESMExports();
