import { statfsSync } from "node:fs";
import { dirname } from "node:path";

/** File systems of Linux on which SQLite's WAL is known to work: all processes share the machine's memory. */
const LOCAL = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // xfs
  0x9123683e, // btrfs
  0x01021994, // tmpfs
  0x794c7630, // overlayfs
  0xf2f52010, // f2fs
  0x2fc12fc1, // zfs
  0x4d44, // vfat
  0x5346544e, // ntfs
  0x7366746e, // ntfs3
  0x2011bab0, // exfat
]);

/**
 * Whether a path lies on a disk of this machine. Network shares, and whatever is not known, count as not local: WAL
 * needs shared memory and does not work over a network (sqlite.org/wal.html).
 */
export function isOnLocalDisk(path: string): boolean {
  if (process.platform === "win32") return !path.startsWith("\\\\");
  if (process.platform === "darwin") return !path.startsWith("/Volumes/");
  try {
    return LOCAL.has(statfsSync(dirname(path)).type >>> 0);
  } catch {
    return false;
  }
}
