/** The frame of a child process: one job from stdin, one answer to stdout, trouble to stderr. */

/** Reads the job, does it and tells its answer. Exits with 1 and the reason when it fails. */
export async function serve<Job, Answer>(work: (job: Job) => Promise<Answer>): Promise<void> {
  const job: Job = await new Response(Deno.stdin.readable).json();
  try {
    const answer = await work(job);
    await new Response(JSON.stringify(answer)).body?.pipeTo(Deno.stdout.writable);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await new Response(`${reason}\n`).body?.pipeTo(Deno.stderr.writable);
    Deno.exit(1);
  }
}
