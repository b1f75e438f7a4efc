import assert from "node:assert/strict";
import { LakebenchError } from "../errors.ts";
import { startEmbedded } from "./embedded.ts";
import { chooseServerUser, parsePasswd } from "./server_user.ts";
import { holdServer } from "./testdata/child.ts";
import { ask, leftovers, listens, withScratch } from "./testdata/scratch.ts";

const isRoot = Deno.uid() === 0;

/** An environment with the temporary and the kept data in `directory`. */
const within = (directory: string) => (name: string) =>
  name === "TMPDIR" || name === "XDG_DATA_HOME" ? directory : undefined;

Deno.test("startEmbedded() gives a durable PostgreSQL 18 on loopback", async () => {
  await withScratch(async (directory) => {
    const target = await startEmbedded({ env: within(directory) });
    try {
      const settings = await target.connection();
      assert.equal(settings.host, "127.0.0.1");
      assert.match(String(await ask(settings, "select version()")), /^PostgreSQL 18\./);
      const show = (name: string) => ask(settings, `show ${name}`);
      assert.equal(await show("data_directory"), target.dataDirectory);
      assert.equal(await show("listen_addresses"), "127.0.0.1");
      assert.equal(await show("unix_socket_directories"), "");
      assert.equal(await show("fsync"), "on");
      assert.equal(await show("synchronous_commit"), "on");
      assert.equal(await show("server_encoding"), "UTF8");
      assert.equal(await show("max_connections"), "1000");
      assert.equal(await show("data_checksums"), "on");
      assert.match(target.logTail(), /ready to accept connections/);
      assert.doesNotMatch(target.description, new RegExp(settings.password ?? "^"));
    } finally {
      await target.close();
    }
  });
});

Deno.test("startEmbedded() wants its random password", async () => {
  await withScratch(async (directory) => {
    const target = await startEmbedded({ env: within(directory) });
    try {
      const settings = await target.connection();
      await assert.rejects(ask({ ...settings, password: "wrong" }, "select 1"), { code: "28P01" });
    } finally {
      await target.close();
    }
  });
});

Deno.test("close() stops the server and removes its directory, also when called twice", async () => {
  await withScratch(async (directory) => {
    const target = await startEmbedded({ env: within(directory) });
    const settings = await target.connection();
    assert.equal(leftovers(directory).length, 1);
    await Promise.all([target.close(), target.close()]);
    await target.close();
    assert.deepEqual(leftovers(directory), []);
    assert.equal(await listens(settings), false);
  });
});

Deno.test("close() removes the directory of a server that has died", async () => {
  await withScratch(async (directory) => {
    const target = await startEmbedded({ env: within(directory) });
    Deno.kill(target.pid, "SIGKILL");
    await target.close();
    assert.deepEqual(leftovers(directory), []);
  });
});

Deno.test("startEmbedded() leaves nothing behind when it is aborted", async () => {
  await withScratch(async (directory) => {
    const abort = new AbortController();
    const reason = new Error("enough");
    const start = startEmbedded({ env: within(directory), signal: abort.signal });
    // As soon as initdb works in the directory.
    while (!leftovers(directory).some((name) => exists(`${directory}/${name}/data/base`))) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    abort.abort(reason);
    await assert.rejects(start, (error) => error === reason);
    assert.deepEqual(leftovers(directory), []);
  });
});

Deno.test("startEmbedded() leaves the server of a living process alone", async () => {
  await withScratch(async (directory) => {
    const first = await startEmbedded({ env: within(directory) });
    try {
      const second = await startEmbedded({ env: within(directory) });
      await second.close();
      assert.equal(await ask(await first.connection(), "select 1"), 1);
    } finally {
      await first.close();
    }
  });
});

