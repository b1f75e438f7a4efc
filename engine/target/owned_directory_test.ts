import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { lockDirectory, OwnedDirectory, sweep } from "./owned_directory.ts";
import { leftovers, withScratch } from "./testdata/scratch.ts";

/** Makes a directory with these files, changed last so many minutes ago. */
async function make(path: string, files: string[], minutes: number): Promise<void> {
  await Deno.mkdir(path);
  for (const file of files) await Deno.writeTextFile(`${path}/${file}`, "");
  await age(path, minutes);
}

async function age(path: string, minutes: number): Promise<void> {
  const at = new Date(Date.now() - minutes * 60_000);
  await Deno.utime(path, at, at);
}

Deno.test("sweep() removes what was left before it had a name or after its lock's file", () =>
  withScratch(async (directory) => {
    await make(`${directory}/lakebench-starting-empty`, [], 90);
    await make(`${directory}/lakebench-starting-locked-once`, ["owner"], 90);
    await make(`${directory}/lakebench-postgres-ownerless`, ["password"], 90);
    const notices: string[] = [];
    await sweep([directory], (_severity, message) => notices.push(message));
    assert.deepEqual(leftovers(directory), []);
    assert.equal(notices.length, 3);
  }));

Deno.test("sweep() leaves alone what may still be in the making", () =>
  withScratch(async (directory) => {
    await make(`${directory}/lakebench-starting-empty`, [], 0);
    await make(`${directory}/lakebench-starting-unlocked`, ["owner"], 10);
    await make(`${directory}/lakebench-postgres-ownerless`, ["password"], 10);
    await make(`${directory}/lakebench-starting-held`, [], 0);
    const lock = await lockDirectory(`${directory}/lakebench-starting-held`);
    await age(`${directory}/lakebench-starting-held`, 90);
    const owned = await OwnedDirectory.create(directory, 0o700);
    await age(owned.path, 90);
    // A lock holds against other processes only.
    const script = `import { sweep } from ${
      JSON.stringify(new URL("./owned_directory.ts", import.meta.url).href)
    }; await sweep([${JSON.stringify(directory)}], () => {});`;
    const file = `${directory}/sweep.ts`;
    await Deno.writeTextFile(file, script);
    const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "-q", "--config", config, file],
    }).output();
    assert.equal(success, true);
    assert.equal(leftovers(directory).length, 5);
    lock?.close();
    await owned.remove();
  }));
