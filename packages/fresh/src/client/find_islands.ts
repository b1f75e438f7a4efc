import { ISLAND_END, ISLAND_START } from "../islands/format.ts";

/** A stretch of sibling nodes between two comments. */
export interface NodeRange {
  readonly start: Comment;
  readonly end: Comment;
}

/** True for a comment that begins with a text. */
export function isComment(node: Node, text: string): node is Comment {
  return node.nodeType === Node.COMMENT_NODE &&
    (node as Comment).data.startsWith(text);
}

/** The number after the marker's text. */
export function numberOf(comment: Comment, marker: string): number {
  return Number(comment.data.slice(marker.length));
}

/** The range that a start comment opens, or null when the HTML parser has moved its end elsewhere. */
export function rangeFrom(
  start: Comment,
  startText: string,
  endText: string,
): NodeRange | null {
  let depth = 0;
  for (let at = start.nextSibling; at !== null; at = at.nextSibling) {
    if (isComment(at, startText)) depth++;
    else if (isComment(at, endText) && depth-- === 0) return { start, end: at };
  }
  return null;
}

/** The nodes between the comments. */
export function nodesOf({ start, end }: NodeRange): ChildNode[] {
  const nodes: ChildNode[] = [];
  for (
    let at = start.nextSibling;
    at !== null && at !== end;
    at = at.nextSibling
  ) nodes.push(at);
  return nodes;
}

/** Every comment below a node that begins with a text, in document order. */
export function commentsIn(root: Node, text: string): Comment[] {
  const found: Comment[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode() !== null) {
    if (isComment(walker.currentNode, text)) found.push(walker.currentNode);
  }
  return found;
}

/** The islands that are in no other island, in document order. */
export function outermostIslands(root: Node): NodeRange[] {
  const ranges: NodeRange[] = [];
  for (const start of commentsIn(root, ISLAND_START)) {
    const last = ranges.at(-1);
    const isInside = last !== undefined &&
      (last.end.compareDocumentPosition(start) &
          Node.DOCUMENT_POSITION_PRECEDING) !== 0;
    if (isInside) continue;
    const range = rangeFrom(start, ISLAND_START, ISLAND_END);
    if (range !== null) ranges.push(range);
  }
  return ranges;
}
