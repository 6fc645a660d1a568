// Blocks of data: what was packed comes out again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { lazy, unpackBlock } from "../../web/block.js";

/** A block as `photoparsl/page/encode.py` writes it. */
function packed(header, columns) {
  const listed = Object.entries(columns).map(([name, c]) => [name, c.BYTES_PER_ELEMENT, c.length]);
  const head = Buffer.from(JSON.stringify({ ...header, columns: listed }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const planes = Object.values(columns).map((column) => {
    const bytes = Buffer.from(column.buffer);
    const width = column.BYTES_PER_ELEMENT;
    return Buffer.from(
      Array.from(
        { length: bytes.length },
        (_, k) => bytes[(k % column.length) * width + Math.floor(k / column.length)],
      ),
    );
  });
  return gzipSync(Buffer.concat([length, head, ...planes])).toString("base64");
}

test("columns of one, two and four bytes come out as they went in", async () => {
  const columns = {
    one: Uint8Array.of(0, 1, 255),
    two: Uint16Array.of(0, 256, 65535),
    four: Uint32Array.of(0, 65536, 4294967295),
    none: new Uint16Array(),
  };
  const block = await unpackBlock(packed({ texts: ["Zürich", "</script>"] }, columns));
  assert.deepEqual(block.texts, ["Zürich", "</script>"]);
  for (const [name, column] of Object.entries(columns)) {
    assert.deepEqual(block.column(name), column);
    assert.equal(block.count(name), column.length);
  }
  assert.equal(block.column("another"), null);
});

test("a lazy property is computed once, when it is first read", () => {
  let made = 0;
  const object = {};
  lazy(object, "costly", () => ++made);
  assert.equal(made, 0);
  assert.equal(object.costly + object.costly, 2);
  assert.equal(made, 1);
});
