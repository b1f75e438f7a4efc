/** The same response with headers that can be set: those of `Response.redirect()` and `fetch()` can't. */
export function withMutableHeaders(response: Response): Response {
  try {
    // Deleting what isn't there changes nothing, and throws when nothing may be changed.
    response.headers.delete("x-fresh-probe");
    return response;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new Response(response.body, response);
  }
}
