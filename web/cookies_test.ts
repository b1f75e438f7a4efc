import assert from "node:assert/strict";
import { themeCookie, themeOf } from "./cookies.ts";

const withCookie = (cookie: string) => new Request("http://localhost/", { headers: { cookie } });

Deno.test("themeOf() reads its own cookie among others", () => {
  assert.equal(themeOf(withCookie("a=b; theme=dark; c=d")), "dark");
  assert.equal(themeOf(withCookie("theme=light")), "light");
});

Deno.test("themeOf() follows the system where nothing or nonsense was chosen", () => {
  assert.equal(themeOf(new Request("http://localhost/")), "system");
  for (const cookie of ["theme=neon", "xtheme=dark", 'theme="><script>', "theme="]) {
    assert.equal(themeOf(withCookie(cookie)), "system", cookie);
  }
});

Deno.test("a cookie that was set is read back", () => {
  assert.equal(themeOf(withCookie(themeCookie("dark").split(";")[0] ?? "")), "dark");
});
