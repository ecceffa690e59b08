/** A hub as a process of its own, to be killed: `node hub-process.ts <folder> <hub key file>`; prints its address as JSON. */
import { join } from "node:path";
import { startHub } from "../../src/hub/start-hub.ts";

const [folder = "", hubKeyFile = ""] = process.argv.slice(2);
const { address } = await startHub({
  host: "127.0.0.1",
  port: 0,
  origin: null,
  dataDir: join(folder, "data"),
  hubKeyFile,
  siteDir: join(folder, "site"),
  appDir: join(folder, "app"),
  tls: null,
  trustProxy: false,
  practice: true,
});
process.stdout.write(`${JSON.stringify({ address })}\n`);
