/** Files and folders that may be absent. */

/**
 * What is read of a path, or undefined where there is nothing at that path. Any other failure, such
 * as a folder that this user may not enter, is thrown.
 *
 * ```ts
 * const stat = await ifPresent(Deno.stat(path));
 * ```
 */
export async function ifPresent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** Whether an error says that there is nothing at a path, be it for a file that stands in the way. */
function isAbsence(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
}

/** Whether an error says that there is nothing at a path, or nothing that this user may look at. */
export function isOutOfReach(error: unknown): boolean {
  return isAbsence(error) || error instanceof Deno.errors.PermissionDenied;
}
