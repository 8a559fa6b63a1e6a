package dev.corral.testing;

import dev.corral.grpc.ServerReason;
import io.grpc.MethodDescriptor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The reasons that the documentation of an RPC names: its comment in the contract and its section
 * in docs/api, with those of each RPC that they refer to, and what the server answers for any.
 */
public final class DocumentedReasons {

  private static final Pattern COMMENTED_RPC =
      Pattern.compile("(?m)^((?:  //[^\\n]*\\n)+)  rpc (\\w+)\\(");
  private static final Pattern SECTION = Pattern.compile("(?ms)^## (\\w+)\\n(.*?)(?=^## |\\z)");
  private static final Pattern REASON = Pattern.compile("\\b[A-Z]{3,}(?:_[A-Z]+)*\\b");
  private static final Pattern NAME = Pattern.compile("\\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\\b");

  private static final Map<String, String> TEXTS = texts();
  private static final Map<String, Set<String>> REASONS = new ConcurrentHashMap<>();
  private static final Set<String> OF_THE_SERVER =
      Arrays.stream(ServerReason.values())
          .filter(reason -> reason != ServerReason.INTERNAL)
          .filter(reason -> reason != ServerReason.DATABASE_UNAVAILABLE)
          .map(Enum::name)
          .collect(Collectors.toSet());

  private DocumentedReasons() {}

  /** Their names. */
  public static Set<String> of(MethodDescriptor<?, ?> rpc) {
    return REASONS.computeIfAbsent(
        rpc.getBareMethodName(),
        name -> {
          Set<String> reasons = new HashSet<>(OF_THE_SERVER);
          collect(name, new HashSet<>(), reasons);
          return reasons;
        });
  }

  private static void collect(String rpc, Set<String> seen, Set<String> reasons) {
    if (!TEXTS.containsKey(rpc) || !seen.add(rpc)) {
      return;
    }
    String text = TEXTS.get(rpc);
    Sources.find(REASON, text).map(MatchResult::group).forEach(reasons::add);
    Sources.find(NAME, text).forEach(name -> collect(name.group(), seen, reasons));
  }

  private static Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    Sources.protos()
        .forEach(
            proto ->
                Sources.find(COMMENTED_RPC, proto.text())
                    .forEach(rpc -> texts.merge(rpc.group(2), rpc.group(1), String::concat)));
    Sources.below("docs/api", name -> name.endsWith(".md"))
        .forEach(
            page ->
                Sources.find(SECTION, page.text())
                    .filter(section -> texts.containsKey(section.group(1)))
                    .forEach(s -> texts.merge(s.group(1), s.group(2), String::concat)));
    return texts;
  }
}
