/** The pages that need no island, in a real browser: keyboard, colours, phone, no JavaScript, axe. */
import assert from "node:assert/strict";
import axe from "axe-core";
import { randomResult } from "../engine/report/random_result.ts";
import { appBuilder } from "../fresh.config.ts";
import { launch, openPage } from "../packages/fresh/tests/browser.ts";
import type { RunRecord } from "../store/run_record.ts";
import { testApp } from "../web/testing.ts";

type Browser = Awaited<ReturnType<typeof launch>>;
type ContextOptions = Parameters<Browser["newContext"]>[0];
type Page = Awaited<ReturnType<Browser["newPage"]>>;

const TARGET = { id: "embedded", name: "Embedded PostgreSQL", kind: "embedded" as const };

/** The built app over three runs, served on a free port. */
async function servedApp(): Promise<{ origin: string; runs: RunRecord[] } & AsyncDisposable> {
  const test = await testApp();
  const { store } = test.services;
  const created_at = "2026-11-23T08:50:27.000Z";
  const nowhere = { host: null, port: null, database: null, user: null };
  await store.targets.put({ ...TARGET, ...nowhere, source: "environment", created_at });
  const runs: RunRecord[] = [];
  for (const status of ["completed", "failed", "interrupted"] as const) {
    const origin = { target: TARGET, owner: "local", source: "cli" as const, tags: ["nightly"] };
    runs.push(await store.runs.createFinished(randomResult({ status }), origin));
  }
  const apply = await appBuilder().build({ snapshot: "memory" });
  apply(test.app);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    test.app.handler(),
  );
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    runs,
    [Symbol.asyncDispose]: async () => {
      await server.shutdown();
      await test[Symbol.asyncDispose]();
    },
  };
}

/** Opens a page of its own context, so that nothing is left of the one before. */
async function inContext(
  browser: Browser,
  options: ContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  try {
    await use(await context.newPage());
  } finally {
    await context.close();
  }
}

Deno.test("pages in a browser", async (t) => {
  await using app = await servedApp();
  const { origin, runs: [run] } = app;
  assert.ok(run);
  const paths = [
    "/history",
    `/history?done=archived&run=${run.id}`,
    "/history?tag=none",
    `/history/${run.id}`,
    `/history/delete?run=${run.id}`,
    "/targets",
    "/help",
    "/nothing",
  ];
  const browser = await launch();
  try {
    await t.step("load without a complaint of the browser", async () => {
      const { page, problems } = await openPage(browser);
      for (const path of paths.filter((path) => path !== "/nothing")) {
        await page.goto(origin + path, { waitUntil: "networkidle" });
      }
      await page.close();
      assert.deepEqual(problems, []);
    });

    await t.step("have nothing that axe calls serious, in light and in dark", async () => {
      for (const colorScheme of ["light", "dark"] as const) {
        await inContext(browser, { colorScheme }, async (page) => {
          for (const path of paths) {
            await page.goto(origin + path);
            await page.evaluate(axe.source);
            const found = await page.evaluate(`axe.run().then(({ violations }) => violations
              .filter(({ impact }) => impact === "serious" || impact === "critical")
              .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))`);
            assert.deepEqual(found, [], `${path} in ${colorScheme}`);
          }
        });
      }
    });

    await t.step("fit a phone: only tables scroll sideways, within themselves", async () => {
      await inContext(browser, { viewport: { width: 360, height: 740 } }, async (page) => {
        for (const path of paths) {
          await page.goto(origin + path);
          const width = await page.evaluate("document.documentElement.scrollWidth");
          assert.equal(width, 360, path);
        }
      });
    });

    await t.step("lead a keyboard past the bar first", async () => {
      await inContext(browser, {}, async (page) => {
        await page.goto(`${origin}/history`);
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        assert.equal(await page.evaluate("document.activeElement.id"), "content");
      });
    });

    await t.step("explain with the keyboard, and without a script", async () => {
      await inContext(browser, { javaScriptEnabled: false }, async (page) => {
        await page.goto(`${origin}/history`);
        const panel = page.locator("#what-is-term-verdict");
        assert.equal(await panel.isVisible(), false);
        await page.getByRole("button", { name: "What is this? Verdict" }).focus();
        await page.keyboard.press("Enter");
        await panel.waitFor({ state: "visible" });
        assert.match(await panel.innerText(), /Whether the number can be believed/);
        await page.keyboard.press("Escape");
        await panel.waitFor({ state: "hidden" });
      });
    });

    await t.step("change their colours at once, keep what was typed, and remember", async () => {
      await inContext(browser, { colorScheme: "light" }, async (page) => {
        await page.goto(`${origin}/history/${run.id}`);
        const notes = page.getByRole("textbox", { name: "Notes" });
        await notes.fill("half a thought");
        const light = await background(page);
        const saved = page.waitForResponse(`${origin}/theme`);
        await page.getByRole("button", { name: "Dark" }).click();
        await saved;
        assert.notEqual(await background(page), light);
        assert.equal(await notes.inputValue(), "half a thought");
        await page.reload();
        assert.notEqual(await background(page), light);
        const pressed = page.getByRole("button", { name: "Dark" });
        assert.equal(await pressed.getAttribute("aria-pressed"), "true");
      });
    });

    await t.step("follow the system without a script, and can be told otherwise", async () => {
      const options = { javaScriptEnabled: false, colorScheme: "dark" as const };
      await inContext(browser, options, async (page) => {
        await page.goto(`${origin}/help`);
        await page.getByRole("button", { name: "Light" }).click();
        await page.waitForURL(`${origin}/help`);
        assert.match(await page.content(), /<html lang="en" data-theme="light"/);
      });
    });

    await t.step("archive, undo and delete without a script", async () => {
      await inContext(browser, { javaScriptEnabled: false }, async (page) => {
        await page.goto(`${origin}/history?tag=nightly`);
        const boxes = page.getByRole("checkbox");
        const count = await boxes.count();
        await boxes.first().check();
        await page.getByRole("button", { name: "Archive" }).click();
        await page.getByText("1 run archived.").waitFor();
        assert.equal(await boxes.count(), count - 1);
        assert.equal(await page.getByRole("textbox", { name: "Tag" }).inputValue(), "nightly");
        await page.getByRole("button", { name: "Undo" }).click();
        await page.getByText("1 run taken out of the archive.").waitFor();
        assert.equal(await boxes.count(), count);

        await boxes.last().check();
        await page.getByRole("button", { name: "Delete …" }).click();
        await page.getByRole("heading", { name: "Delete the run?" }).waitFor();
        await page.getByRole("button", { name: "Delete the run" }).click();
        await page.getByText("1 run deleted.").waitFor();
        assert.equal(await boxes.count(), count - 1);
      });
    });
  } finally {
    await browser.close();
  }
});

/** The colour that is painted behind a page. */
async function background(page: Page): Promise<unknown> {
  return await page.evaluate("getComputedStyle(document.body).backgroundColor");
}
