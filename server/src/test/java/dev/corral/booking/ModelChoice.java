package dev.corral.booking;

import dev.corral.kernel.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** With whom and where a visit takes place at a start. */
record ModelChoice(String staffId, Optional<String> roomId) {

  private static final Set<Outcome> BUSY =
      Set.of(Outcome.STAFF_BUSY, Outcome.PET_BUSY, Outcome.ROOM_BUSY, Outcome.DEVICE_BUSY);

  /** The free member with the fewest visits that day, then the lowest id; or why there is none. */
  static ModelChoice of(
      ModelAvailability availability,
      ModelVisit visit,
      long start,
      boolean override,
      ClinicClock clock)
      throws ModelRefusal {
    List<String> able = new ArrayList<>();
    Outcome closest = Outcome.OK;
    for (String staffId : visit.staffIds()) {
      Optional<Outcome> first =
          availability.reasons(staffId, start).stream()
              .filter(reason -> !(override && BUSY.contains(reason)))
              .findFirst();
      first.ifPresentOrElse(reason -> {}, () -> able.add(staffId));
      if (first.isPresent() && first.get().compareTo(closest) > 0) {
        closest = first.get();
      }
    }
    if (able.isEmpty()) {
      throw new ModelRefusal(closest);
    }
    able.sort(
        Comparator.comparing((String id) -> availability.isStaffBusy(id, start)) // by override only
            .thenComparing(id -> availability.load(id, clock.date(start)))
            .thenComparing(Comparator.naturalOrder()));
    List<String> rooms = availability.freeRooms(start);
    Optional<String> room =
        rooms.isEmpty() ? visit.roomIds().stream().findFirst() : Optional.of(rooms.getFirst());
    return new ModelChoice(able.getFirst(), room);
  }
}
