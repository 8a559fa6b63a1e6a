package dev.corral;

import static dev.corral.testing.Http2Frame.bytes;
import static dev.corral.testing.Http2Frame.continuation;
import static dev.corral.testing.Http2Frame.data;
import static dev.corral.testing.Http2Frame.emptyRequest;
import static dev.corral.testing.Http2Frame.headers;
import static dev.corral.testing.Http2Frame.openHeaders;
import static dev.corral.testing.Http2Frame.reset;
import static dev.corral.testing.Http2Frame.settings;
import static dev.corral.testing.Http2Frame.windowUpdate;

import dev.corral.testing.Hpack;
import dev.corral.testing.Http2Frame;
import dev.corral.testing.Http2Peer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/** What a hostile client sends after its greeting, one attack a method. Stream ids are odd. */
final class HttpAttacks {

  private static final String METHOD = "corral.tenant.v1.TenantService/GetTenant";
  private static final int FRAME_BYTES = 16 * 1024;
  private static final int ROUNDS = 20_000;
  private static final byte[] NOTHING = {};

  private final byte[] call;

  /** Attacks by somebody whom the server believes. */
  HttpAttacks(Map<String, String> identity) {
    this.call = Hpack.call(METHOD, identity).bytes();
  }

  /** Those that end the attacker's connection, by name. */
  static Map<String, BiConsumer<HttpAttacks, Http2Peer>> ending() {
    Map<String, BiConsumer<HttpAttacks, Http2Peer>> all = new TreeMap<>();
    all.put("rapid reset", HttpAttacks::rapidReset);
    all.put("rapid reset without requests", HttpAttacks::rapidResetWithoutRequests);
    all.put("made you reset: window overflow", HttpAttacks::madeYouResetByWindowOverflow);
    all.put("made you reset: increment of 0", HttpAttacks::madeYouResetByAnIncrementOfZero);
    all.put("made you reset: late headers", HttpAttacks::madeYouResetByHeadersAfterTheEnd);
    all.put("made you reset: late data", HttpAttacks::madeYouResetByDataAfterTheEnd);
    all.put("made you reset: short priority", HttpAttacks::madeYouResetByAPriorityOfFourBytes);
    all.put("made you reset: own child", HttpAttacks::madeYouResetByAStreamThatDependsOnItself);
    all.put("streams without end", HttpAttacks::streamsWithoutEnd);
    all.put("continuations of 1 byte", HttpAttacks::continuationsOfOneByte);
    all.put("continuations of nothing", HttpAttacks::continuationsOfNothing);
    all.put("continuations of 16 kB", HttpAttacks::continuationsOf16Kilobytes);
    all.put("headers of 1 MB", HttpAttacks::headersOfAMegabyte);
    all.put("header repeated from the table", HttpAttacks::headerThatIsRepeatedFromTheTable);
    all.put("header table of 1 GB", HttpAttacks::tableThatIsTooLarge);
    all.put("headers from an empty table", HttpAttacks::headersFromAnEmptyTable);
    all.put("ping flood", HttpAttacks::pingFlood);
    all.put("window update flood", HttpAttacks::windowUpdateFlood);
    all.put("push promise", HttpAttacks::pushPromise);
    all.put("frame of 16 MB", HttpAttacks::frameOf16Megabytes);
    all.put("stream of the server's", HttpAttacks::streamOfTheServers);
    all.put("headers on no stream", HttpAttacks::headersOnNoStream);
    return all;
  }

  /** Those that cost the attacker as much as the server, by name. */
  static Map<String, BiConsumer<HttpAttacks, Http2Peer>> harmless() {
    Map<String, BiConsumer<HttpAttacks, Http2Peer>> all = new TreeMap<>();
    all.put("settings flood", HttpAttacks::settingsFlood);
    all.put("empty data flood", HttpAttacks::emptyDataFlood);
    all.put("unknown frames", HttpAttacks::unknownFrames);
    all.put("priority flood", HttpAttacks::priorityFlood);
    return all;
  }

  /** One whole and decent call. */
  byte[] call(int stream) {
    return bytes(headers(stream, call), emptyRequest(stream));
  }

  /** The headers of a call whose request does not come. */
  Http2Frame opening(int stream) {
    return headers(stream, call);
  }

  void rapidReset(Http2Peer peer) {
    flood(peer, id -> bytes(headers(id, call), emptyRequest(id), reset(id)));
  }

  void rapidResetWithoutRequests(Http2Peer peer) {
    flood(peer, id -> bytes(headers(id, call), reset(id)));
  }

  void madeYouResetByWindowOverflow(Http2Peer peer) {
    flood(peer, id -> bytes(headers(id, call), windowUpdate(id, Integer.MAX_VALUE)));
  }

  void madeYouResetByAnIncrementOfZero(Http2Peer peer) {
    flood(peer, id -> bytes(headers(id, call), windowUpdate(id, 0)));
  }

  void madeYouResetByHeadersAfterTheEnd(Http2Peer peer) {
    flood(peer, id -> bytes(headers(id, call), emptyRequest(id), headers(id, call)));
  }

  void madeYouResetByDataAfterTheEnd(Http2Peer peer) {
    flood(peer, id -> bytes(headers(id, call), emptyRequest(id), data(id, new byte[1], false)));
  }

