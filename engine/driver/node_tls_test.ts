import assert from "node:assert/strict";
import type { ConnectionSettings, SslMode } from "../target/target.ts";
import { testWithServer } from "../wire/testing.ts";
import { makeAuthority } from "../wire/testing_certificates.ts";
import { openSession } from "./open_session.ts";

testWithServer("the npm drivers use TLS as sslmode says", async (t, server) => {
  const authority = await makeAuthority("tests");
  const stranger = await makeAuthority("stranger");
  const trusted = { caCertificates: [authority.certificate] };
  const strange = { caCertificates: [stranger.certificate] };
  const elsewhere = await authority.issue({ dns: ["db.example"], ip: ["192.0.2.1"] });

  for (const driver of ["pg", "postgres"] as const) {
    await t.step(`${driver}: a server without TLS is refused with what to do`, () =>
      assert.rejects(
        openSession(
          { driver, protocol: "prepared" },
          { ...server.settings, sslMode: "require" },
          new AbortController().signal,
        ),
        {
          name: "ConnectionError",
          message: /does not speak TLS, and sslmode=require asks for it$/,
          hint: /^Use sslmode=prefer/,
        },
      ));
  }

  await server.serveTls(await authority.issue({ dns: ["localhost"], ip: ["127.0.0.1"] }));
  for (const driver of ["pg", "postgres"] as const) {
    let opened = 0;
    const open = async (sslMode: SslMode, more: Partial<ConnectionSettings>) => {
      const applicationName = `${driver} ${++opened}`;
      const settings = { ...server.settings, sslMode, ...more, applicationName };
      const kind = { driver, protocol: "prepared" } as const;
      const session = await openSession(kind, settings, new AbortController().signal);
      const sql = "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) " +
        `WHERE application_name = '${applicationName}'`;
      const { rows } = await server.admin(sql);
      await session.end();
      return rows[0]?.[0];
    };
    await t.step(`${driver}: TLS where it is asked for`, async () => {
      assert.equal(await open("disable", {}), "f");
      assert.equal(await open("prefer", {}), "f");
      assert.equal(await open("require", {}), "t");
      assert.equal(await open("require", trusted), "t");
      assert.equal(await open("verify-ca", trusted), "t");
      assert.equal(await open("verify-full", trusted), "t");
      assert.equal(await open("verify-full", { ...trusted, host: "localhost" }), "t");
    });
    await t.step(`${driver}: an unknown authority is refused`, async () => {
      for (const given of [{}, strange]) {
        const refused = { name: "ConnectionError", hint: /sslrootcert/ };
        await assert.rejects(open("verify-ca", given), refused);
        await assert.rejects(open("verify-full", given), refused);
      }
      await assert.rejects(open("require", strange), {
        name: "ConnectionError",
        message: /^TLS with 127\.0\.0\.1:\d+ failed under sslmode=require: /,
        hint: /did not sign/,
      });
    });
  }

  await server.serveTls(elsewhere);
  for (const driver of ["pg", "postgres"] as const) {
    await t.step(
      `${driver}: another host's certificate is refused by verify-full only`,
      async () => {
        const kind = { driver, protocol: "prepared" } as const;
        for (const host of ["127.0.0.1", "localhost"]) {
          const open = (sslMode: SslMode, certificateHost?: string) =>
            openSession(
              kind,
              { ...server.settings, ...trusted, sslMode, host, certificateHost },
              new AbortController().signal,
            );
          await assert.rejects(open("verify-full"), {
            name: "ConnectionError",
            hint: new RegExp(`^The certificate is not for ${host}: `),
          });
          await (await open("verify-ca")).end();
          await (await open("verify-full", "db.example")).end();
          await assert.rejects(open("verify-full", "other.example"), { name: "ConnectionError" });
        }
      },
    );
  }
});
