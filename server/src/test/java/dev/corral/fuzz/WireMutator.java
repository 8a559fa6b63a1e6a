package dev.corral.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Changes bytes of messages, whatever they mean. */
final class WireMutator {

  private static final int START_GROUP = 0x0b;
  private static final int END_GROUP = 0x0c;

  private final Random random;

  WireMutator(Random random) {
    this.random = random;
  }

  /** The bytes with one change. */
  byte[] mutate(byte[] valid) {
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(valid, random.nextInt(valid.length + 1));
      case 1 -> joined(valid, valid);
      case 2 -> joined(valid, Arrays.copyOf(valid, random.nextInt(valid.length + 1)));
      case 3 -> joined(valid, unknownFields());
      case 4 -> spliced(valid);
      case 5 -> joined(valid, groups());
      case 6 -> noise(random.nextInt(300));
      default -> flipped(valid);
    };
  }

  /** A gzip stream, whole or broken. */
  byte[] gzip(byte[] message) {
    byte[] whole = compressed(message);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(whole, random.nextInt(whole.length));
      case 1 -> flipped(whole);
      case 2 -> joined(whole, noise(random.nextInt(40)));
      case 3 -> random.nextBoolean() ? message : noise(random.nextInt(300));
      default -> whole;
    };
  }

  /** Small on the wire, huge in memory. */
  static byte[] bomb(int size) {
    return compressed(new byte[size]);
  }

  static byte[] compressed(byte[] message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private byte[] flipped(byte[] valid) {
    byte[] copy = valid.clone();
    int flips = 1 + random.nextInt(4);
    for (int i = 0; i < flips && copy.length > 0; i++) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  private byte[] spliced(byte[] valid) {
    int from = random.nextInt(valid.length + 1);
    int to = random.nextInt(valid.length + 1);
    return joined(Arrays.copyOf(valid, from), Arrays.copyOfRange(valid, to, valid.length));
  }

  /** Field 1023, of a text, a number or nested a hundred and more times. */
  private byte[] unknownFields() {
    byte[] field = {(byte) 0xfa, 0x3f, 3, 'a', 'b', 'c'};
    int depth = random.nextInt(3) * 60;
    for (int i = 0; i < depth; i++) {
      byte[] length = {(byte) (field.length & 0x7f | 0x80), (byte) (field.length >> 7)};
      field = joined(joined(new byte[] {(byte) 0xfa, 0x3f}, length), field);
    }
    return random.nextInt(4) == 0 ? new byte[] {(byte) 0xf8, 0x3f, -1, -1, -1, -1, 1} : field;
  }

  /** Groups in groups, closed or not. */
  private byte[] groups() {
    byte[] groups = new byte[random.nextInt(400)];
    Arrays.fill(groups, (byte) START_GROUP);
    if (random.nextBoolean()) {
      Arrays.fill(groups, groups.length / 2, groups.length, (byte) END_GROUP);
    }
    return groups;
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
