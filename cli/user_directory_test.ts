import assert from "node:assert/strict";
import { enterUserDirectory } from "./user_directory.ts";

Deno.test("enterUserDirectory() goes where the task was called, and nowhere without a task", () => {
  const entered: string[] = [];
  const enter = (path: string) => void entered.push(path);
  enterUserDirectory(() => undefined, enter);
  enterUserDirectory(() => "", enter);
  enterUserDirectory((name) => name === "INIT_CWD" ? "/home/bob" : undefined, enter);
  assert.deepEqual(entered, ["/home/bob"]);
});

Deno.test("enterUserDirectory() refuses a folder that isn't there", () => {
  assert.throws(() => enterUserDirectory(() => "/nowhere/at/all"), {
    code: "config_invalid",
    message: /^INIT_CWD can't be entered: .*\/nowhere\/at\/all/,
  });
});
