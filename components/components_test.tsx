import assert from "node:assert/strict";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { RUN_STATUSES } from "../engine/result.ts";
import { Button, LinkButton } from "./Button.tsx";
import { EmptyState } from "./EmptyState.tsx";
import { errorOf, ErrorSummary } from "./ErrorSummary.tsx";
import { Explained } from "./Explained.tsx";
import { InputField, SelectField, TextAreaField } from "./Field.tsx";
import { Amount, Figure, Figures } from "./Figure.tsx";
import { Notice } from "./Notice.tsx";
import { Pagination } from "./Pagination.tsx";
import { StatusBadge } from "./StatusBadge.tsx";
import { Cell, Header, SortHeader, Table } from "./Table.tsx";
import { ago, Time, utc } from "./Time.tsx";
import { VerdictBadge, VerdictReasons } from "./VerdictBadge.tsx";

/** The rendered text without its classes, which are looks. */
function html(vnode: VNode): string {
  return renderToString(vnode).replace(/ class="[^"]*"/g, "");
}

/** What a reader hears: no tags. */
function words(vnode: VNode): string {
  return html(vnode).replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim();
}

Deno.test("a field has its label, its unit inside, and its hint and error said of its control", () => {
  const text = html(
    <InputField
      name="table_rows"
      label="Table rows"
      unit="rows"
      hint="1 000 to 1 000 000."
      error="Table rows must be at least 1000, got 5"
      value="5"
    />,
  );
  assert.match(text, /<label for="field-table_rows">Table rows<\/label>/);
  assert.match(
    text,
    /<input [^>]*id="field-table_rows" aria-describedby="field-table_rows-error field-table_rows-hint" aria-invalid="true" name="table_rows"/,
  );
  assert.match(text, /value="5"/);
  assert.match(text, /<p id="field-table_rows-hint">1 000 to 1 000 000\.<\/p>/);
  assert.match(text, /<p id="field-table_rows-error"[^>]*>.*at least 1000, got 5<\/p>/);
  assert.match(text, />rows<\/span>/);
});

Deno.test("a field that is right says nothing of errors", () => {
  const text = html(<InputField name="tag" label="Tag" />);
  assert.doesNotMatch(text, /aria-invalid|aria-describedby/);
  assert.match(text, /<p id="field-tag-error" aria-live="polite"><\/p>/);
});

