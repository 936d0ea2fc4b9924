import { fs } from "../../../machine.ts";
import { TypedError } from "../../../typed-error.ts";

/** The system's message bus did not answer, or answered with an error. */
export class DbusError extends TypedError {
  readonly code = "ERR_DBUS";
  /** `org.freedesktop.DBus.Error.ServiceUnknown`; undefined where there was no answer. */
  readonly errorName: string | undefined;

  constructor(message: string, options?: { errorName?: string | undefined; cause?: unknown }) {
    super(message, options);
    this.errorName = options?.errorName;
  }
}

/** A method of an object on the bus, and its arguments. */
export interface MethodCall {
  /** The name of the service. */
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** D-Bus signature of `body`: `ss`. */
  readonly signature: string;
  readonly body: readonly unknown[];
}

/** The system's message bus. */
export interface SystemBus extends Disposable {
  /** @returns the arguments of the answer. @throws {DbusError} */
  call(method: MethodCall): Promise<readonly unknown[]>;
}

/** DBUS_SYSTEM_BUS_ADDRESS, and where the bus is when it is not set (D-Bus Specification, "Well-known Message Bus Instances"). */
const ADDRESS_VARIABLE = "DBUS_SYSTEM_BUS_ADDRESS";
const DEFAULT_SOCKET = "/var/run/dbus/system_bus_socket";

/** As long as libdbus waits for an answer by default. */
const TIMEOUT_MS = 25_000;

/**
 * Connects to the system's bus.
 * @returns undefined where the machine has none: its socket is looked for first, since loading the client takes longer
 *   than all else that a plugin does
 * @throws {DbusError} when it cannot be talked to
 */
export async function findSystemBus(env: Readonly<Record<string, string | undefined>>): Promise<SystemBus | undefined> {
  const address = env[ADDRESS_VARIABLE] || `unix:path=${DEFAULT_SOCKET}`;
  const socket = /^unix:path=([^,;]+)$/.exec(address)?.[1];
  if (socket !== undefined && !fs.existsSync(socket)) return undefined;
  const { Message, sessionBus } = await import("@jellybrick/dbus-next");
  // The package's `systemBus` would read the address from the process's environment instead of the call's.
  const bus = sessionBus({ busAddress: address });
  // A connection that breaks fails every call that waits, and is told to nobody else.
  let fail: (error: DbusError) => void = () => {};
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  broken.catch(() => {});
  bus.on("error", (cause: unknown) => fail(new DbusError(`message bus ${address} is not available`, { cause })));
  return {
    async call({ body, ...method }) {
      const what = `${method.interface}.${method.member}`;
      const timer = setTimeout(() => fail(new DbusError(`${what}: no answer in ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
      try {
        const answer = await Promise.race([bus.call(new Message({ ...method, body: [...body] })), broken]);
        return answer?.body ?? [];
      } catch (cause) {
        throw cause instanceof DbusError ? cause : refusal(what, cause);
      } finally {
        clearTimeout(timer);
      }
    },
    [Symbol.dispose]: () => bus.disconnect(),
  };
}

function refusal(what: string, cause: unknown): DbusError {
  const { type, text } = cause as { type?: string; text?: string };
  return new DbusError(`${what}: ${text ?? String(cause)}`, { errorName: type, cause });
}
