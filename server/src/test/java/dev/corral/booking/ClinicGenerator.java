package dev.corral.booking;

import com.google.protobuf.Message;
import com.google.type.DayOfWeek;
import dev.corral.Clinic;
import dev.corral.catalog.v1.Service;
import dev.corral.catalog.v1.UpsertServiceRequest;
import dev.corral.common.v1.DayWindows;
import dev.corral.common.v1.TimeWindow;
import dev.corral.directory.v1.Client;
import dev.corral.directory.v1.DateException;
import dev.corral.directory.v1.DeleteDateExceptionRequest;
import dev.corral.directory.v1.DeleteTimeOffRequest;
import dev.corral.directory.v1.Pet;
import dev.corral.directory.v1.PetStatus;
import dev.corral.directory.v1.Resource;
import dev.corral.directory.v1.ResourceKind;
import dev.corral.directory.v1.SetDateExceptionRequest;
import dev.corral.directory.v1.SetWorkingHoursRequest;
import dev.corral.directory.v1.Staff;
import dev.corral.directory.v1.StaffRole;
import dev.corral.directory.v1.TimeOff;
import dev.corral.directory.v1.UpsertClientRequest;
import dev.corral.directory.v1.UpsertPetRequest;
import dev.corral.directory.v1.UpsertResourceRequest;
import dev.corral.directory.v1.UpsertStaffRequest;
import dev.corral.directory.v1.UpsertTimeOffRequest;
import dev.corral.testing.ProgramDice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Requests that store a random clinic, or change one. */
final class ClinicGenerator {

  private final ProgramDice dice;
  private final ProgramCast cast;
  private final List<String> absences = new ArrayList<>();

  ClinicGenerator(ProgramDice dice, ProgramCast cast) {
    this.dice = dice;
    this.cast = cast;
  }

  /** All that a clinic needs, in an order in which it can be stored. */
  List<Message> clinic() {
    List<Message> requests = new ArrayList<>();
    cast.clients().forEach(id -> requests.add(client(id)));
    cast.pets().forEach(id -> requests.add(pet(id, PetStatus.PET_STATUS_ACTIVE)));
    cast.staff().forEach(id -> requests.add(staff(id, true)));
    cast.rooms().forEach(id -> requests.add(resource(id, true)));
    cast.devices().forEach(id -> requests.add(resource(id, true)));
    cast.services().forEach(id -> requests.add(service(id)));
    if (dice.percent(50)) {
      requests.add(week(""));
    }
    for (String id : cast.staff()) {
      if (dice.percent(30)) {
        requests.add(week(id));
      }
      if (dice.percent(25)) {
        requests.add(timeOff(id));
      }
    }
    if (dice.percent(25)) {
      requests.add(exception(""));
    }
    return requests;
  }

  /** Something else about the clinic. */
  Message change() {
    int kind = dice.between(0, 99);
    if (kind < 15) {
      return week(dice.percent(50) ? "" : dice.of(cast.staff()));
    } else if (kind < 35) {
      String owner = dice.percent(50) ? "" : dice.of(cast.staff());
      return dice.percent(70) ? exception(owner) : noException(owner);
    } else if (kind < 55) {
      return absences.isEmpty() || dice.percent(70)
          ? timeOff(dice.of(cast.staff()))
          : noTimeOff(absences.removeLast());
    } else if (kind < 80) {
      return service(dice.of(cast.services()));
    } else if (kind < 87) {
      return staff(dice.of(cast.staff()), dice.percent(70));
    } else if (kind < 95 || cast.rooms().isEmpty()) {
      boolean alive = dice.percent(70);
      return pet(
          dice.of(cast.pets()),
          alive ? PetStatus.PET_STATUS_ACTIVE : PetStatus.PET_STATUS_DECEASED);
    }
    return resource(dice.of(cast.rooms()), dice.percent(60));
  }

  private Message client(String id) {
    return UpsertClientRequest.newBuilder()
        .setRequestId(dice.id())
        .setClient(Client.newBuilder().setClientId(id).setDisplayName("C"))
        .build();
  }

  private Message pet(String id, PetStatus status) {
    return UpsertPetRequest.newBuilder()
        .setRequestId(dice.id())
        .setPet(
            Pet.newBuilder()
                .setPetId(id)
                .setClientId(cast.ownerOf(id))
                .setDisplayName("P")
                .setSpecies(cast.speciesOf(id))
                .setStatus(status))
        .build();
  }

  private Message staff(String id, boolean bookable) {
    return UpsertStaffRequest.newBuilder()
        .setRequestId(dice.id())
        .setStaff(
            Staff.newBuilder()
                .setStaffId(id)
                .setDisplayName("S")
                .setRole(StaffRole.STAFF_ROLE_VET)
                .setBookable(bookable))
        .build();
  }

