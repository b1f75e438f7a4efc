/** Unpacks the browser into the temporary folder, and prints the path of its program. */
import chromium from "@sparticuz/chromium";

await Deno.stdout.write(
  new TextEncoder().encode(await chromium.executablePath()),
);
