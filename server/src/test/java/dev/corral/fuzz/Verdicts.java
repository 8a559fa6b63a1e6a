package dev.corral.fuzz;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import dev.corral.grpc.ServerReason;
import dev.corral.kernel.Outcome;
import dev.corral.kernel.Reason;
import dev.corral.testing.DocumentedReasons;
import dev.corral.testing.Refusals;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges how calls end and counts it. Thread-safe. */
final class Verdicts {

  /** What must not leave the server: SQL, classes, stack traces, names of its own objects. */
  private static final Pattern INNARDS =
      Pattern.compile(
          "\\b(SELECT|INSERT|UPDATE|DELETE|RAISE|SQLSTATE|ERROR:|FUNCTION|PL/pgSQL)\\b"
              + "|Exception|\\bat [a-z]+\\.|\\b(java|javax|org|io|build|dev|com)\\.[a-z]+\\."
              + "|corral_(app|owner)|_pkey|_fkey|jdbc:|postgres");

  private static final Map<String, Reason> REASONS =
      Stream.<Reason>concat(Arrays.stream(Outcome.values()), Arrays.stream(ServerReason.values()))
          .collect(Collectors.toMap(Reason::name, Function.identity()));

  /** What gRPC itself answers, without details. */
  private static final Set<Code> OF_GRPC =
      Set.of(Code.RESOURCE_EXHAUSTED, Code.DEADLINE_EXCEEDED, Code.CANCELLED);

  private static final int FAULTS_KEPT = 40;

  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final Map<String, String> faults = new ConcurrentHashMap<>();
  private final Map<String, Long> slowest = new ConcurrentHashMap<>();

  /** Takes note of the end of a call. */
  void judge(FuzzCall call, Optional<StatusRuntimeException> refusal, long tookNanos) {
    slowest.merge(call.rpc().getBareMethodName(), tookNanos, Math::max);
    String end = refusal.map(Verdicts::name).orElse("OK");
    counts.merge(end, 1, Integer::sum);
    refusal
        .flatMap(thrown -> fault(call, thrown))
        .ifPresent(fault -> note(call, end + ": " + fault, refusal.get()));
  }

  /** How often each end was met. */
  Map<String, Integer> counts() {
    return new TreeMap<>(counts);
  }

  /** What was wrong, one example of each kind. */
  List<String> faults() {
    return List.copyOf(faults.values());
  }

  /** The longest call of the slowest RPCs, in milliseconds. */
  Map<String, Long> slowest() {
    return slowest.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(5)
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue() / 1_000_000));
  }

  private void note(FuzzCall call, String fault, StatusRuntimeException thrown) {
    if (faults.size() < FAULTS_KEPT) {
      faults.putIfAbsent(
          call.rpc().getBareMethodName() + " " + fault,
          fault + "\n" + thrown.getStatus() + "\n" + StatusProto.fromThrowable(thrown) + call);
    }
  }

  private static Optional<String> fault(FuzzCall call, StatusRuntimeException thrown) {
    String said = said(thrown);
    if (INNARDS.matcher(said).find()) {
      return Optional.of("tells of the inside");
    } else if (!hasDetails(thrown)) {
      return ofGrpc(call, thrown.getStatus().getCode());
    }
    ErrorInfo info = Refusals.errorInfo(thrown);
    Reason reason = REASONS.get(info.getReason());
    if (reason == null || reason.code() != thrown.getStatus().getCode()) {
      return Optional.of("is no reason of the contract");
    } else if (!DocumentedReasons.of(call.rpc()).contains(reason.name())) {
      return Optional.of("is not among the reasons that the RPC documents");
    } else if (reason == ServerReason.DEADLINE_EXCEEDED && !hasDeadline(call)) {
      return Optional.of("takes the server more than its longest call");
    }
    return Optional.empty();
  }

  private static Optional<String> ofGrpc(FuzzCall call, Code code) {
    if (!OF_GRPC.contains(code)) {
      return Optional.of("has no ErrorInfo");
    }
    return code == Code.RESOURCE_EXHAUSTED || hasDeadline(call) || call.gzip()
        ? Optional.empty()
        : Optional.of("has no ErrorInfo, and the call no deadline");
  }

  private static boolean hasDeadline(FuzzCall call) {
    return call.deadline().isPresent()
        || call.headers().containsKey(OddHeaders.key("grpc-timeout"));
  }

  private static String said(StatusRuntimeException thrown) {
    Metadata trailers = thrown.getTrailers();
    return thrown.getStatus().getDescription()
        + (hasDetails(thrown) ? StatusProto.fromThrowable(thrown).getDetailsList() : "")
        + (trailers == null ? "" : trailers.keys());
  }

  private static boolean hasDetails(StatusRuntimeException thrown) {
    com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
    return status != null && status.getDetailsList().stream().anyMatch(Verdicts::isErrorInfo);
  }

  private static boolean isErrorInfo(Any detail) {
    return detail.is(ErrorInfo.class);
  }

  private static String name(StatusRuntimeException thrown) {
    Code code = thrown.getStatus().getCode();
    return code + (hasDetails(thrown) ? " " + Refusals.reason(thrown) : " of gRPC");
  }
}
