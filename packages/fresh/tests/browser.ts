/** A real browser, from npm, with nothing installed on the system. */
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright, type Page } from "playwright-core";

/** Starts the browser; disposing closes it. */
export async function launch(): Promise<Browser> {
  return await playwright.launch({
    executablePath: await chromium.executablePath(),
    // The package's own arguments are for one page in one process, and turn off web security.
    args: ["--no-sandbox", "--disable-gpu"],
    headless: true,
  });
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