  void madeYouResetByAPriorityOfFourBytes(Http2Peer peer) {
    flood(
        peer,
        id -> bytes(headers(id, call), new Http2Frame(Http2Frame.PRIORITY, 0, id, new byte[4])));
  }

  void madeYouResetByAStreamThatDependsOnItself(Http2Peer peer) {
    flood(
        peer,
        id ->
            bytes(
                headers(id, call),
                new Http2Frame(
                    Http2Frame.PRIORITY,
                    0,
                    id,
                    new byte[] {0, 0, (byte) (id >> 8), (byte) id, 0})));
  }

  void streamsWithoutEnd(Http2Peer peer) {
    flood(peer, id -> opening(id).bytes());
  }

  void continuationsOfOneByte(Http2Peer peer) {
    peer.send(openHeaders(1, call));
    flood(peer, id -> continuation(1, new byte[1]).bytes());
  }

  void continuationsOfNothing(Http2Peer peer) {
    peer.send(openHeaders(1, call));
    flood(peer, id -> continuation(1, NOTHING).bytes());
  }

  void continuationsOf16Kilobytes(Http2Peer peer) {
    peer.send(openHeaders(1, call));
    byte[] block = new Hpack().literal("x-much", "m".repeat(FRAME_BYTES - 20)).bytes();
    flood(peer, id -> continuation(1, block).bytes());
  }

  void headersOfAMegabyte(Http2Peer peer) {
    byte[] block = Hpack.call(METHOD, Map.of("x-much", "m".repeat(1 << 20))).bytes();
    peer.send(openHeaders(1, Arrays.copyOf(block, FRAME_BYTES)));
    for (int at = FRAME_BYTES; at < block.length; at += FRAME_BYTES) {
      int end = Math.min(block.length, at + FRAME_BYTES);
      byte[] part = Arrays.copyOfRange(block, at, end);
      int flags = end == block.length ? Http2Frame.END_HEADERS : 0;
      peer.send(new Http2Frame(Http2Frame.CONTINUATION, flags, 1, part));
    }
  }

  void headerThatIsRepeatedFromTheTable(Http2Peer peer) {
    Hpack bomb = Hpack.call(METHOD, Map.of()).kept("x-bomb", "b".repeat(3_900));
    for (int i = 0; i < 12_000; i++) {
      bomb.indexed(62);
    }
    flood(peer, id -> headers(id, bomb.bytes()).bytes());
  }

  void tableThatIsTooLarge(Http2Peer peer) {
    peer.send(headers(1, new Hpack().tableSize(1 << 30).bytes()));
  }

  void headersFromAnEmptyTable(Http2Peer peer) {
    peer.send(headers(1, new Hpack().indexed(100).bytes()));
  }

  void settingsFlood(Http2Peer peer) {
    flood(peer, id -> settings(Http2Frame.INITIAL_WINDOW_SIZE, id).bytes());
  }

  /** Enough of them that the acknowledgements, which nobody reads, no longer fit the sockets. */
  void settingsFloodOfMillions(Http2Peer peer) {
    Http2Frame[] hundred = new Http2Frame[100];
    Arrays.fill(hundred, settings());
    byte[] frames = bytes(hundred);
    flood(peer, id -> frames);
  }

  void pingFlood(Http2Peer peer) {
    flood(peer, id -> Http2Frame.ping().bytes());
  }

  void emptyDataFlood(Http2Peer peer) {
    peer.send(opening(1));
    flood(peer, id -> data(1, NOTHING, false).bytes());
  }

  void unknownFrames(Http2Peer peer) {
    flood(peer, id -> new Http2Frame(0x42, 0xff, id, new byte[10]).bytes());
  }

  void priorityFlood(Http2Peer peer) {
    flood(peer, id -> new Http2Frame(Http2Frame.PRIORITY, 0, id, new byte[5]).bytes());
  }

  void windowUpdateFlood(Http2Peer peer) {
    flood(peer, id -> windowUpdate(0, Integer.MAX_VALUE).bytes());
  }

  void goAwayFlood(Http2Peer peer) {
    flood(peer, id -> new Http2Frame(Http2Frame.GOAWAY, 0, 0, new byte[8]).bytes());
  }

  void pushPromise(Http2Peer peer) {
    peer.send(new Http2Frame(Http2Frame.PUSH_PROMISE, Http2Frame.END_HEADERS, 1, new byte[4]));
  }

  void frameOf16Megabytes(Http2Peer peer) {
    peer.send(opening(1));
    peer.send(data(1, new byte[100], false).bytesThatClaim(0xffffff));
  }

  void streamOfTheServers(Http2Peer peer) {
    peer.send(opening(2));
  }

  void headersOnNoStream(Http2Peer peer) {
    peer.send(opening(0));
  }

  void frameThatIsCutOff(Http2Peer peer) {
    peer.send(Arrays.copyOf(opening(1).bytes(), 40));
    peer.halfClose();
  }

  /** Not after a greeting. */
  void garbage(Http2Peer peer) {
    flood(peer, id -> "Be careful with that axe.".getBytes(StandardCharsets.UTF_8));
  }

  /** Not after a greeting. */
  void http1(Http2Peer peer) {
    peer.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static void flood(Http2Peer peer, IntFunction<byte[]> round) {
    int id = 1;
    while (id < 2 * ROUNDS && peer.send(round.apply(id))) {
      id += 2;
    }
  }
}
