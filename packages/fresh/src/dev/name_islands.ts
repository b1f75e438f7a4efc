/** Names for islands, unique on a page. */
import { basename } from "node:path";

/** A module with islands. */
export interface IslandModule {
  /** Absolute path. */
  readonly path: string;
  readonly module: Record<string, unknown>;
}

/** An export that is an island. */
export interface NamedIsland {
  readonly path: string;
  readonly name: string;
  readonly exportName: string;
}

/** Names every function that the modules export. A default export takes its file's name. */
export function nameIslands(modules: readonly IslandModule[]): NamedIsland[] {
  const taken = new Map<string, number>();
  return modules.flatMap(({ path, module }) =>
    Object.entries(module).filter(([, value]) => typeof value === "function")
      .map(
        ([exportName]): NamedIsland => {
          const wanted = exportName === "default" ? identifierOf(path) : exportName;
          const count = taken.get(wanted) ?? 0;
          taken.set(wanted, count + 1);
          return {
            path,
            exportName,
            name: count === 0 ? wanted : `${wanted}_${count}`,
          };
        },
      )
  );
}

/** `my-island.tsx` is `MyIsland`. */
function identifierOf(path: string): string {
  const words = basename(path).replace(/\.[^.]+$/, "").split(
    /[^\p{ID_Continue}]+/u,
  );
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return /^\p{ID_Start}/u.test(name) ? name : `Island${name}`;
}
