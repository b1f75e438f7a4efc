import type { ContainerNode } from "preact";
import { type NodeRange, nodesOf } from "./find_islands.ts";

/** A container for Preact that is the stretch of nodes between two comments. */
export function rangeRoot({ start, end }: NodeRange): ContainerNode {
  const parent = end.parentNode as ParentNode & Node;
  const insert = (node: Node, before: Node | null) => parent.insertBefore(node, before ?? end);
  return {
    nodeType: Node.ELEMENT_NODE,
    parentNode: parent,
    namespaceURI: (parent as Element).namespaceURI,
    ownerDocument: document,
    get firstChild() {
      return start.nextSibling === end ? null : start.nextSibling;
    },
    get childNodes() {
      return nodesOf({ start, end });
    },
    contains: (node: Node | null) => parent.contains(node),
    insertBefore: insert,
    appendChild: (node: Node) => insert(node, null),
    removeChild: (node: Node) => parent.removeChild(node),
  } as unknown as ContainerNode;
}
