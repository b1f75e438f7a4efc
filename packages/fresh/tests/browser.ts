/** A real browser, from npm, with nothing installed on the system. */
import { type Browser, chromium as playwright, type Page } from "playwright-core";

/** Starts the browser. Closing it also removes what was unpacked for it. */
export async function launch(): Promise<Browser> {
  const directory = await Deno.makeTempDir({ prefix: "lakebench-browser-" });
  const remove = () => Deno.remove(directory, { recursive: true });
  try {
    const browser = await playwright.launch({
      executablePath: await unpack(directory),
      // The package's own arguments are for one page in one process, and turn off web security.
      args: ["--no-sandbox", "--disable-gpu"],
      // What it drops while it runs goes with the rest.
      env: { ...Deno.env.toObject(), TMPDIR: directory },
      headless: true,
    });
    const close = browser.close.bind(browser);
    browser.close = async (options) => {
      await close(options);
      await remove();
    };
    return browser;
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Unpacks the browser into `directory`, and gives its path. The package knows the system's
 * temporary folder only, and runs what it finds there under fixed names, whoever put it there.
 */
async function unpack(directory: string): Promise<string> {
  const before = Deno.env.get("TMPDIR");
  Deno.env.set("TMPDIR", directory);
  try {
    const { default: chromium } = await import("@sparticuz/chromium");
    return await chromium.executablePath();
  } finally {
    if (before === undefined) Deno.env.delete("TMPDIR");
    else Deno.env.set("TMPDIR", before);
  }
}

/** A page that collects what goes wrong in it. */
export async function openPage(
  browser: Browser,
): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      problems.push(message.text());
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && !response.url().endsWith("/favicon.ico")) {
      problems.push(`${response.status()} ${response.url()}`);
    }
  });
  return { page, problems };
}
