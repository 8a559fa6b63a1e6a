package dev.corral.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of the client, held against it. */
class DocumentsTest {

  private static final Pattern REASON = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| [A-Z_]+ \\|");
  private static final Pattern CODE = Pattern.compile("(?ms)^```java\n(.*?)^```$");
  private static final Pattern JAVADOC = Pattern.compile("(?s)<pre>\\{@code\n(.*?)}</pre>");
  private static final Pattern LINE =
      Pattern.compile("(?m)^[^#`\\n]*?call (\\w+)/(\\w+) '(\\{.*\\})'(?= \\||$| #)");
  private static final List<Reason> OWN =
      List.of(
          Reason.UNREACHABLE, Reason.UNSUPPORTED_BY_SERVER, Reason.TRANSPORT, Reason.UNRECOGNIZED);

  @Test
  void theReasonsAreThoseOfTheServer() throws IOException {
    String errors = Files.readString(Path.of("../../docs/errors.md"));
    assertThat(Stream.of(Reason.values()).filter(reason -> !OWN.contains(reason)).map(Enum::name))
        .containsExactlyInAnyOrderElementsOf(
            REASON.matcher(errors).results().map(found -> found.group(1)).toList());
  }

  @Test
  void whatTheReadmeShowsIsCompiled() throws IOException {
    assertCompiled(CODE, Files.readString(Path.of("README.md")));
  }

  @Test
  void whatTheJavadocShowsIsCompiled() throws IOException {
    String source = Files.readString(Path.of("src/main/java/dev/corral/client/CorralClient.java"));
    assertCompiled(JAVADOC, source.replaceAll("(?m)^ \\* ?", ""));
  }

  private static void assertCompiled(Pattern code, String text) throws IOException {
    String compiled =
        flat(Files.readString(Path.of("src/test/java/dev/corral/client/Examples.java")));
    List<String> shown =
        code.matcher(text).results().map((MatchResult found) -> flat(found.group(1))).toList();
    assertThat(shown).hasSizeGreaterThan(1).allSatisfy(one -> assertThat(compiled).contains(one));
  }

  @Test
  void thePageOfClientsHasEachRpcInOneLine() throws IOException {
    String page = Files.readString(Path.of("../../docs/clients.md"));
    Map<String, List<String>> lines =
        LINE.matcher(page)
            .results()
            .collect(
                Collectors.groupingBy(
                    found -> found.group(1) + "/" + found.group(2),
                    Collectors.mapping(found -> found.group(3), Collectors.toList())));
    assertThat(Methods.all())
        .allSatisfy(
            method ->
                assertThat(lines.remove(domain(method) + "/" + method.getBareMethodName()))
                    .as(method.getFullMethodName())
                    .isNotEmpty()
                    .allSatisfy(json -> parse(method, json)));
    assertThat(lines).as("lines of no RPC").isEmpty();
  }

  private static String domain(MethodDescriptor<?, ?> method) {
    return method.getServiceName().split("\\.")[1];
  }

  /** With a UUID or a date where the shell puts a value. */
  private static void parse(MethodDescriptor<?, ?> method, String json)
      throws InvalidProtocolBufferException {
    Message.Builder request =
        ((MethodDescriptor.PrototypeMarshaller<Message>) messages(method))
            .getMessagePrototype().toBuilder();
    String values =
        json.replaceAll("\"'\\$version'\"", "1")
            .replaceAll("\"'\\$at_ten'\"", "\"2030-01-07T13:00:00Z\"")
            .replaceAll("'\\$monday'", "{\"year\": 2030, \"month\": 1, \"day\": 7}")
            .replaceAll("'\\$(\\w+|\\(new_id\\))'", "2a114826-29cc-3a66-9f66-9d9b8e487971");
    JsonFormat.parser().merge(values, request);
  }

  @SuppressWarnings("unchecked") // all RPCs of Corral are of messages
  private static MethodDescriptor.Marshaller<Message> messages(MethodDescriptor<?, ?> method) {
    return (MethodDescriptor.Marshaller<Message>) method.getRequestMarshaller();
  }

  /** Without what a formatter changes. */
  private static String flat(String code) {
    return code.replaceAll("\\s+", "");
  }
}
