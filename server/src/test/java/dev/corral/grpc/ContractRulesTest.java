package dev.corral.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import build.buf.validate.FieldRules;
import build.buf.validate.StringRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.corral.common.v1.Access;
import dev.corral.common.v1.AccessProto;
import dev.corral.common.v1.Limit;
import dev.corral.common.v1.Role;
import dev.corral.testing.Sources;
import dev.corral.testing.Sources.Rpc;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules for every service of the contract, read from its descriptors. */
class ContractRulesTest {

  private static final Pattern READ = Pattern.compile("(Get|BatchGet|List|Preview|Explain).*");

  @Test
  void rpcSaysWhoMayCallItAndWhichLimitItCountsAgainst() {
    assertEachRpc(
        "option (corral.common.v1.access) with roles and a limit",
        rpc -> {
          Access access = access(rpc);
          return !access.getRolesList().isEmpty()
              && !access.getRolesList().contains(Role.ROLE_UNSPECIFIED)
              && !access.getRolesList().contains(Role.UNRECOGNIZED)
              && access.getLimit() != Limit.LIMIT_UNSPECIFIED;
        });
  }

  @Test
  void rpcHasMessagesOfItsOwn() {
    assertEachRpc(
        "XxxRequest and XxxResponse of its own file, one of each",
        rpc ->
            rpc.getInputType().getFullName().equals(name(rpc, "Request"))
                && rpc.getOutputType().getFullName().equals(name(rpc, "Response"))
                && !rpc.isClientStreaming()
                && !rpc.isServerStreaming());
  }

  @Test
  void onlyMutationsCountAsWrites() {
    assertEachRpc(
        "a read counts as READ, EXPENSIVE or STRICT, a mutation as WRITE or STRICT",
        rpc -> {
          Limit limit = access(rpc).getLimit();
          return limit == Limit.LIMIT_STRICT
              || READ.matcher(rpc.getName()).matches() != (limit == Limit.LIMIT_WRITE);
        });
  }

  @Test
  void mutationCarriesARequestId() {
    assertEachRpc(
        "a mutation's request has a request_id that is always a UUID; a read's has none",
        rpc -> {
          FieldDescriptor id = rpc.getInputType().findFieldByName("request_id");
          boolean writes = !READ.matcher(rpc.getName()).matches();
          return writes
              ? id != null && !id.hasPresence() && rules(id).getString().getUuid()
              : id == null;
        });
  }

  @Test
  void tenantAndActorComeFromTheCredential() {
    assertEachRpc(
        "no tenant_id and no actor_id in a request; only CreateTenant names a tenant",
        rpc ->
            rpc.getName().equals("CreateTenant")
                || Stream.of("tenant_id", "actor_id")
                    .allMatch(field -> rpc.getInputType().findFieldByName(field) == null));
  }

  @Test
  void enumInARequestIsOneThatTheContractDefines() {
    assertEachField("enum.defined_only", JavaType.ENUM, rules -> rules.getEnum().getDefinedOnly());
  }

  @Test
  void textInARequestIsBounded() {
    assertEachField(
        "a bound: uuid, max_len, pattern or the like",
        JavaType.STRING,
        rules -> isBounded(rules.getString()));
  }

  @Test
  void bytesInARequestAreBounded() {
    assertEachField("bytes.max_len", JavaType.BYTE_STRING, rules -> rules.getBytes().hasMaxLen());
  }

  @Test
  void listInARequestIsBounded() {
    assertThat(requestFields().filter(FieldDescriptor::isRepeated))
        .filteredOn(
            field ->
                field.isMapField()
                    ? !rules(field).getMap().hasMaxPairs()
                    : !rules(field).getRepeated().hasMaxItems())
        .as("repeated.max_items, or map.max_pairs")
        .isEmpty();
  }

  private static void assertEachRpc(String rule, Predicate<MethodDescriptor> holds) {
    assertThat(services().flatMap(service -> service.getMethods().stream()))
        .filteredOn(holds.negate())
        .extracting(MethodDescriptor::getFullName)
        .as(rule)
        .isEmpty();
  }

  private static void assertEachField(String rule, JavaType type, Predicate<FieldRules> holds) {
    assertThat(requestFields().filter(field -> field.getJavaType() == type))
        .filteredOn(field -> !holds.test(elementRules(field)))
        .extracting(FieldDescriptor::getFullName)
        .as(rule)
        .isEmpty();
  }

  private static boolean isBounded(StringRules rules) {
    return rules.hasMaxLen()
        || rules.hasMaxBytes()
        || rules.hasLen()
        || rules.hasLenBytes()
        || rules.hasPattern()
        || rules.hasConst()
        || rules.getInCount() > 0
        || rules.getWellKnownCase() != StringRules.WellKnownCase.WELLKNOWN_NOT_SET;
  }

  /** The rules of a field, or of the elements of a list. */
  private static FieldRules elementRules(FieldDescriptor field) {
    return field.isRepeated() ? rules(field).getRepeated().getItems() : rules(field);
  }

  private static FieldRules rules(FieldDescriptor field) {
    return field.getOptions().getExtension(ValidateProto.field);
  }

  private static Access access(MethodDescriptor rpc) {
    return rpc.getOptions().getExtension(AccessProto.access);
  }

  private static String name(MethodDescriptor rpc, String end) {
    return rpc.getFile().getPackage() + "." + rpc.getName() + end;
  }

  /** Every field of ours that a request can carry, at any depth. */
  private static Stream<FieldDescriptor> requestFields() {
    Set<Descriptor> messages = new LinkedHashSet<>();
    services()
        .flatMap(service -> service.getMethods().stream())
        .forEach(rpc -> addMessages(rpc.getInputType(), messages));
    return messages.stream().flatMap(message -> message.getFields().stream());
  }

  /** Adds a message and those inside it; google's types have rules of their own (CommonRules). */
  private static void addMessages(Descriptor message, Set<Descriptor> messages) {
    if (!message.getFile().getPackage().startsWith("corral.") || !messages.add(message)) {
      return;
    }
    message.getFields().stream()
        .filter(field -> field.getJavaType() == JavaType.MESSAGE)
        .forEach(field -> addMessages(field.getMessageType(), messages));
  }

  /** The services that the proto files declare; none can be forgotten. */
  private static Stream<ServiceDescriptor> services() {
    List<String> names = Sources.rpcs().stream().map(ContractRulesTest::stubs).distinct().toList();
    assertThat(names).isNotEmpty();
    return names.stream().map(ContractRulesTest::service);
  }

  private static String stubs(Rpc rpc) {
    return "dev.corral." + rpc.domain() + ".v1." + rpc.service() + "ServiceGrpc";
  }

  private static ServiceDescriptor service(String stubs) {
    try {
      var descriptor =
          (io.grpc.ServiceDescriptor)
              Class.forName(stubs).getMethod("getServiceDescriptor").invoke(null);
      return ((ProtoServiceDescriptorSupplier) descriptor.getSchemaDescriptor())
          .getServiceDescriptor();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(stubs + " is not generated", e);
    }
  }
}
