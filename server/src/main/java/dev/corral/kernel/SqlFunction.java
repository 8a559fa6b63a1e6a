package dev.corral.kernel;

import com.google.gson.JsonArray;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One function of the database: its name, how a call becomes its arguments and how its row becomes
 * a reply. Immutable and thread-safe; a store keeps each as a constant.
 *
 * @param <Q> the request message
 * @param <R> the reply
 */
public final class SqlFunction<Q extends Message, R> {

  private static final int NANOS_A_MICRO = 1000;

  private final String name;
  private final FunctionSql sql;
  private final List<Parameter<Q>> parameters;
  private final Predicate<Q> validateOnly;
  private final Function<Q, String> contended;
  private final boolean writes;
  private final boolean sharesStatements;
  private final ReplyReader<R> reader;

  private SqlFunction(Builder<Q> builder, String columns, ReplyReader<R> reader) {
    this.name = builder.name;
    this.parameters = List.copyOf(builder.parameters);
    this.sql = new FunctionSql(name, columns, parameters.stream().map(Parameter::type).toList());
    this.validateOnly = builder.validateOnly;
    this.contended = builder.contended;
    this.writes = builder.writes;
    this.sharesStatements = builder.sharesStatements && reader instanceof OutcomeReader;
    this.reader = reader;
  }

  /** A function that reads. Its first parameter is the tenant. */
  public static <Q extends Message> Builder<Q> reading(String name) {
    return new Builder<Q>(name).parameter("text", c -> c.caller().tenantId());
  }

  /** A function that reads what depends on who asks: tenant, actor id, actor role. */
  public static <Q extends Message> Builder<Q> readingAsActor(String name) {
    return SqlFunction.<Q>reading(name)
        .parameter("uuid", c -> c.caller().actorId())
        .parameter("text", c -> c.caller().roleName());
  }

  /** A function that writes: tenant, actor id, actor role, request id, request hash. */
  public static <Q extends Message> Builder<Q> writing(String name, Function<Q, String> requestId) {
    Builder<Q> builder = SqlFunction.<Q>readingAsActor(name).sharingStatements();
    builder.writes = true;
    return builder.uuid(requestId).parameter("bytea", Call::requestHash);
  }

  /**
   * The fields of an OUT parameter that is a row type, to select beside others that have fields of
   * the same name; {@link Row#composite} reads them.
   */
  public static String composite(String parameter, String... fields) {
    return Stream.of(fields)
        .map(field -> "(f." + parameter + ")." + field + " AS \"" + parameter + "." + field + "\"")
        .collect(Collectors.joining(", "));
  }

  /** Whether this call is to have no effect. */
  boolean isValidateOnly(Call<Q> call) {
    return validateOnly.test(call.request());
  }

  String name() {
    return name;
  }

  boolean writes() {
    return writes;
  }

  /** Whether calls that wait at the same time may be one statement. */
  boolean sharesStatements() {
    return sharesStatements;
  }

  /** What a call fights for with others of its tenant; calls for the same keep their order. */
  String contended(Call<Q> call) {
    return contended.apply(call.request());
  }

  FunctionSql sql() {
    return sql;
  }

  List<Object> arguments(Call<Q> call) {
    List<Object> arguments = new ArrayList<>(parameters.size());
    for (Parameter<Q> parameter : parameters) {
      arguments.add(parameter.value().apply(call));
    }
    return arguments;
  }

  R read(ResultSet results) throws SQLException {
    return reader.read(results);
  }

  /** Reads the answer of one call among others. */
  R readRow(ResultSet row) throws SQLException {
    return ((OutcomeReader<R>) reader).readRow(row);
  }

  private record Parameter<Q extends Message>(String type, Function<Call<Q>, Object> value) {}

  /** Names the parameters of a function in order, then what it returns. */
  public static final class Builder<Q extends Message> {

    private final String name;
    private final List<Parameter<Q>> parameters = new ArrayList<>();
    private final Map<String, Function<JsonArray, Message>> explanations = new HashMap<>();
    private Predicate<Q> validateOnly = request -> false;
    private Function<Q, String> contended = request -> "";
    private boolean writes;
    private boolean sharesStatements;

    private Builder(String name) {
      this.name = name;
    }

    /** A text. */
    public Builder<Q> text(Function<Q, String> value) {
      return parameter("text", c -> value.apply(c.request()));
    }

    /** A UUID; the empty string is NULL. */
    public Builder<Q> uuid(Function<Q, String> value) {
      return parameter("uuid", c -> uuidOrNull(value.apply(c.request())));
    }