Deno.test("what was typed comes back escaped", () => {
  const typed = '"><script>alert(1)</script>';
  const field = html(<InputField name="q" label="Search" value={typed} />);
  const area = html(<TextAreaField name="notes" label="Notes" value={typed} />);
  assert.match(field, /value="&quot;>&lt;script>/);
  assert.match(area, />&quot;>&lt;script>/);
});

Deno.test("a list has its choice selected", () => {
  const choices = [{ value: "", label: "any" }, { value: "failed", label: "failed" }];
  const text = html(<SelectField name="status" label="Status" choices={choices} value="failed" />);
  assert.match(text, /<option value>any<\/option><option value="failed" selected>failed/);
});

Deno.test("an error summary links each message to its field", () => {
  const errors = [{ field: "tags", message: "Tags: too many" }, { field: null, message: "Busy" }];
  const text = html(<ErrorSummary errors={errors} />);
  assert.match(text, /role="alert"/);
  assert.match(text, /<a href="#field-tags">Tags: too many<\/a>/);
  assert.match(text, /<li>Busy<\/li>/);
  assert.equal(renderToString(<ErrorSummary errors={[]} />), "");
  assert.equal(errorOf(errors, "tags"), "Tags: too many");
  assert.equal(errorOf(errors, "notes"), undefined);
});

Deno.test("an amount has three digits, and the exact value on hover", () => {
  assert.equal(
    html(<Amount value={12345.678} unit="ms" />).replaceAll("\u202f", " "),
    '<span title="12345.678 ms">12 300<span>ms</span></span>',
  );
  assert.equal(
    words(<Amount value={1234567} counted />),
    "1\u202f234\u202f567".replace(/\s/g, " "),
  );
});

Deno.test("an amount that there is none of is a dash, and a word for who can't see it", () => {
  for (const value of [null, undefined, NaN, Infinity]) {
    assert.equal(words(<Amount value={value} />), "– none");
  }
});

Deno.test("a figure says what it is before it says how much", () => {
  const figure = (
    <Figures>
      <Figure label="Throughput" value={37_245} unit="operations/s" note="at 16 connections" />
    </Figures>
  );
  assert.match(html(figure), /^<dl><div><dt>Throughput<\/dt><dd>/);
  assert.equal(words(figure), "Throughput 37 200 operations/s at 16 connections");
});

Deno.test("every state of a run is an icon and a word", () => {
  for (const status of RUN_STATUSES) {
    const text = html(<StatusBadge status={status} />);
    assert.match(text, /<svg [^>]*aria-hidden="true"/);
    assert.equal(words(<StatusBadge status={status} />), status);
  }
});

Deno.test("a verdict has its reasons on hover and in a list", () => {
  const verdict = { status: "suspect" as const, reasons: ["not steady", "2 % errors"] };
  assert.match(html(<VerdictBadge verdict={verdict} />), /title="not steady\n2 % errors"/);
  assert.match(html(<VerdictReasons verdict={verdict} />), /<li>not steady<\/li><li>2 % errors/);
  const valid = { status: "valid" as const, reasons: [] };
  assert.doesNotMatch(html(<VerdictBadge verdict={valid} />), /title/);
  assert.equal(renderToString(<VerdictReasons verdict={valid} />), "");
});

Deno.test("a table can be scrolled with the keyboard and says what it shows", () => {
  const text = html(
    <Table label="Levels">
      <thead>
        <tr>
          <Header numeric unit="ms">p99</Header>
          <SortHeader href="/history?sort=p99" sorted="descending">p99</SortHeader>
          <SortHeader href="/history?sort=created" sorted={null}>Created</SortHeader>
        </tr>
      </thead>
      <tbody>
        <tr>
          <Cell numeric>1.2</Cell>
        </tr>
      </tbody>
    </Table>,
  );
  assert.match(text, /<div role="region" aria-label="Levels" tabindex="0"/i);
  assert.match(text, /<caption>Levels<\/caption>/);
  assert.match(text, /<th scope="col" aria-sort="descending"><a href="\/history\?sort=p99">/);
  assert.match(text, /<th scope="col"><a href="\/history\?sort=created">Created<\/a>/);
});

Deno.test("an explanation opens without a script", () => {
  const text = html(<Explained topic="figure" name="p99_latency_ms" />);
  const id = "what-is-figure-p99_latency_ms";
  assert.match(text, new RegExp(`<button type="button" popovertarget="${id}"`));
  assert.match(text, new RegExp(`<div id="${id}" popover="auto"`));
  assert.match(text, /aria-label="What is this\? p99"/);
  assert.match(text, /href="\/help#figure-p99_latency_ms"/);
});

Deno.test("pages of a list lead to the first and on, and vanish where there is one", () => {
  const both = html(<Pagination label="Pages" first="/history" next="/history?cursor=a" />);
  assert.match(both, /<nav aria-label="Pages">.*href="\/history">.*href="\/history\?cursor=a"/s);
  assert.equal(renderToString(<Pagination label="Pages" first={null} next={null} />), "");
});

Deno.test("a button submits, a link leads", () => {
  assert.match(
    html(<Button name="action" value="archive">Archive</Button>),
    /^<button type="submit" name="action" value="archive">Archive<\/button>$/,
  );
  assert.match(html(<Button type="button">Open</Button>), /^<button type="button">/);
  assert.match(html(<LinkButton href="/help">Help</LinkButton>), /^<a href="\/help">Help<\/a>$/);
});

Deno.test("a notice of an error interrupts a screen reader, another waits", () => {
  assert.match(html(<Notice kind="error">No.</Notice>), /role="alert"/);
  assert.match(html(<Notice kind="done">Yes.</Notice>), /role="status"/);
  assert.equal(words(<Notice kind="warning">Careful.</Notice>), "Warning: Careful.");
});

Deno.test("an empty state says why, and what to do", () => {
  const empty = <EmptyState title="No run yet" action={<a href="/">Start</a>}>Why.</EmptyState>;
  assert.equal(words(empty), "No run yet Why. Start");
});

Deno.test("a time is an instant in UTC, with the distance in words", () => {
  const now = new Date("2026-11-23T09:00:00Z");
  const at = "2026-11-23T08:50:27.123Z";
  assert.equal(
    html(<Time at={at} now={now} />),
    `<time datetime="${at}" title="9 minutes ago">2026-11-23 08:50:27 UTC</time>`,
  );
  assert.equal(
    html(<Time at={at} now={now} relative />),
    `<time datetime="${at}" title="2026-11-23 08:50:27 UTC">9 minutes ago</time>`,
  );
  assert.equal(words(<Time at={at} now={now} brief />), "2026-11-23 08:50");
  assert.equal(utc("2026-11-23T10:00:00+02:00"), "2026-11-23 08:00:00 UTC");
});

Deno.test("ago() uses the largest unit that fits, and knows the future", () => {
  const now = new Date("2026-11-23T09:00:00Z");
  const before = (seconds: number) => ago(new Date(now.getTime() - seconds * 1000), now);
  assert.equal(before(0), "just now");
  assert.equal(before(59), "59 seconds ago");
  assert.equal(before(60), "1 minute ago");
  assert.equal(before(3599), "59 minutes ago");
  assert.equal(before(2 * 3600), "2 hours ago");
  assert.equal(before(3 * 86_400), "3 days ago");
  assert.equal(before(59 * 86_400), "1 month ago");
  assert.equal(before(800 * 86_400), "2 years ago");
  assert.equal(before(-120), "in 2 minutes");
});
