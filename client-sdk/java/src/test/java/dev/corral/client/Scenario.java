package dev.corral.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest.FieldViolation;
import dev.corral.cart.v1.CartProblems;
import dev.corral.stock.v1.StockShortages;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of a scenario of client-sdk/vectors; its README says what a step is made of. */
final class Scenario {

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();
  private static final Pattern VALUE = Pattern.compile("\\$\\{([^}]+)}");
  private static final Pattern DATE = Pattern.compile("\\$\\{date:(\\d+)}");

  private final CorralClient corral;
  private final Map<String, String> values = new HashMap<>();

  Scenario(CorralClient corral) {
    this.corral = corral;
    values.put("tenant", "v" + UUID.randomUUID().toString().substring(0, 12));
  }

  /** Makes the call of a step; returns what is wrong with its answer, a line each. */
  List<String> step(JsonObject step) {
    List<String> wrong = new ArrayList<>();
    try {
      JsonObject answer = json(call(method(step.get("call").getAsString()), step));
      if (step.has("error")) {
        return List.of("did not fail");
      }
      JsonObject saved = step.has("save") ? step.getAsJsonObject("save") : new JsonObject();
      saved.asMap().forEach((name, path) -> values.put(name, at(answer, path.getAsString())));
      if (step.has("expect")) {
        compare(filled(step.get("expect")), answer, "", wrong);
      }
    } catch (CorralException e) {
      if (!step.has("error")) {
        return List.of("failed: " + e.reason() + ": " + e.getMessage());
      }
      compare(filled(step.get("error")), json(step.getAsJsonObject("error"), e), "", wrong);
    }
    return wrong;
  }

  private <Q extends Message, R extends Message> R call(
      MethodDescriptor<Q, R> method, JsonObject step) {
    JsonObject as = step.has("as") ? step.getAsJsonObject("as") : new JsonObject();
    Message.Builder request =
        ((PrototypeMarshaller<Q>) method.getRequestMarshaller())
            .getMessagePrototype()
            .newBuilderForType();
    try {
      JsonFormat.parser().merge(filled(step.get("request")).toString(), request);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(step.toString(), e);
    }
    @SuppressWarnings("unchecked") // a builder makes what it was made of
    Q built = (Q) request.build();
    return corral
        .as(
            Credentials.development(
                text(as, "tenant", "${tenant}"),
                text(as, "role", "ADMIN"),
                text(as, "actor", "${uuid:somebody}")))
        .call(method, built);
  }

  private String text(JsonObject as, String name, String otherwise) {
    return filled(as.has(name) ? as.get(name) : new JsonPrimitive(otherwise)).getAsString();
  }

  @SuppressWarnings("unchecked") // all RPCs of Corral are of messages
  private static MethodDescriptor<Message, Message> method(String name) {
    return (MethodDescriptor<Message, Message>)
        Methods.all()
            .filter(method -> method.getFullMethodName().equals(name))
            .findAny()
            .orElseThrow(() -> new IllegalArgumentException("no such RPC: " + name));
  }

  /** An error in the form of the vectors, with the parts that are asked for. */
  private static JsonObject json(JsonObject asked, CorralException e) {
    JsonObject seen = new JsonObject();
    seen.addProperty("code", e.code().name());
    seen.addProperty("reason", e.rawReason());
    JsonObject metadata = new JsonObject();
    e.metadata().forEach(metadata::addProperty);
    seen.add("metadata", metadata);
    seen.addProperty("retryable", e.retryDelay().isPresent());
    JsonArray fields = new JsonArray();
    List<String> inOrder =
        asked.has("fields")
            ? asked.getAsJsonArray("fields").asList().stream()
                .map(JsonElement::getAsString)
                .toList()
            : List.of();
    e.violations().stream()
        .map(FieldViolation::getField)
        .sorted((a, b) -> Integer.compare(inOrder.indexOf(a), inOrder.indexOf(b)))
        .forEach(fields::add);
    seen.add("fields", fields);
    JsonObject details = new JsonObject();
    e.detail(StockShortages.class).map(Scenario::json).ifPresent(d -> addAll(details, d));
    e.detail(CartProblems.class).map(Scenario::json).ifPresent(d -> addAll(details, d));
    seen.add("details", details);
    return seen;
  }

  private static void addAll(JsonObject to, JsonObject from) {
    from.asMap().forEach(to::add);
  }

  private static JsonObject json(MessageOrBuilder message) {
    try {
      return JsonParser.parseString(PRINTER.print(message)).getAsJsonObject();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private JsonElement filled(JsonElement json) {
    if (json.isJsonArray()) {
      JsonArray array = new JsonArray();
      json.getAsJsonArray().forEach(element -> array.add(filled(element)));
      return array;
    } else if (json.isJsonObject()) {
      JsonObject object = new JsonObject();
      json.getAsJsonObject().asMap().forEach((name, value) -> object.add(name, filled(value)));
      return object;
    } else if (!json.getAsJsonPrimitive().isString()) {
      return json;
    }
    Matcher date = DATE.matcher(json.getAsString());
    return date.matches()
        ? date(LocalDate.now(ZoneOffset.UTC).plusDays(Long.parseLong(date.group(1))))
        : new JsonPrimitive(
            VALUE.matcher(json.getAsString()).replaceAll(m -> quoted(value(m.group(1)))));
  }

  private static String quoted(String value) {
    return Matcher.quoteReplacement(value);
  }

  private static JsonObject date(LocalDate day) {
    JsonObject date = new JsonObject();
    date.addProperty("year", day.getYear());
    date.addProperty("month", day.getMonthValue());
    date.addProperty("day", day.getDayOfMonth());
    return date;
  }

  private String value(String name) {
    return values.computeIfAbsent(
        name,
        absent -> {
          if (!absent.startsWith("uuid:")) {
            throw new IllegalStateException("nothing is saved as " + absent);
          }
          return UUID.randomUUID().toString();
        });
  }

  private static String at(JsonElement json, String path) {
    JsonElement value = json;
    for (String key : path.split("\\.")) {
      value =
          value.isJsonArray()
              ? value.getAsJsonArray().get(Integer.parseInt(key))
              : value.getAsJsonObject().get(key);
    }
    return value.getAsString();
  }

  /** Notes where a value is not what a part of it says. */
  private static void compare(JsonElement part, JsonElement seen, String path, List<String> wrong) {
    if (part.isJsonObject() && seen != null && seen.isJsonObject()) {
      part.getAsJsonObject()
          .asMap()
          .forEach(
              (name, value) ->
                  compare(value, seen.getAsJsonObject().get(name), path + "." + name, wrong));
    } else if (part.isJsonArray()
        && seen != null
        && seen.isJsonArray()
        && part.getAsJsonArray().size() == seen.getAsJsonArray().size()) {
      for (int i = 0; i < part.getAsJsonArray().size(); i++) {
        compare(part.getAsJsonArray().get(i), seen.getAsJsonArray().get(i), path + "." + i, wrong);
      }
    } else if (!part.equals(seen)) {
      wrong.add(path + " is " + seen + ", not " + part);
    }
  }
}
