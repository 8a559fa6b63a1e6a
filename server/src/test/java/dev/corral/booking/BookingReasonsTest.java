package dev.corral.booking;

import static dev.corral.kernel.Outcome.*;
import static dev.corral.testing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.corral.Clinic;
import dev.corral.TestServer;
import dev.corral.booking.v1.AppointmentStatus;
import dev.corral.booking.v1.BookingServiceGrpc;
import dev.corral.booking.v1.CancelAppointmentRequest;
import dev.corral.booking.v1.UpdateAppointmentStatusRequest;
import dev.corral.common.v1.LocalDateTime;
import dev.corral.directory.v1.PetStatus;
import dev.corral.kernel.Outcome;
import dev.corral.testing.Sources;
import dev.corral.testing.Transitions;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each reason that the contract documents for an RPC of BookingService is provoked, together with
 * every one that is documented after it: the first is given.
 */
class BookingReasonsTest {

  private static final Pattern WORD = Pattern.compile("\\b[A-Z]+(_[A-Z]+)+\\b");
  private static final Map<Outcome, Consumer<BookingScene>> SPOILERS = spoilers();

  /** What stored appointments cannot have: services are never deleted. */
  private static final Set<Outcome> NOT_OF_A_MOVE = Set.of(SERVICE_NOT_FOUND);

  private final TestServer server = TestServer.shared();

  @Test
  void bookingFailsForEachDocumentedReasonInOrder() {
    List<Outcome> reasons = documented(BookingServiceGrpc.getBookAppointmentMethod());
    assertThat(SPOILERS.keySet()).containsAll(reasons);
    assertEach(reasons, () -> new BookingScene(server), BookingScene::book);
  }

  @Test
  void moveFailsForEachDocumentedReasonInOrder() {
    List<Outcome> all = documented(BookingServiceGrpc.getBookAppointmentMethod());
    List<Outcome> reasons = documented(BookingServiceGrpc.getRescheduleAppointmentMethod());
    reasons.addAll(all.subList(all.indexOf(PET_NOT_BOOKABLE) + 1, all.size()));
    reasons.removeAll(NOT_OF_A_MOVE);
    assertEach(reasons, () -> new BookingScene(server).withAppointment(), BookingScene::move);
  }

  @Test
  void listingSlotsFailsForEachDocumentedReasonInOrder() {
    assertEach(
        documented(BookingServiceGrpc.getListAvailableSlotsMethod()),
        () -> new BookingScene(server),
        BookingScene::slots);
  }

  @Test
  void explainingFailsForEachDocumentedReasonInOrder() {
    List<Outcome> reasons = documented(BookingServiceGrpc.getListAvailableSlotsMethod());
    reasons.remove(TOO_MANY_SLOTS); // it lists none
    reasons.addAll(documented(BookingServiceGrpc.getExplainUnavailabilityMethod()));
    assertThat(reasons).endsWith(DEVICE_OUT_OF_USE, LOCAL_TIME_DOES_NOT_EXIST);
    assertEach(reasons, () -> new BookingScene(server), BookingScene::explain);
  }

  @Test
  void cancelFailsForEachDocumentedReasonInOrder() {
    List<Outcome> reasons = documented(BookingServiceGrpc.getCancelAppointmentMethod());
    assertEach(
        reasons,
        () -> new BookingScene(server).withAppointment(),
        scene ->
            scene
                .caller
                .bookings()
                .cancelAppointment(
                    CancelAppointmentRequest.newBuilder()
                        .setRequestId(scene.requestId)
                        .setAppointmentId(scene.appointmentId)
                        .setVersion(scene.version)
                        .build()));
  }

