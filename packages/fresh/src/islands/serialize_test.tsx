/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import assert from "node:assert/strict";
import { computed, Signal, signal } from "@preact/signals";
import { deserialize } from "./deserialize.ts";
import { serialize } from "./serialize.ts";

const roundTrip = <T,>(value: T): T => deserialize(serialize(value), (id) => `slot ${id}`) as T;

Deno.test("serialize() keeps every supported kind of value", () => {
  const sparse: unknown[] = [1];
  sparse[3] = 2;
  const values: unknown[] = [
    "text",
    "",
    0,
    -0,
    1.5,
    true,
    false,
    null,
    undefined,
    NaN,
    Infinity,
    -Infinity,
    12345678901234567890n,
    new Date("2026-01-02T03:04:05.678Z"),
    new Date(NaN),
    new URL("https://example.com/a?b#c"),
    /a\/b[<]/giu,
    new Uint8Array([0, 127, 255]),
    new Set([1, "a", null]),
    new Map<unknown, unknown>([["a", 1], [{ k: 1 }, undefined]]),
    { a: [1, [2, { b: "</script>" }]], "": 1 },
    [],
    {},
    ["n", "d", -1],
    sparse,
  ];
  for (const value of values) assert.deepStrictEqual(roundTrip(value), value);
  assert.deepStrictEqual(roundTrip(values), values);
});

Deno.test("serialize() keeps objects without a prototype as plain objects", () => {
  const bare: Record<string, number> = Object.create(null);
  bare.a = 1;
  assert.deepStrictEqual(roundTrip(bare), { a: 1 });
});

Deno.test("serialize() keeps shared references and cycles", () => {
  const shared = { value: 42 };
  const data: Record<string, unknown> = {
    a: shared,
    b: shared,
    list: [shared],
  };
  data.self = data;
  data.map = new Map([["data", data]]);
  const copy = roundTrip(data);
  assert.equal(copy.a, copy.b);
  assert.equal((copy.list as unknown[])[0], copy.a);
  assert.equal(copy.self, copy);
  assert.equal((copy.map as Map<string, unknown>).get("data"), copy);
});

Deno.test("serialize() keeps signals live and computed signals readable", () => {
  const count = signal(1);
  const double = computed(() => count.value * 2);
  const copy = roundTrip({ count, again: count, double });
  assert.ok(copy.count instanceof Signal);
  assert.equal(copy.count, copy.again);
  copy.count.value = 5;
  assert.equal(copy.again.value, 5);
  assert.equal(copy.double.value, 2);
  assert.throws(() => Object.assign(copy.double, { value: 3 }), TypeError);
});

Deno.test("serialize() keeps a signal that holds itself", () => {
  const loop = signal<unknown>(null);
  loop.value = { loop };
  const copy = roundTrip(loop);
  assert.equal((copy.value as { loop: unknown }).loop, copy);
});

Deno.test("serialize() replaces JSX by the slot that renders it", () => {
  const vnode = <b>hi</b>;
  const text = serialize({ vnode }, (it) => it === vnode ? 7 : undefined);
  assert.deepStrictEqual(deserialize(text, (id) => `slot ${id}`), {
    vnode: "slot 7",
  });
});

Deno.test("serialize() refuses what can't be sent, naming the place", () => {
  class Money {}
  const cases: [unknown, RegExp][] = [
    [
      { a: [() => {}] },
      /^Error: Serializing functions is not supported\. Found at: a\.0$/,
    ],
    [Symbol("s"), /^Error: Serializing symbols is not supported\.$/],
    [{ m: new Money() }, /instances of Money is not supported\. Found at: m/],
    [Promise.resolve(), /instances of Promise/],
    [new WeakMap(), /instances of WeakMap/],
    [signal(() => {}), /functions is not supported\. Found at: value/],
  ];
  for (const [value, message] of cases) {
    assert.throws(() => serialize(value), message);
  }
});

Deno.test("deserialize() can't change any prototype", () => {
  const evil = JSON.parse(
    '{"__proto__": {"polluted": 1}, "constructor": {"prototype": 2}}',
  );
  const copy = roundTrip(evil);
  assert.equal(Object.getPrototypeOf(copy), Object.prototype);
  assert.deepEqual(Object.keys(copy), ["__proto__", "constructor"]);
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});

Deno.test("a plain object that looks like a vnode stays an object", () => {
  const fake = JSON.parse(
    '{"type": "script", "props": {}, "constructor": null, "__v": 1}',
  );
  assert.deepStrictEqual(roundTrip(fake), fake);
});
