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
 *
 * It has a configuration and a lock of its own: named in the project's, it would be downloaded before
 * any task.
 */
async function unpack(directory: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--allow-all", "--frozen", "unpack.ts"],
    cwd: new URL("chromium/", import.meta.url),
    env: { TMPDIR: directory },
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`The browser can't be unpacked:\n${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
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
