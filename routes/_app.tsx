import { asset } from "fresh/runtime";
import { define } from "../define.ts";

/** The document around every page. The theme is known before it is painted: nothing flashes. */
export default define.layout(({ Component, state }) => {
  const theme = state.theme ?? "system";
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === "system" ? "light dark" : theme} />
        <title>Lakebench</title>
        <link rel="icon" type="image/svg+xml" href={asset("/icon.svg")} />
        <link rel="stylesheet" href={asset("/app.css")} />
        <script type="module" src={asset("/theme.js")} />
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
});
