import { now } from "../../machine.ts";
import { type Libc, LOCK_EX, LOCK_NB } from "../../netlink/socket/libc.ts";
import { loadLibc } from "../../netlink/socket/load-libc.ts";
import { type Netns, openOwnNetns } from "../../netlink/socket/netns.ts";
import { pauseAfter } from "../../netlink/socket/pause.ts";
import { EAGAIN } from "../../netlink/uapi/errno.ts";

/** After that a plugin goes on without its turn: others are then in each other's way, and nothing worse. */
const TURN_TIMEOUT_MS = 10_000;

/** What this process has, and how many changes are under way in it. */
let turn: Promise<Netns> | undefined;
let changes = 0;

/**
 * Makes a change of the host's ruleset while no other process's plugin makes one. Each change has all others look again
 * (NFT_MSG_GETGEN), so that many containers at once would spend their time on that. Changes of one process have the turn together:
 * one that is undone begins another.
 */
export async function inTurn<T>(change: () => Promise<T>): Promise<T> {
  changes++;
  try {
    turn ??= takeTurn(await loadLibc());
    await turn;
    return await change();
  } finally {
    changes--;
    if (changes === 0) await endTurn();
  }
}

async function endTurn(): Promise<void> {
  const ending = turn;
  turn = undefined;
  (await ending)?.[Symbol.dispose]();
}

/**
 * Waits for flock(2) on the namespace itself, which is the same inode for everybody in it: a lock of this host that needs
 * no file. It waits without blocking the thread, on which a program may run other things.
 */
async function takeTurn(libc: Libc): Promise<Netns> {
  const netns = openOwnNetns();
  const deadline = now() + TURN_TIMEOUT_MS;
  for (let attempt = 1; libc.flock(netns.fd, LOCK_EX | LOCK_NB) === -EAGAIN; attempt++) {
    if (now() >= deadline) break;
    await pauseAfter(attempt);
  }
  return netns;
}
