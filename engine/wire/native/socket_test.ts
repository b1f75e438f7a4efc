import assert from "node:assert/strict";
import { Poller } from "./poller.ts";
import { type Listener, NativeSocket } from "./socket.ts";

const poller = Poller.ofThread();
const ignore = poller === undefined;
const never = new AbortController().signal;

/** A socket and what a real listener on the other end accepted. */
async function pair(hostname = "127.0.0.1") {
  assert.ok(poller);
  using listener = Deno.listen({ hostname, port: 0 });
  const [socket, peer] = await Promise.all([
    NativeSocket.connect(poller, hostname, listener.addr.port, never),
    listener.accept(),
  ]);
  return { socket, peer };
}

async function readAll(socket: NativeSocket, count: number): Promise<number[]> {
  const bytes: number[] = [];
  while (bytes.length < count) {
    const into = new Uint8Array(3);
    const read = await socket.read(into);
    assert.ok(read !== null);
    bytes.push(...into.subarray(0, read));
  }
  return bytes;
}

Deno.test({
  name: "a native socket gives what the other side wrote, in pieces smaller than it was written in",
  ignore,
  async fn() {
    const { socket, peer } = await pair();
    await peer.write(new Uint8Array([1, 2, 3, 4, 5, 6, 7]));
    assert.deepEqual(await readAll(socket, 7), [1, 2, 3, 4, 5, 6, 7]);
    await peer.write(new Uint8Array([8]));
    assert.deepEqual(await readAll(socket, 1), [8]);
    socket.close();
    peer.close();
  },
});

Deno.test({
  name: "a native socket speaks IPv6",
  ignore: ignore ||
    !Object.values(Deno.networkInterfaces()).some(({ address }) => address === "::1"),
  async fn() {
    const { socket, peer } = await pair("::1");
    await socket.write(new Uint8Array([9]));
    const into = new Uint8Array(1);
    await peer.read(into);
    assert.equal(into[0], 9);
    socket.close();
    peer.close();
  },
});

Deno.test({
  name: "a native socket waits with a write that the system does not take",
  ignore,
  async fn() {
    const { socket, peer } = await pair();
    const bytes = new Uint8Array(1 << 20).fill(7);
    let taken = 0;
    // Until neither side's buffers take any more.
    for (let sent = socket.send(bytes); sent !== undefined; sent = socket.send(bytes)) {
      taken += sent;
    }
    const writing = socket.write(bytes);
    assert.ok(writing instanceof Promise);
    let received = 0;
    const into = new Uint8Array(1 << 16);
    while (received < taken) received += await peer.read(into) ?? assert.fail("ended");
    const more = await writing;
    assert.ok(more > 0);
    while (received < taken + more) received += await peer.read(into) ?? assert.fail("ended");
    assert.equal(received, taken + more);
    socket.close();
    peer.close();
  },
});

Deno.test({
  name: "a native socket gives what came before the end, then the end, again and again",
  ignore,
  async fn() {
    const { socket, peer } = await pair();
    await peer.write(new Uint8Array([1, 2]));
    peer.close();
    assert.deepEqual(await readAll(socket, 2), [1, 2]);
    assert.equal(await socket.read(new Uint8Array(1)), null);
    assert.equal(await socket.read(new Uint8Array(1)), null);
    socket.close();
  },
});

Deno.test({
  name: "closing a native socket rejects a read that waits",
  ignore,
  async fn() {
    const { socket, peer } = await pair();
    const reading = socket.read(new Uint8Array(1));
    assert.ok(reading instanceof Promise);
    socket.close();
    socket.close();
    await assert.rejects(reading, Deno.errors.BadResource);
    peer.close();
  },
});

Deno.test({
  name: "a native socket says why it can't connect, as Deno's does",
  ignore,
  async fn() {
    assert.ok(poller);
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    await assert.rejects(NativeSocket.connect(poller, "127.0.0.1", port, never), {
      code: "ECONNREFUSED",
      message: "Connection refused (os error 111)",
    });
  },
});

Deno.test({
  name: "a listener is called from the poller's sleep, without a promise, until it stops listening",
  ignore,
  async fn() {
    const { socket, peer } = await pair();
    const seen: number[] = [];
    const into = new Uint8Array(8);
    await new Promise<void>((resolve) => {
      const listener: Listener = {
        readable() {
          for (let n = socket.receive(into); n !== undefined; n = socket.receive(into)) {
            assert.ok(n !== null);
            seen.push(...into.subarray(0, n));
          }
          if (seen.length < 2) {
            peer.write(new Uint8Array([2]));
            return;
          }
          socket.unlisten();
          resolve();
        },
        lost: (error) => assert.fail(error),
      };
      socket.listen(listener);
      peer.write(new Uint8Array([1]));
    });
    assert.deepEqual(seen, [1, 2]);
    socket.close();
    peer.close();
  },
});

Deno.test({
  name: "the event loop keeps its turns while the poller waits",
  ignore,
  async fn() {
    const { socket, peer } = await pair();
    const reading = socket.read(new Uint8Array(1));
    // A timer, and a message of another socket, both need the event loop.
    await new Promise((resolve) => setTimeout(resolve, 1));
    await peer.write(new Uint8Array([1]));
    assert.equal(await reading, 1);
    socket.close();
    peer.close();
  },
});

Deno.test({
  name: "a closed native socket neither sends nor receives: its number may be another's",
  ignore,
  async fn() {
    const { socket, peer } = await pair();
    socket.close();
    assert.throws(() => socket.send(new Uint8Array(1)), Deno.errors.BadResource);
    assert.throws(() => socket.receive(new Uint8Array(1)), Deno.errors.BadResource);
    peer.close();
  },
});

Deno.test({
  name: "a thread's poller is closed once, and made anew when it is asked for again",
  ignore,
  fn() {
    const descriptors = () => [...Deno.readDirSync("/proc/self/fd")].length;
    Poller.closeOfThread();
    const before = descriptors();
    assert.ok(Poller.ofThread());
    assert.equal(descriptors(), before + 1);
    Poller.closeOfThread();
    Poller.closeOfThread();
    assert.equal(descriptors(), before);
  },
});
