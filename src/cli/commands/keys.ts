import { type Command, InvalidArgumentError } from "commander";
import { ParseError } from "../../core/parse.ts";
import { certifyRequest } from "../../core/protocol.ts";
import { certify, fingerprint, retire } from "../../seal/certify.ts";
import { KeyFileError, readJsonFile, validDaysRange } from "../../seal/key-file.ts";
import { makeHubKey } from "../hub-key.ts";
import {
  addPublisherToList,
  addRoot,
  readCertified,
  readKeyFile,
  readListBefore,
  readRootsBefore,
  readText,
  writeCertified,
  writeKeyFile,
} from "../key-store.ts";
import { readOrigin } from "../start-plan.ts";

function parseDays(value: string): number {
  try {
    return validDaysRange(Number(value), "--days");
  } catch (error) {
    if (error instanceof ParseError) throw new InvalidArgumentError(error.expected);
    throw error;
  }
}

const daysHelp = "validity in days";

/** `passerelle keys …`: keys of the publisher's own machine. What each is for: docs/keys.md. */
export function registerKeysCommand(program: Command): void {
  const keys = program.command("keys").description("make and certify keys, on a machine that is no hub");

  keys
    .command("root")
    .description("make a root key; make two and keep them apart")
    .requiredOption("--out <file>", "new private file")
    .option("--roots <file>", "add its public half to this file, which the app is built with")
    .option("--practice", "a key that signs only what says PRACTICE", false)
    .action(async (options: { out: string; roots?: string; practice: boolean }) => {
      const { out, roots, practice } = options;
      const before = roots === undefined ? null : readRootsBefore({ file: roots, practice });
      const root = await writeKeyFile({ file: out, kind: "root", practice, now: new Date() });
      if (roots !== undefined && before) addRoot({ file: roots, before, root });
      console.log(
        `Root ${fingerprint(root.kid)}\nPrivate key in ${options.out}: keep it offline, with a copy elsewhere.`,
      );
    });

  keys
    .command("publisher")
    .description("make a publisher key and add it to the list that a root signs")
    .requiredOption("--root <file>", "private file of a root")
    .requiredOption("--out <file>", "new private file")
    .requiredOption("--list <file>", "signed list of publishers, made when missing")
    .option("--days <n>", daysHelp, parseDays, 730)
    .action(async (options: { root: string; out: string; list: string; days: number }) => {
      const now = new Date();
      const root = readKeyFile({ file: options.root, kind: "root" });
      const before = readListBefore({ file: options.list, practice: root.practice });
      const publisher = await writeKeyFile({ file: options.out, kind: "publisher", practice: root.practice, now });
      const job = { file: options.list, before, root, publisher, now, validDays: options.days };
      const sequence = await addPublisherToList(job);
      console.log(
        `Publisher ${fingerprint(publisher.kid)}\nPrivate key in ${options.out}; list ${sequence} in ${options.list}.`,
      );
    });

  keys
    .command("hub")
    .description("make a hub's key, on the hub, and the request to have it certified")
    .requiredOption("--out <file>", "new private file; a hub reads keys/hub.private.json in its data folder")
    .requiredOption("--request <file>", "new request file, for `keys certify` on the publisher's machine")
    .option("--origin <url>", "the address that devices use; any when it is left out")
    .option("--relay", "a relay: its receipts say that it is on its way, never that it was received", false)
    .action(async (options: { out: string; request: string; origin?: string; relay: boolean }) => {
      const { out: file, request, relay } = options;
      const origin = readOrigin(options.origin);
      const key = await makeHubKey({ file, request, origin, role: relay ? "relay" : "hub", now: new Date() });
      console.log(
        `Hub ${fingerprint(key.kid)}\nPrivate key in ${file}; certify ${request} on the publisher's machine.`,
      );
    });

  keys
    .command("certify")
    .description("certify the keys of a request file; they are in the next manifest of their place")
    .argument("<request>", "request file of a desk, an officer or a hub")
    .requiredOption("--certified <file>", "certified keys, made when missing")
    .option("--days <n>", daysHelp, parseDays, 730)
    .action(async (file: string, options: { certified: string; days: number }) => {
      const cure = "ask its maker to save the request again, and give that file unchanged";
      const request = readJsonFile({ text: readText(file), file, parse: certifyRequest, cure });
      const before = readCertified(options.certified);
      const { file: after, keys: shown } = await certify({
        file: before,
        request,
        now: new Date(),
        validDays: options.days,
      });
      writeCertified(options.certified, after);
      for (const key of shown) console.log(`${key.what}\n  ${key.fingerprint}`);
      console.log("Compare each line with its owner by telephone or in person before you publish.");
    });

  keys
    .command("retire")
    .description("end the validity of a certified key now: an officer left, a key was replaced")
    .argument("<kid>", "thumbprint of the key, as in the file of certified keys")
    .requiredOption("--certified <file>", "certified keys")
    .action((kid: string, options: { certified: string }) => {
      const after = retire({ file: readCertified(options.certified), kid, now: new Date() });
      if (!after) throw new KeyFileError(`${options.certified}: has no key ${kid}`, "copy the kid from that file");
      writeCertified(options.certified, after);
      console.log(`Retired ${kid}. Publish a manifest for it to take effect.`);
    });
}
