import assert from "node:assert/strict";
import { join } from "node:path";
import { locateBinaries } from "./binaries.ts";
import { makeCluster } from "./cluster.ts";
import { writePassword } from "./password.ts";
import { freePort, HOST, PostgresServer, type ServerOptions } from "./server.ts";
import { serverConfiguration } from "./server_settings.ts";
import { chooseServerUser } from "./server_user.ts";
import { reachableBinaries } from "./staged_binaries.ts";
import { withScratch } from "./testdata/scratch.ts";

/** Runs `body` with an empty cluster and what a server on it needs. */
async function withCluster(body: (options: ServerOptions) => Promise<void>): Promise<void> {
  await withScratch(async (directory) => {
    const user = await chooseServerUser();
    const binaries = await reachableBinaries(await locateBinaries(), user, directory);
    const dataDirectory = join(directory, "data");
    const passwordFile = join(directory, "password");
    const configurationFile = join(directory, "lakebench.conf");
    await writePassword(passwordFile, "pw", user);
    await makeCluster({ binaries, dataDirectory, passwordFile, user, sync: false });
    await Deno.writeTextFile(configurationFile, serverConfiguration(0));
    await Deno.chmod(configurationFile, 0o644);
    await body({ binaries, dataDirectory, configurationFile, user });
  });
}

Deno.test("PostgresServer.start() takes another port when one was taken meanwhile", async () => {
  await withCluster(async (options) => {
    using taken = Deno.listen({ hostname: HOST, port: 0 });
    const ports = [taken.addr.port, taken.addr.port, freePort()];
    const server = await PostgresServer.start({ ...options, nextPort: () => ports.shift() ?? 0 });
    try {
      assert.deepEqual(ports, []);
      assert.notEqual(server.port, taken.addr.port);
    } finally {
      await server.stop("immediate");
    }
  });
});

Deno.test("PostgresServer.start() gives up when every port is taken, with the log's end", async () => {
  await withCluster(async (options) => {
    using taken = Deno.listen({ hostname: HOST, port: 0 });
    await assert.rejects(
      PostgresServer.start({ ...options, nextPort: () => taken.addr.port }),
      { code: "target_refused", message: /Address already in use/ },
    );
  });
});

Deno.test("PostgresServer.start() shows the server's own words when it refuses to start", async () => {
  await withCluster(async (options) => {
    await Deno.writeTextFile(options.configurationFile, "shared_buffers = nonsense\n");
    await assert.rejects(PostgresServer.start(options), {
      code: "target_refused",
      message: /invalid value for parameter "shared_buffers": "nonsense"/,
    });
  });
});

Deno.test("PostgresServer.stop() ends a fast shutdown cleanly, an immediate one without a checkpoint", async () => {
  await withCluster(async (options) => {
    const first = await PostgresServer.start(options);
    await first.stop("immediate");
    assert.match(first.logTail(), /received immediate shutdown request/);
    const second = await PostgresServer.start(options);
    assert.match(second.logTail(), /was not properly shut down; automatic recovery/);
    await second.stop("fast");
    await second.stop("fast");
    assert.match(second.logTail(), /checkpoint complete[^]*database system is shut down/);
  });
});

Deno.test("makeCluster() shows initdb's last lines when it fails", async () => {
  await withScratch(async (directory) => {
    const user = await chooseServerUser();
    const binaries = await reachableBinaries(await locateBinaries(), user, directory);
    await assert.rejects(
      makeCluster({
        binaries,
        dataDirectory: join(directory, "data"),
        passwordFile: join(directory, "missing"),
        user,
        sync: false,
      }),
      { code: "target_refused", message: /initdb exit code 1[^]*could not open file .*missing/ },
    );
  });
});

Deno.test("serverConfiguration() takes a quarter of the memory, between 128 MB and 4 GB", () => {
  const buffers = (memory: number) =>
    /^shared_buffers = (.*)$/m.exec(serverConfiguration(memory))?.[1];
  assert.equal(buffers(256 * 2 ** 20), "128MB");
  assert.equal(buffers(8 * 2 ** 30), "2048MB");
  assert.equal(buffers(64 * 2 ** 30), "4096MB");
});
