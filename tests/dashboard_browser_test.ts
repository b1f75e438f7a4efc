/** The dashboard's whole way in a real browser, against a real server, store and PostgreSQL. */
import assert from "node:assert/strict";
import axe from "axe-core";
import { launch } from "../packages/fresh/tests/browser.ts";
import { WebProcess } from "./web_process.ts";

type Browser = Awaited<ReturnType<typeof launch>>;
type Page = Awaited<ReturnType<Browser["newPage"]>>;

/** Longer than any run here, and than a busy machine makes it. */
const PATIENCE_MS = 60_000;

/** What axe calls serious or worse. */
async function complaints(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  return await page.evaluate(`axe.run().then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))`);
}

/** Fills the form for the shortest run that the web allows. */
async function fillForm(page: Page): Promise<void> {
  await page.locator("[name=thread_counts]").fill("2");
  await page.locator("[name=table_rows]").fill("1000");
  await page.locator("[name=test_duration]").fill("10");
}

Deno.test("the dashboard: from the form to the result, again, and cancelled", async (t) => {
  await using server = new WebProcess();
  const origin = await server.origin;
  const browser = await launch();
  try {
    const context = await browser.newContext();
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    let runUrl = "";

    await t.step("says what is wrong beside the field, and loses nothing typed", async () => {
      await page.goto(origin);
      await fillForm(page);
      await page.locator("[name=test_duration]").fill("3");
      await page.getByText(/must be .*10/).first().waitFor();
      assert.equal(await page.locator("[name=test_duration]").inputValue(), "3");
      assert.equal(await page.locator("[name=table_rows]").inputValue(), "1000");
    });

    await t.step("says on its button what will happen, and starts it", async () => {
      await fillForm(page);
      const button = page.getByRole("button", { name: /^Run 1 level, about / });
      await button.waitFor();
      assert.deepEqual(await complaints(page), []);
      await button.click();
      await page.waitForURL(/\/runs\/[0-9A-Z]{26}$/);
      runUrl = page.url();
    });

    await t.step("shows the seconds as they come, also after a cut and a reload", async () => {
      await page.getByText(/Level 1 of 1: 2 connections, measuring/).waitFor();
      assert.deepEqual(await complaints(page), []);
      await context.setOffline(true);
      await page.reload().catch(() => {});
      await context.setOffline(false);
      await page.goto(runUrl);
      await page.getByRole("heading", { name: /Level 1 of 1|Levels/ }).first().waitFor();
    });

    await t.step(
      "becomes the result by itself: verdict first, then levels and charts",
      async () => {
        await page.getByRole("heading", { name: "Charts" }).waitFor();
        const text = await page.locator("main").innerText();
        assert.match(text, /\b(valid|suspect|invalid)\b/);
        assert.ok(await page.locator("svg.chart").count() >= 5);
        assert.deepEqual(await complaints(page), []);
        // No second is missing or doubled, whatever happened to the page.
        const id = runUrl.split("/").at(-1);
        const result = await (await fetch(`${origin}/api/benchmarks/${id}/results`)).json();
        const seconds = result.levels[0].samples.map(({ second }: { second: number }) => second);
        assert.deepEqual(seconds, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      },
    );

    await t.step("reads without JavaScript, on a phone, in the dark", async () => {
      const plain = await browser.newContext({
        javaScriptEnabled: false,
        colorScheme: "dark",
        viewport: { width: 360, height: 740 },
      });
      const reader = await plain.newPage();
      for (const url of [runUrl, origin]) {
        await reader.goto(url);
        assert.ok((await reader.locator("main").innerText()).length > 200, url);
      }
      await plain.close();
      const phone = await browser.newContext({ viewport: { width: 360, height: 740 } });
      const narrow = await phone.newPage();
      for (const url of [runUrl, origin]) {
        await narrow.goto(url);
        assert.equal(await narrow.evaluate("document.documentElement.scrollWidth"), 360, url);
      }
      await phone.close();
    });

    await t.step("runs again, and is cancelled from its page", async () => {
      await page.goto(runUrl);
      await page.getByRole("button", { name: "Run again" }).click();
      await page.waitForURL((url) => /\/runs\//.test(url.pathname) && url.href !== runUrl);
      await page.getByRole("button", { name: "Cancel the run" }).click();
      await page.locator("main").getByText("cancelled", { exact: true }).first().waitFor();
    });

    await t.step("has both runs in its history", async () => {
      await page.goto(`${origin}/history`);
      assert.equal(await page.locator("main tbody tr").count(), 2);
    });
    await context.close();
  } finally {
    await browser.close();
  }
});
