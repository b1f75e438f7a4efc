/** Islands in a real browser, served by the dev server and by a build. */
import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { launch, openPage } from "./browser.ts";
import { fixtureProject, runDeno, type ServerProcess, startDeno } from "./fixture.ts";

const KINDS = `text: string </script><b>
number: number 1.5
negativeZero: number -0
nan: number NaN
infinity: number Infinity
negativeInfinity: number -Infinity
bigint: bigint 12345678901234567890
yes: boolean true
nothing: object null
missing: undefined undefined
date: Date 1970-01-01T00:00:00.000Z
url: URL https://example.com/a?b
regexp: RegExp /a<b/gi
bytes: Uint8Array 1 2 255
set: Set number 1,string two
map: Map string k,{v=number 1}
array: [number 1,[number 2]]
computed: Signal number 20
self: {name=string self,self=itself}`;

Deno.test("islands", async (t) => {
  await using project = await fixtureProject();
  const { root } = project;
  const browser = await launch();
  try {
    await t.step("of the dev server", async (t) => {
      let server = await startDeno(root, ["run", "-A", "dev.ts"]);
      try {
        await checkIslands(t, browser, server, "dev");
        await t.step("reload the page when the server restarts", async () => {
          const { page } = await openPage(browser);
          const greeted = new Promise((resolve) =>
            page.on(
              "websocket",
              (socket) => socket.on("framereceived", resolve),
            )
          );
          await page.goto(`${server.origin}/plain`);
          await page.evaluate(() => Object.assign(globalThis, { before: true }));
          await greeted;
          const { port } = server;
          await server[Symbol.asyncDispose]();
          server = await startDeno(root, ["run", "-A", "dev.ts"], {
            PORT: String(port),
          });
          await page.waitForFunction(() => !("before" in globalThis));
          await page.close();
        });
      } finally {
        await server[Symbol.asyncDispose]();
      }
    });

    await t.step("of a build", async (t) => {
      await runDeno(root, ["run", "-A", "dev.ts", "build"]);
      const args = [
        "serve",
        "-A",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "_fresh/server.js",
      ];
      await using server = await startDeno(root, args);
      await checkIslands(t, browser, server, "built");
    });
  } finally {
    await browser.close();
  }
});

async function checkIslands(
  t: Deno.TestContext,
  browser: Browser,
  server: ServerProcess,
  kind: "dev" | "built",
): Promise<void> {
  const { page, problems } = await openPage(browser);
  await page.goto(server.origin);
  await revived(page, "#a");

  await t.step("get every kind of prop", async () => {
    await page.locator('#kinds[data-where="browser"]').waitFor();
    assert.equal(await page.locator("#kinds").textContent(), KINDS);
  });

  await t.step("handle events and share signals", async () => {
    await page.locator("#a").click();
    await page.locator("#b").click();
    assert.deepEqual(await texts(page, "#a", "#b", "#in-slot"), [
      "12",
      "12",
      "12",
    ]);
  });

  await t.step("change their roots in place", async () => {
    const more = page.locator("#more").first();
    await more.click();
    await more.click();
    assert.deepEqual(await texts(page, "#roots"), ["before 01more more after"]);
  });

  await t.step("keep JSX from the server, with islands in it", async () => {
    await page.locator("#in-slot").click();
    assert.deepEqual(await texts(page, "#a", "#in-slot"), ["13", "13"]);
    assert.equal(await page.locator(".from-server input").isDisabled(), true);
    assert.equal(await page.locator(".from-server input").isChecked(), true);
    await page.locator("#open .toggle").click();
    assert.equal(await page.locator(".from-server").count(), 0);
    await page.locator("#open .toggle").click();
    await page.locator("#in-slot").click();
    assert.deepEqual(await texts(page, "#a", ".from-server"), [
      "14",
      "server  14",
    ]);
  });

  await t.step("show JSX that was hidden at first", async () => {
    assert.equal(await page.locator("#closed .content").count(), 0);
    await page.locator("#closed .toggle").click();
    assert.equal(await page.locator("#closed em").textContent(), "later");
    await page.locator("#in-template").click();
    assert.deepEqual(await texts(page, "#b", "#in-template"), ["15", "15"]);
  });

  await t.step("set the title, and the stylesheet is transformed", async () => {
    assert.equal(await page.title(), "Islands");
    const color = await page.locator(".from-server").evaluate((p) => getComputedStyle(p).color);
    assert.equal(color, "rgb(1, 2, 3)");
  });

  await t.step("load what they import on demand", async () => {
    assert.equal(
      await page.locator("#local").getAttribute("data-browser"),
      "true",
    );
    await page.locator("#local").click();
    await page.getByText("loaded on demand").waitFor();
  });

  await t.step("change the head in the browser", async () => {
    await page.waitForFunction(() => document.title === "Loaded");
    const head = await page.evaluate(() =>
      [
        ...document.querySelectorAll(
          "head meta[name], head link[rel=canonical]",
        ),
      ].map((it) => it.getAttribute("content") ?? it.getAttribute("href"))
    );
    assert.deepEqual(head, ["from the browser", "/loaded"]);
  });

  await t.step("work under a nonce policy", async () => {
    const response = await page.goto(`${server.origin}/strict`);
    assert.match(
      response?.headers()["content-security-policy"] ?? "",
      /script-src 'self' 'nonce-/,
    );
    await revived(page, "#strict");
    await page.locator("#strict").click();
    assert.deepEqual(await texts(page, "#strict"), ["1"]);
    const color = await page.locator("main").evaluate((it) => getComputedStyle(it).color);
    assert.equal(color, "rgb(4, 5, 6)");
  });

  await t.step(
    "cause no error in the console",
    () => assert.deepEqual(problems, []),
  );
  await page.close();

  await t.step("are the only reason for a script", async () => {
    const html = await (await fetch(`${server.origin}/plain`)).text();
    const scripts = html.match(/<script[^>]*>/g) ?? [];
    const expected = '<script type="module" src="/_frsh/live_reload.js">';
    assert.deepEqual(scripts, kind === "dev" ? [expected] : []);
  });

  await t.step("come with an error page that tells what it may", async () => {
    const response = await fetch(`${server.origin}/fails`, {
      headers: { accept: "text/html" },
    });
    const body = await response.text();
    assert.equal(response.status, 500);
    if (kind === "dev") assert.match(body, /a secret detail/);
    else assert.equal(body, "Internal server error");
  });
}

async function revived(page: Page, selector: string): Promise<void> {
  await page.locator(`${selector}[data-revived="true"]`).waitFor();
}

async function texts(
  page: Page,
  ...selectors: string[]
): Promise<(string | null)[]> {
  return await Promise.all(
    selectors.map((it) => page.locator(it).first().textContent()),
  );
}
