import assert from "node:assert/strict";
import { createDefine } from "./define.ts";
import { page, type PageProps } from "./handlers.ts";

const define = createDefine<{ user: string }>();

Deno.test("createDefine() gives types and returns what it is given", () => {
  const handlers = define.handlers({
    GET: (ctx) => page({ name: ctx.state.user }),
    POST: () => new Response("ok"),
  });
  const Page = define.page<typeof handlers>((props) => props.data.name.toUpperCase());
  // Compiles only when the page's data is what the handlers pass.
  const props = { data: { name: "ada" } } as PageProps<
    { name: string },
    { user: string }
  >;
  assert.equal(Page(props), "ADA");
  const middleware = () => new Response();
  assert.equal(define.middleware(middleware), middleware);
  assert.deepEqual(Object.keys(handlers), ["GET", "POST"]);
});

Deno.test("page() holds data, headers and status", () => {
  assert.deepEqual(page({ a: 1 }, { status: 201 }), {
    data: { a: 1 },
    status: 201,
    headers: undefined,
  });
  assert.equal(page().data, undefined);
});
