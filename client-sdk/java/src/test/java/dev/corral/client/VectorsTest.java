package dev.corral.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scenarios that every client has to pass, against a real server. */
class VectorsTest {

  private static final Path FOLDER = Path.of("../vectors");

  @TestFactory
  List<DynamicNode> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(VectorsTest::scenario)
          .toList();
    }
  }

  private static DynamicNode scenario(Path file) {
    Scenario run =
        new Scenario(CorralClient.builder(RunningServer.shared().target()).plaintext().build());
    Stream<JsonElement> steps =
        JsonParser.parseString(read(file))
            .getAsJsonObject()
            .getAsJsonArray("steps")
            .asList()
            .stream();
    return DynamicContainer.dynamicContainer(
        file.getFileName().toString(),
        steps
            .map(JsonElement::getAsJsonObject)
            .map(
                step ->
                    DynamicTest.dynamicTest(
                        step.get("name").getAsString(),
                        () -> assertThat(run.step(step)).isEmpty())));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