  private Message resource(String id, boolean bookable) {
    boolean room = cast.rooms().contains(id);
    return UpsertResourceRequest.newBuilder()
        .setRequestId(dice.id())
        .setResource(
            Resource.newBuilder()
                .setResourceId(id)
                .setKind(room ? ResourceKind.RESOURCE_KIND_ROOM : ResourceKind.RESOURCE_KIND_DEVICE)
                .setDisplayName("R")
                .setBookable(bookable))
        .build();
  }

  private Message service(String id) {
    Service.Builder service =
        Service.newBuilder()
            .setServiceId(id)
            .setDisplayName("V")
            .setDurationMinutes(
                dice.of(7, 10, 15, 20, 30, 30, 30, 30, 45, 45, 60, 60, 90, 150, 600, 1440))
            .setBufferBeforeMinutes(dice.of(0, 0, 0, 0, 5, 10, 30, 240))
            .setBufferAfterMinutes(dice.of(0, 0, 0, 0, 5, 15, 40, 240))
            .setActive(dice.percent(97));
    if (dice.percent(25)) {
      service.addAllOffered(days());
    }
    if (dice.percent(12)) {
      service.addSpecies(dice.of("dog", "cat"));
    }
    if (dice.percent(30)) {
      service.setMaxPerDay(dice.between(1, 3));
    }
    if (dice.percent(40)) {
      service.addAllStaffIds(dice.some(cast.staff(), 1));
    }
    if (dice.percent(50)) {
      service.addAllRoomIds(dice.some(cast.rooms(), 1));
    }
    if (dice.percent(40)) {
      service.addAllDeviceIds(dice.some(cast.devices(), 1));
    }
    return UpsertServiceRequest.newBuilder().setRequestId(dice.id()).setService(service).build();
  }

  private Message week(String owner) {
    SetWorkingHoursRequest.Builder request =
        SetWorkingHoursRequest.newBuilder().setRequestId(dice.id()).addAllDays(days());
    return owner.isEmpty() ? request.build() : request.setStaffId(owner).build();
  }

  private List<DayWindows> days() {
    List<TimeWindow> windows = windows();
    List<TimeWindow> breaks = dice.percent(40) ? List.of(pause()) : List.of();
    boolean oneForAll = dice.percent(70);
    return IntStream.rangeClosed(1, 7)
        .filter(day -> dice.percent(95))
        .mapToObj(
            day ->
                DayWindows.newBuilder()
                    .setWeekday(DayOfWeek.forNumber(day))
                    .addAllWindows(oneForAll ? windows : windows())
                    .addAllBreaks(breaks)
                    .build())
        .toList();
  }

  private List<TimeWindow> windows() {
    List<TimeWindow> windows = new ArrayList<>();
    for (int i = dice.of(1, 1, 2); i > 0; i--) {
      int start = dice.percent(60) ? cast.earlyMinute(dice) : cast.minute(dice);
      boolean night = cast.overnight() && dice.percent(50);
      int quarters = dice.percent(70) ? dice.between(24, 96) : dice.between(1, 24);
      int end = Math.min(start + quarters * 15, start + ClinicClock.DAY);
      windows.add(Clinic.window(start, night ? end : Math.min(end, ClinicClock.DAY)));
    }
    return windows;
  }

  private TimeWindow pause() {
    int start = cast.minute(dice);
    return Clinic.window(start, Math.min(start + dice.of(15, 30, 60), ClinicClock.DAY));
  }

  private Message exception(String owner) {
    SetDateExceptionRequest.Builder request =
        SetDateExceptionRequest.newBuilder()
            .setRequestId(dice.id())
            .setException(
                DateException.newBuilder()
                    .setDate(Clinic.date(dice.of(cast.days())))
                    .addAllWindows(dice.percent(25) ? List.of() : windows()));
    return owner.isEmpty() ? request.build() : request.setStaffId(owner).build();
  }

  private Message noException(String owner) {
    DeleteDateExceptionRequest.Builder request =
        DeleteDateExceptionRequest.newBuilder()
            .setRequestId(dice.id())
            .setDate(Clinic.date(dice.of(cast.days())));
    return owner.isEmpty() ? request.build() : request.setStaffId(owner).build();
  }

  private Message noTimeOff(String id) {
    return DeleteTimeOffRequest.newBuilder().setRequestId(dice.id()).setTimeOffId(id).build();
  }

  private Message timeOff(String staffId) {
    long start = cast.clock().minute(dice.of(cast.days()), cast.minute(dice));
    absences.add(dice.id());
    return UpsertTimeOffRequest.newBuilder()
        .setRequestId(dice.id())
        .setTimeOff(
            TimeOff.newBuilder()
                .setTimeOffId(absences.getLast())
                .setStaffId(staffId)
                .setStartTime(
                    ClinicClock.timestamp(start).toBuilder().setNanos(dice.of(0, 0, 1000)))
                .setEndTime(ClinicClock.timestamp(start + dice.of(15, 60, 240, 2000))))
        .build();
  }
}
