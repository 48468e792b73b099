import { readFileSync } from "node:fs";
import { comparePeer, peerSpeed, printComparison } from "./support/peer-speed.ts";
const all = JSON.parse(readFileSync("/tmp/judge-peer/work/masks.json", "utf8"));
const names = [...new Set(all.filter((m: any) => m.label !== null).map((m: any) => m.path.split("/")[1]))].slice(0, 20);
const own = all.filter((m: any) => names.includes(m.path.split("/")[1]));
const masks = new Map(own.map((m: any) => [m.path, m])) as any;
const known = own.filter((m: any) => m.label !== null).map((m: any) => m.path);
const peer = peerSpeed("/tmp/judge-peer/work", masks, { first: known.slice(0, 18), later: known.slice(18) })!;
console.log(JSON.stringify(peer, null, 1));
printComparison(
  comparePeer(
    peer,
    new Map([
      ["50 labels: train", 45.4],
      ["10 more labels: train", 19.9],
      ["scoring, everything measured", 126.8],
      ["scoring, from files", 25.9],
      ["training, own gradient kernels", 165.9],
    ]),
  ),
);
