/**
 * Loaded before every test and, through NODE_OPTIONS, in every process that a test starts: a socket to anywhere but this
 * machine is a failure. Winnow talks to nobody.
 */
import dgram from "node:dgram";
import dns from "node:dns";
import net from "node:net";

const LOOPBACK = new Set(["localhost", "::1", "0:0:0:0:0:0:0:1"]);

function isLoopback(host) {
  return host === undefined || LOOPBACK.has(host) || host.startsWith("127.");
}

function refuse(what) {
  const error = new Error(`A test reached for the network: ${what}`);
  process.stderr.write(`${error.stack}\n`);
  // Whoever swallows the error must still fail.
  process.exitCode = 99;
  throw error;
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const options =
    typeof first === "object" && first !== null
      ? first
      : { port: first, host: typeof second === "string" ? second : undefined };
  if (options.path === undefined && typeof first !== "string" && !isLoopback(options.host))
    refuse(`${options.host}:${options.port}`);
  return connect.apply(this, args);
};

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...args) {
  const address = args.findLast((value) => typeof value === "string");
  if (!isLoopback(address)) refuse(`UDP ${address}`);
  return send.apply(this, args);
};

for (const holder of [dns, dns.promises]) {
  const lookup = holder.lookup;
  holder.lookup = function (host, ...rest) {
    if (!isLoopback(host) && !net.isIP(host)) refuse(`look-up of ${host}`);
    return lookup.call(this, host, ...rest);
  };
}
