package dev.corral.prove;

import com.google.protobuf.Timestamp;
import dev.corral.booking.v1.Appointment;
import java.util.List;

/** Three vets, ten callers for each, starts that overlap without all being equal. */
final class BookOneSlot extends Contest {

  private static final int VETS = 3;
  private static final int CALLERS_A_VET = 10;

  private final Scene scene;
  private Visits visits;
  private Diary diary;
  private List<String> vets;
  private List<String> pets;
  private List<Timestamp> hours;

  BookOneSlot(Scene scene) {
    super("book one slot", "double bookings", VETS * CALLERS_A_VET);
    this.scene = scene;
  }

  @Override
  void prepare(int rounds) throws Unfit {
    visits = new Visits(scene);
    diary = new Diary(visits);
    vets = visits.vets(VETS);
    pets = visits.pets(callers());
    hours = visits.freeHours(vets, rounds);
  }

  @Override
  void round(int number, Tally tally) {
    Timestamp hour = hours.get(number);
    Calls<Appointment> calls =
        Calls.atOnce(
            callers(),
            i ->
                visits.book(
                    pets.get(i), vets.get(i % VETS), Visits.later(hour, i / VETS % 3 * 10)));
    tally.count(calls, "STAFF_BUSY");
    for (String vet : vets) {
      long won = calls.won().stream().filter(a -> a.getStaffId().equals(vet)).count();
      tally.expect(won == 1, won + " callers were told that they have a slot of one");
    }
    calls.won().forEach(diary::note);
  }

  @Override
  void finish(Tally tally) {
    diary.check(vets, tally);
  }
}
