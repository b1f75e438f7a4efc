import assert from "node:assert/strict";
import { HttpError } from "fresh";
import { fieldText, fieldTexts, localPath, readForm, seeOther } from "./form.ts";

const ADDRESS = "http://localhost/form";

async function refusal(req: Request, limit?: number): Promise<HttpError> {
  try {
    await readForm(req, limit);
  } catch (error) {
    assert.ok(error instanceof HttpError);
    return error;
  }
  throw new assert.AssertionError({ message: "the form was accepted" });
}

Deno.test("readForm() reads both ways that a browser sends a form", async () => {
  const plain = new URLSearchParams([["run", "a"], ["run", "b"], ["notes", "ä & b"]]);
  const parts = new FormData();
  for (const [name, value] of plain) parts.append(name, value);
  for (const body of [plain, parts]) {
    const form = await readForm(new Request(ADDRESS, { method: "POST", body }));
    assert.deepEqual(fieldTexts(form, "run"), ["a", "b"]);
    assert.equal(fieldText(form, "notes"), "ä & b");
    assert.equal(fieldText(form, "missing"), "");
  }
});

Deno.test("a file is no text", async () => {
  const body = new FormData();
  body.append("notes", new File(["x"], "notes.txt"));
  const form = await readForm(new Request(ADDRESS, { method: "POST", body }));
  assert.equal(fieldText(form, "notes"), "");
  assert.deepEqual(fieldTexts(form, "notes"), []);
});

Deno.test("readForm() refuses what is no form with 415, and names what came", async () => {
  const error = await refusal(jsonRequest());
  assert.equal(error.status, 415);
  assert.match(error.message, /application\/json/);
  assert.equal((await refusal(new Request(ADDRESS, { method: "POST" }))).status, 415);
});

Deno.test("readForm() refuses a broken body with 400", async () => {
  const headers = { "content-type": "multipart/form-data; boundary=x" };
  const error = await refusal(new Request(ADDRESS, { method: "POST", headers, body: "--y" }));
  assert.equal(error.status, 400);
});

Deno.test("readForm() stops reading at its limit, whether or not the size was announced", async () => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const known = new Request(ADDRESS, { method: "POST", headers, body: "a=".padEnd(101, "x") });
  assert.equal((await refusal(known, 100)).status, 413);
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled++;
      controller.enqueue(new TextEncoder().encode("a=bbbbbbbb&"));
    },
  });
  const streamed = new Request(ADDRESS, { method: "POST", headers, body: endless });
  assert.equal((await refusal(streamed, 100)).status, 413);
  assert.ok(pulled < 20, `${pulled} parts were read`);
});

Deno.test("localPath() comes back to this app and to no other site", () => {
  assert.equal(localPath("/history?tag=a#run", "/"), "/history?tag=a#run");
  const others = [
    "",
    "history",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/a\r\nSet-Cookie: x=y",
  ];
  for (const wanted of others) assert.equal(localPath(wanted, "/history"), "/history", wanted);
});

Deno.test("seeOther() makes the browser ask with GET", () => {
  const response = seeOther("/history");
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), "/history");
});

function jsonRequest(): Request {
  const headers = { "content-type": "application/json" };
  return new Request(ADDRESS, { method: "POST", headers, body: "{}" });
}
