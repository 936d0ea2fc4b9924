// One end of a TCP conversation, in whatever network namespace it was started in.
//   serve ADDRESS          listens, prints the port, answers one connection with what it was sent
//   connect ADDRESS PORT   sends a line, prints what comes back

import { createConnection, createServer } from "node:net";

const TIMEOUT_MS = 5000;
const [role, host = "", port = ""] = process.argv.slice(2);

setTimeout(() => {
  console.error(`${role} ${host}: nothing happened within ${TIMEOUT_MS} ms`);
  process.exit(1);
}, TIMEOUT_MS).unref();

if (role === "serve") {
  const server = createServer((socket) => {
    socket.pipe(socket);
    socket.on("close", () => server.close());
  });
  const listen = () => server.listen({ host, port: 0 });
  server.on("listening", () => {
    const address = server.address();
    if (address !== null && typeof address === "object") console.log(address.port);
  });
  server.on("error", (error: NodeJS.ErrnoException) => {
    // A new IPv6 address is not there before duplicate address detection has passed it, a second or so.
    if (error.code === "EADDRNOTAVAIL") setTimeout(listen, 50);
    else throw error;
  });
  listen();
} else {
  const socket = createConnection({ host, port: Number(port) }, () => {
    socket.end(`from ${socket.localAddress} to ${host}`);
  });
  socket.on("error", (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  socket.pipe(process.stdout);
}
