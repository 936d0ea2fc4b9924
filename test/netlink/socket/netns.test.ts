import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import t from "tap";
import {
  createNetns,
  inNetns,
  Netns,
  netnsIdentity,
  openNetns,
  openOwnNetns,
} from "../../../src/netlink/socket/netns.ts";
import { EINVAL, EPERM } from "../../../src/netlink/uapi/errno.ts";
import { fakeLibc } from "./fake-libc.ts";

const OWN = "/proc/thread-self/ns/net";
const countFds = (): number => readdirSync("/proc/self/fd").length;

t.test("what is no namespace", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "netns-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "file"), "");
  symlinkSync("nowhere", join(folder, "dangling"));
  const before = countFds();
  const table: [netns: string | number, error: object][] = [
    [join(folder, "gone"), { errnoName: "ENOENT", message: `network namespace "${folder}/gone": does not exist` }],
    [join(folder, "dangling"), { errnoName: "ENOENT" }],
    [join(folder, "file"), { errnoName: undefined, message: /"[^"]*file": not a namespace \(file system type 0x/ }],
    [join(folder, "file/below"), { errnoName: "ENOTDIR", message: /cannot be opened$/ }],
    [folder, { message: /not a namespace/ }],
    ["/proc/self/status", { message: /not a namespace/ }],
    ["/dev/null", { message: /not a namespace/ }],
    ["", { errnoName: "ENOENT" }],
    [9999, { errnoName: "ENOENT", message: "network namespace fd 9999: does not exist" }],
    [-1, { errnoName: "ENOENT" }],
  ];
  for (const [netns, error] of table) {
    for (const use of [openNetns, (ref: string | number) => inNetns<void>(fakeLibc({}), ref, () => {})]) {
      t.throws(() => use(netns), { name: "NetnsError", code: "ERR_NETNS", netns, ...error }, String(netns));
    }
  }
  t.throws(() => netnsIdentity(join(folder, "gone")), { code: "ERR_NETNS", errnoName: "ENOENT" });
  t.equal(countFds(), before);
  t.end();
});

t.test("a namespace of another type is found out when it is entered", (t) => {
  const libc = fakeLibc({ setns: (_fd) => (libc.calls.length === 2 ? -EINVAL : 0) });
  t.throws(() => inNetns<void>(libc, "/proc/thread-self/ns/uts", () => t.fail("entered")), {
    code: "ERR_NETNS",
    errnoName: "EINVAL",
    message: /a namespace, but not of the network$/,
  });
  t.equal(libc.calls.length, 3, "and the way home is taken all the same");
  t.end();
});

t.test("a namespace by path, by descriptor, and held", (t) => {
  using own = openOwnNetns();
  const fd = openSync(OWN, "r");
  t.teardown(() => closeSync(fd));
  using byFd = openNetns(fd);
  t.not(byFd.fd, fd, "a descriptor of its own");
  t.equal(byFd.identity(), own.identity());
  t.equal(netnsIdentity(own.path), own.identity());
  t.equal(netnsIdentity(OWN), own.identity());
  t.match(own.path, new RegExp(`^/proc/${process.pid}/fd/\\d+$`));
  t.end();
});

t.test("letting go twice does not close what came after", (t) => {
  const netns = openOwnNetns();
  netns[Symbol.dispose]();
  const other = openSync("/dev/null", "r");
  t.equal(other, netns.fd, "the number is used again");
  netns[Symbol.dispose]();
  closeSync(other);
  t.end();
});

t.test("inside: what the action returns, and what it throws", (t) => {
  const before = countFds();
  t.equal(
    inNetns<number>(fakeLibc({}), OWN, () => 5),
    5,
  );
  const libc = fakeLibc({});
  t.throws(
    () =>
      inNetns<void>(libc, OWN, () => {
        throw new RangeError("inside");
      }),
    { message: "inside" },
  );
  t.equal(libc.calls.length, 3);
  t.equal(countFds(), before);
  t.end();
});

t.test("promises are refused, also where the compiler does not see them", async (t) => {
  const libc = fakeLibc({});
  const action = (async () => {
    await turn();
    throw new RangeError("nobody waits for this");
  }) as unknown as () => never;
  t.throws(() => inNetns(libc, OWN, action), { code: "ERR_NETNS", message: /must be synchronous/ });
  t.equal(libc.calls.length, 3, "it is home again");
  await turn();
  await turn();
  const noPromise = JSON.parse('{"then":"a word"}') as { then: string };
  t.equal(inNetns<{ then: string }>(libc, OWN, () => noPromise).then, "a word", "what is no promise is none");
});

t.test("making one: refused, or with no way home", (t) => {
  const before = countFds();
  t.throws(() => createNetns(fakeLibc({ unshare: () => -EPERM })), {
    code: "ERR_LIBC",
    message: "unshare CLONE_NEWNET: EPERM (CAP_SYS_ADMIN is needed)",
  });
  const stranded = fakeLibc({ setns: () => (stranded.calls.length > 2 ? -EPERM : 0) });
  t.throws(() => createNetns(stranded), {
    syscall: "setns",
    message: /^setns to the thread's own network namespace: EPERM/,
  });
  t.equal(countFds(), before);
  const made = createNetns(fakeLibc({}));
  t.ok(made instanceof Netns);
  made[Symbol.dispose]();
  t.equal(countFds(), before);
  t.end();
});