  @Test
  void statusChangeFailsForEachDocumentedReasonInOrder() {
    assertEach(
        documented(BookingServiceGrpc.getUpdateAppointmentStatusMethod()),
        () -> new BookingScene(server).withAppointment(),
        scene ->
            scene
                .caller
                .bookings()
                .updateAppointmentStatus(
                    UpdateAppointmentStatusRequest.newBuilder()
                        .setRequestId(scene.requestId)
                        .setAppointmentId(scene.appointmentId)
                        .setVersion(scene.version)
                        .setStatus(AppointmentStatus.APPOINTMENT_STATUS_CONFIRMED)
                        .build()));
  }

  @Test
  void readFailsForItsDocumentedReason() {
    assertThat(documented(BookingServiceGrpc.getGetAppointmentMethod()))
        .containsExactly(APPOINTMENT_NOT_FOUND);
    assertThat(documented(BookingServiceGrpc.getListAppointmentsMethod())).isEmpty();
  }

  /** Spoils a scene by one reason after another, from the last to the first. */
  private static void assertEach(
      List<Outcome> reasons, Supplier<BookingScene> scenes, Consumer<BookingScene> call) {
    assertThat(reasons).isNotEmpty().doesNotHaveDuplicates();
    call.accept(scenes.get()); // unspoilt, it succeeds
    BookingScene scene = scenes.get();
    for (Outcome reason : reasons.reversed()) {
      SPOILERS.get(reason).accept(scene);
      ErrorInfo info = assertRefused(reason, () -> call.accept(scene));
      assertThat(info.getMetadataMap().keySet()).as("%s", reason).isEqualTo(metadata(reason));
    }
  }

  private static Set<String> metadata(Outcome reason) {
    return switch (reason) {
      case STALE_VERSION -> Set.of("version");
      case APPOINTMENT_NOT_MOVABLE -> Set.of("status");
      case INVALID_TRANSITION -> Set.of("from", "to");
      case CHANGE_WINDOW_CLOSED -> Set.of("closed_at");
      default -> Set.of();
    };
  }

  private static Map<Outcome, Consumer<BookingScene>> spoilers() {
    Map<Outcome, Consumer<BookingScene>> spoilers = new LinkedHashMap<>();
    spoilers.put(TENANT_NOT_FOUND, s -> s.caller = Clinic.unknown(s.server.channel()));
    spoilers.put(APPOINTMENT_NOT_FOUND, s -> s.appointmentId = Clinic.newId());
    spoilers.put(REQUEST_ID_REUSED, s -> s.requestId = s.usedRequestId);
    spoilers.put(
        OVERRIDE_NOT_ALLOWED,
        s -> {
          s.overlap = true;
          s.caller = s.clinic.asClient(s.owner);
        });
    spoilers.put(STALE_VERSION, s -> s.version = 99);
    spoilers.put(
        APPOINTMENT_NOT_MOVABLE, s -> s.statusIs(AppointmentStatus.APPOINTMENT_STATUS_CHECKED_IN));
    spoilers.put(INVALID_TRANSITION, s -> s.statusIs(AppointmentStatus.APPOINTMENT_STATUS_NO_SHOW));
    spoilers.put(
        CHANGE_WINDOW_CLOSED,
        s -> {
          s.settings(t -> t.setCancelWindowMinutes(43_200));
          s.caller = s.clinic.asClient(s.owner);
        });
    planSpoilers(spoilers);
    timeSpoilers(spoilers);
    return spoilers;
  }

