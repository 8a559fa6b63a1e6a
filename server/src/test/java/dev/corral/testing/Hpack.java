package dev.corral.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes header blocks (RFC 7541) of literals without Huffman codes. */
public final class Hpack {

  private static final int WITHOUT_INDEXING = 0x00;
  private static final int WITH_INDEXING = 0x40;
  private static final int INDEXED = 0x80;
  private static final int TABLE_SIZE = 0x20;

  private final ByteArrayOutputStream block = new ByteArrayOutputStream();

  /** The headers of a gRPC call, and its metadata. */
  public static Hpack call(String method, Map<String, String> metadata) {
    Hpack block =
        new Hpack()
            .literal(":method", "POST")
            .literal(":scheme", "http")
            .literal(":path", "/" + method)
            .literal(":authority", "localhost")
            .literal("content-type", "application/grpc")
            .literal("te", "trailers");
    metadata.forEach(block::literal);
    return block;
  }

  /** A header that the receiver does not keep. */
  public Hpack literal(String name, String value) {
    return field(WITHOUT_INDEXING, name, value);
  }

  /** A header that the receiver keeps in its table, where it is the first of index 62. */
  public Hpack kept(String name, String value) {
    return field(WITH_INDEXING, name, value);
  }

  /** A header that the receiver finds in its table. */
  public Hpack indexed(int index) {
    return number(INDEXED, 7, index);
  }

  /** The size of the receiver's table from now on. */
  public Hpack tableSize(int bytes) {
    return number(TABLE_SIZE, 5, bytes);
  }

  public byte[] bytes() {
    return block.toByteArray();
  }

  private Hpack field(int kind, String name, String value) {
    block.write(kind);
    return text(name).text(value);
  }

  private Hpack text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(0, 7, bytes.length);
    block.writeBytes(bytes);
    return this;
  }

  private Hpack number(int kind, int prefixBits, int value) {
    int max = (1 << prefixBits) - 1;
    if (value < max) {
      block.write(kind | value);
      return this;
    }
    block.write(kind | max);
    int rest = value - max;
    while (rest >= 0x80) {
      block.write(rest & 0x7f | 0x80);
      rest >>= 7;
    }
    block.write(rest);
    return this;
  }
}