Deno.test("startEmbedded() sweeps what a killed process left, its server first", async () => {
  await withScratch(async (directory) => {
    const child = await holdServer({ directory });
    child.process.kill("SIGKILL");
    await child.ended();
    assert.equal(await listens(child.server.settings), true, "the server outlives its owner");
    const notices: string[] = [];
    const target = await startEmbedded({
      env: within(directory),
      onNotice: (_severity, message) => notices.push(message),
    });
    try {
      assert.equal(exists(child.server.dataDirectory), false);
      assert.equal(await listens(child.server.settings), false);
      assert(notices.some((text) => /Removed .*left behind by a run that was killed/.test(text)));
    } finally {
      await target.close();
    }
    assert.deepEqual(leftovers(directory), []);
  });
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} to the whole process group reaches the server only through close()`, async () => {
    await withScratch(async (directory) => {
      const child = await holdServer({ directory });
      Deno.kill(-child.process.pid, signal);
      assert.deepEqual(await child.nextLine(), { serverOutlivedSignal: true });
      assert.equal((await child.ended()).code, 0);
      assert.deepEqual(leftovers(directory), []);
      assert.equal(await listens(child.server.settings), false);
    });
  });
}

Deno.test({
  name: "startEmbedded() works for an ordinary user as it does for root",
  ignore: !isRoot,
  fn: async () => {
    await withScratch(async (directory) => {
      const nobody = parsePasswd(await Deno.readTextFile("/etc/passwd"))
        .find(({ name }) => name === "nobody");
      assert(nobody !== undefined);
      await Deno.chown(directory, nobody.uid, nobody.gid);
      const child = await holdServer({ directory, user: nobody });
      assert.equal(child.server.uid, nobody.uid);
      assert.equal(await ask(child.server.settings, "select 1"), 1);
      assert.equal((await Deno.stat(child.server.dataDirectory)).uid, nobody.uid);
      child.process.kill("SIGINT");
      assert.equal((await child.ended()).code, 0);
      assert.deepEqual(leftovers(directory), []);
    });
  },
});

Deno.test({
  name: "startEmbedded() run by root hands the server to another account",
  ignore: !isRoot,
  fn: async () => {
    await withScratch(async (directory) => {
      const target = await startEmbedded({ env: within(directory) });
      try {
        const user = await chooseServerUser();
        assert.equal((await Deno.stat(target.dataDirectory)).uid, user?.uid);
        assert.notEqual(user?.uid, 0);
      } finally {
        await target.close();
      }
    });
  },
});

Deno.test("startEmbedded({keep}) continues with the data of the run before", async () => {
  await withScratch(async (directory) => {
    const notices: string[] = [];
    const options = {
      env: within(directory),
      keep: true,
      onNotice: (_severity: string, message: string) => void notices.push(message),
    };
    const first = await startEmbedded(options);
    assert.equal(first.kept, true);
    assert.equal(first.reused, false);
    try {
      await ask(await first.connection(), "create table seen as select 42 as answer");
    } finally {
      await first.close();
    }
    assert.equal(exists(first.dataDirectory), true);
    assert.deepEqual(leftovers(directory), []);

    const second = await startEmbedded(options);
    assert.deepEqual(notices, [
      `The embedded server's data is new and stays in ${first.dataDirectory}.`,
      `The embedded server continues with the data kept in ${first.dataDirectory}.`,
    ]);
    try {
      assert.equal(second.reused, true);
      assert.equal(second.dataDirectory, first.dataDirectory);
      assert.equal(await ask(await second.connection(), "select answer from seen"), 42);
      const third = startEmbedded({ env: within(directory), keep: true });
      await assert.rejects(third, (error) => {
        assert(error instanceof LakebenchError);
        assert.equal(error.code, "target_refused");
        assert.match(error.message, new RegExp(`is in use by process ${Deno.pid}\\.$`));
        return true;
      });
      assert.equal(await ask(await second.connection(), "select 1"), 1);
    } finally {
      await second.close();
    }
  });
});

Deno.test("startEmbedded({keep}) takes over from a killed process", async () => {
  await withScratch(async (directory) => {
    const child = await holdServer({ directory, keep: true });
    await ask(child.server.settings, "create table seen as select 42 as answer");
    child.process.kill("SIGKILL");
    await child.ended();
    const target = await startEmbedded({ env: within(directory), keep: true });
    try {
      assert.equal(target.reused, true);
      assert.notEqual(target.pid, child.server.pid);
      assert.equal(await ask(await target.connection(), "select answer from seen"), 42);
      assert.equal(await listens(child.server.settings), false);
    } finally {
      await target.close();
    }
  });
});

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
