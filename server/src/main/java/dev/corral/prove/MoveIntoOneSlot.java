package dev.corral.prove;

import com.google.protobuf.Timestamp;
import dev.corral.booking.v1.Appointment;
import java.util.ArrayList;
import java.util.List;

/** Ten appointments with ten vets want to move to the same time of another vet. */
final class MoveIntoOneSlot extends Contest {

  private static final int CALLERS = 10;

  private final Scene scene;
  private Visits visits;
  private Diary diary;
  private List<String> vets;
  private String wanted;
  private List<String> pets;
  private List<Timestamp> hours;

  MoveIntoOneSlot(Scene scene) {
    super("move into one slot", "double bookings", CALLERS);
    this.scene = scene;
  }

  @Override
  void prepare(int rounds) throws Unfit {
    visits = new Visits(scene);
    diary = new Diary(visits);
    vets = visits.vets(CALLERS);
    wanted = visits.vets(1).get(0);
    pets = visits.pets(CALLERS);
    List<String> all = new ArrayList<>(vets);
    all.add(wanted);
    hours = visits.freeHours(all, rounds);
  }

  @Override
  void round(int number, Tally tally) {
    Timestamp hour = hours.get(number);
    List<Appointment> booked =
        Calls.each(CALLERS, i -> visits.book(pets.get(i), vets.get(i), hour));
    booked.forEach(diary::note);
    Calls<Appointment> calls =
        Calls.atOnce(
            CALLERS, i -> visits.move(booked.get(i), wanted, Visits.later(hour, i % 3 * 10)));
    tally.count(calls, "STAFF_BUSY");
    int won = calls.won().size();
    tally.expect(won == 1, won + " callers were told that they have moved to the one time");
    calls.won().forEach(diary::note);
  }

  @Override
  void finish(Tally tally) {
    List<String> all = new ArrayList<>(vets);
    all.add(wanted);
    diary.check(all, tally);
  }
}