    /** A list of UUIDs. */
    public Builder<Q> uuids(Function<Q, ? extends Collection<String>> value) {
      return parameter("uuid[]", c -> arrayLiteral(value.apply(c.request())));
    }

    /** A list of texts without quotes or backslashes: enum names, species. */
    public Builder<Q> words(Function<Q, ? extends Collection<String>> value) {
      // in quotes, since the bare word null would be NULL
      return parameter(
          "text[]",
          c -> arrayLiteral(value.apply(c.request()).stream().map(w -> '"' + w + '"').toList()));
    }

    /** A list of integers. */
    public Builder<Q> integers(Function<Q, ? extends Collection<Integer>> value) {
      return parameter("integer[]", c -> arrayLiteral(value.apply(c.request())));
    }

    /** A list of truth values. */
    public Builder<Q> bools(Function<Q, ? extends Collection<Boolean>> value) {
      return parameter("boolean[]", c -> arrayLiteral(value.apply(c.request())));
    }

    /** A JSON document. */
    public Builder<Q> jsonb(Function<Q, String> value) {
      return parameter("jsonb", c -> value.apply(c.request()));
    }

    /** A bigint; may be null. */
    public Builder<Q> bigint(Function<Q, Long> value) {
      return parameter("bigint", c -> value.apply(c.request()));
    }

    /** An integer; may be null. */
    public Builder<Q> integer(Function<Q, Integer> value) {
      return parameter("integer", c -> value.apply(c.request()));
    }

    /** A truth value. */
    public Builder<Q> bool(Function<Q, Boolean> value) {
      return parameter("boolean", c -> value.apply(c.request()));
    }

    /** A date; may be null. */
    public Builder<Q> date(Function<Q, LocalDate> value) {
      return parameter("date", c -> value.apply(c.request()));
    }

    /** A local time; may be null. */
    public Builder<Q> timestamp(Function<Q, LocalDateTime> value) {
      return parameter("timestamp", c -> value.apply(c.request()));
    }

    /** An instant; may be null. */
    public Builder<Q> timestamptz(Function<Q, Timestamp> value) {
      return parameter("timestamptz", c -> offsetOrNull(value.apply(c.request())));
    }

    /** Which calls run with all their checks and are then rolled back. */
    public Builder<Q> validateOnly(Predicate<Q> asked) {
      validateOnly = asked;
      return this;
    }

    /** What its calls lock; in one statement those for the same run in the order they came. */
    public Builder<Q> contendingFor(Function<Q, String> key) {
      contended = key;
      return this;
    }

    /** For a function that is read so often that many calls wait at the same time. */
    public Builder<Q> sharingStatements() {
      sharesStatements = true;
      return this;
    }

    /** A list in the detail of a refusal that becomes a message of its own in the status. */
    public Builder<Q> explaining(String list, Function<JsonArray, Message> explanation) {
      explanations.put(list, explanation);
      return this;
    }

    /**
     * For a function with OUT parameters {@code outcome} and {@code detail}: one row. An outcome
     * other than OK becomes {@link Refused}.
     *
     * @param columns further OUT parameters to select; a composite is written {@code (f.name).*}
     */
    public <R> SqlFunction<Q, R> returning(RowReader<R> reader, String... columns) {
      String list = columns.length == 0 ? "" : ", " + String.join(", ", columns);
      return new SqlFunction<>(
          this,
          "f.outcome, f.detail" + list,
          new OutcomeReader<>(reader, Map.copyOf(explanations)));
    }

    /** For a function that returns a set: every row of it, or these columns of every row. */
    public <R> SqlFunction<Q, List<R>> returningSet(RowReader<R> reader, String... columns) {
      String list = columns.length == 0 ? "f.*" : String.join(", ", columns);
      return new SqlFunction<>(this, list, ReplyReader.all(reader));
    }

    private Builder<Q> parameter(String type, Function<Call<Q>, Object> value) {
      parameters.add(new Parameter<>(type, value));
      return this;
    }
  }

  private static UUID uuidOrNull(String text) {
    return text.isEmpty() ? null : UUID.fromString(text);
  }

  /** PostgreSQL keeps microseconds: the next one, so that comparisons with what it keeps hold. */
  private static OffsetDateTime offsetOrNull(Timestamp timestamp) {
    return timestamp == null
        ? null
        : Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos())
            .plusNanos(NANOS_A_MICRO - 1)
            .truncatedTo(ChronoUnit.MICROS)
            .atOffset(ZoneOffset.UTC);
  }

  private static String arrayLiteral(Collection<?> elements) {
    return elements.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }
}