  private static void planSpoilers(Map<Outcome, Consumer<BookingScene>> spoilers) {
    spoilers.put(PET_NOT_FOUND, s -> s.petId = Clinic.newId());
    spoilers.put(PET_NOT_BOOKABLE, s -> s.petIs(PetStatus.PET_STATUS_DECEASED));
    spoilers.put(
        SERVICE_NOT_FOUND,
        s ->
            s.serviceIds =
                Stream.concat(s.serviceIds.stream(), Stream.of(Clinic.newId())).toList());
    spoilers.put(SERVICE_INACTIVE, s -> s.second(service -> service.setActive(false)));
    spoilers.put(SERVICES_NOT_COMBINABLE, s -> s.second(service -> service.addStaffIds(s.other)));
    spoilers.put(SPECIES_NOT_ALLOWED, s -> s.second(service -> service.addSpecies("cat")));
    spoilers.put(STAFF_NOT_FOUND, s -> s.staffId = Clinic.newId());
    spoilers.put(STAFF_NOT_QUALIFIED, s -> s.staffId = s.other);
    spoilers.put(RESOURCE_NOT_FOUND, s -> s.roomId = Clinic.newId());
    spoilers.put(ROOM_NOT_SUITABLE, s -> s.roomId = s.clinic.room());
    spoilers.put(DEVICE_OUT_OF_USE, BookingScene::deviceIsOutOfUse);
    spoilers.put(TOO_MANY_SLOTS, s -> s.settings(t -> t.setSlotStepMinutes(4)));
    spoilers.put(LOCAL_TIME_DOES_NOT_EXIST, s -> s.localStart = skipped());
  }

  private static void timeSpoilers(Map<Outcome, Consumer<BookingScene>> spoilers) {
    spoilers.put(TIME_IN_PAST, s -> s.start = s.clinic.at(-2, 10, 0));
    spoilers.put(NOTICE_TOO_SHORT, s -> s.settings(t -> t.setMinNoticeMinutes(43_200)));
    spoilers.put(BEYOND_HORIZON, s -> s.settings(t -> t.setHorizonDays(1)));
    spoilers.put(CLINIC_CLOSED, s -> s.clinic.setHours(null, Clinic.everyDay(605, 1440)));
    spoilers.put(
        SERVICE_NOT_OFFERED, s -> s.service(v -> v.addAllOffered(Clinic.everyDay(605, 1440))));
    spoilers.put(STAFF_NOT_WORKING, s -> s.clinic.setHours(s.vet, Clinic.everyDay(605, 1440)));
    spoilers.put(STAFF_ON_LEAVE, BookingScene::vetIsAway);
    spoilers.put(
        DAILY_LIMIT_REACHED,
        s -> {
          String third = s.clinic.service(15);
          s.clinic.book(s.clinic.pet(), s.other, s.clinic.at(3, 16, 0), s.serviceIds.get(1), third);
          s.second(service -> service.setMaxPerDay(1));
        });
    spoilers.put(STAFF_BUSY, s -> s.rival(s.clinic.pet(), s.vet, v -> {}));
    spoilers.put(PET_BUSY, s -> s.rival(s.pet, s.other, v -> {}));
    spoilers.put(
        ROOM_BUSY, s -> s.rival(s.clinic.pet(), s.clinic.vet(), v -> v.addRoomIds(s.room)));
    spoilers.put(
        DEVICE_BUSY, s -> s.rival(s.clinic.pet(), s.clinic.vet(), v -> v.addDeviceIds(s.device)));
  }

  /** A time that the clocks of New York skip. */
  private static LocalDateTime skipped() {
    return LocalDateTime.newBuilder()
        .setDate(
            Clinic.date(Transitions.nextGap(BookingScene.ZONE).getDateTimeBefore().toLocalDate()))
        .setTime(Clinic.time(150))
        .build();
  }

  /** The reasons in the comment of an RPC, in its order. */
  private static List<Outcome> documented(MethodDescriptor<?, ?> rpc) {
    Pattern comment = Pattern.compile("((?:  //.*\n)+)  rpc " + rpc.getBareMethodName() + "\\(");
    Set<String> names = Arrays.stream(Outcome.values()).map(Enum::name).collect(Collectors.toSet());
    List<Outcome> reasons = new ArrayList<>();
    Sources.protos().stream()
        .flatMap(proto -> Sources.find(comment, proto.text()))
        .flatMap(found -> Sources.find(WORD, found.group(1)))
        .map(MatchResult::group)
        .filter(names::contains)
        .map(Outcome::valueOf)
        .filter(reason -> !reasons.contains(reason))
        .forEach(reasons::add);
    return reasons;
  }
}
