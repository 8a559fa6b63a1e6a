package dev.corral.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One frame of HTTP/2 (RFC 9113), right or wrong. */
public record Http2Frame(int type, int flags, int stream, byte[] payload) {

  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PUSH_PROMISE = 5;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  public static final int ACK = 1;
  public static final int END_STREAM = 1;
  public static final int END_HEADERS = 4;

  public static final int HEADER_TABLE_SIZE = 1;
  public static final int MAX_CONCURRENT_STREAMS = 3;
  public static final int INITIAL_WINDOW_SIZE = 4;

  private static final int HEAD_BYTES = 9;
  private static final int CANCEL = 8;
  private static final byte[] NONE = {};

  /** Part of a message, or the last part. */
  public static Http2Frame data(int stream, byte[] bytes, boolean last) {
    return new Http2Frame(DATA, last ? END_STREAM : 0, stream, bytes);
  }

  /** A gRPC message of no bytes, which is a request of every kind, and the end of the request. */
  public static Http2Frame emptyRequest(int stream) {
    return data(stream, new byte[5], true);
  }

  /** The headers of a call whose request follows. */
  public static Http2Frame headers(int stream, byte[] block) {
    return new Http2Frame(HEADERS, END_HEADERS, stream, block);
  }

  /** Headers that other frames go on with. */
  public static Http2Frame openHeaders(int stream, byte[] block) {
    return new Http2Frame(HEADERS, 0, stream, block);
  }

  /** More of a block of headers, which never ends. */
  public static Http2Frame continuation(int stream, byte[] block) {
    return new Http2Frame(CONTINUATION, 0, stream, block);
  }

  /** The client gives a stream up. */
  public static Http2Frame reset(int stream) {
    return new Http2Frame(RST_STREAM, 0, stream, number(CANCEL));
  }

  /** Settings, each an identifier and a value. */
  public static Http2Frame settings(int... pairs) {
    ByteBuffer payload = ByteBuffer.allocate(pairs.length * 3);
    for (int i = 0; i < pairs.length; i += 2) {
      payload.putShort((short) pairs[i]).putInt(pairs[i + 1]);
    }
    return new Http2Frame(SETTINGS, 0, 0, payload.array());
  }

  public static Http2Frame settingsAck() {
    return new Http2Frame(SETTINGS, ACK, 0, NONE);
  }

  public static Http2Frame ping() {
    return new Http2Frame(PING, 0, 0, new byte[8]);
  }

  public static Http2Frame windowUpdate(int stream, int increment) {
    return new Http2Frame(WINDOW_UPDATE, 0, stream, number(increment));
  }

  /** The frame as it travels. */
  public byte[] bytes() {
    return head(payload.length).put(payload).array();
  }

  /** The frame with a length of its own choice before its payload. */
  public byte[] bytesThatClaim(int length) {
    byte[] bytes = bytes();
    bytes[0] = (byte) (length >> 16);
    bytes[1] = (byte) (length >> 8);
    bytes[2] = (byte) length;
    return bytes;
  }

  /** Several frames in a row. */
  public static byte[] bytes(Http2Frame... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Http2Frame frame : frames) {
      all.writeBytes(frame.bytes());
    }
    return all.toByteArray();
  }

  /** Why a stream or the connection ended, of RST_STREAM and GOAWAY. */
  public int errorCode() {
    return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
  }

  /** What a GOAWAY says. */
  public String words() {
    return new String(payload, 8, payload.length - 8, StandardCharsets.UTF_8);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  static Http2Frame read(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Http2Frame(type, flags, stream, payload);
  }

  private ByteBuffer head(int length) {
    return ByteBuffer.allocate(HEAD_BYTES + payload.length)
        .put((byte) (length >> 16))
        .putShort((short) length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }
}
