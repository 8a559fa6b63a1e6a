package dev.corral.prove;

import com.google.protobuf.Timestamp;
import dev.corral.booking.v1.Appointment;
import java.util.List;

/**
 * Five vets have two appointments each, and all ten move to where the other stands. Each waits for
 * the other's place; none may be lost, and the two may not end in the same one.
 */
final class SwapPlaces extends Contest {

  private static final int VETS = 5;
  private static final int MINUTES_APART = 30;

  private final Scene scene;
  private Visits visits;
  private Diary diary;
  private List<String> vets;
  private List<String> pets;
  private List<Timestamp> hours;

  SwapPlaces(Scene scene) {
    super("two swap their places", "double bookings", 2 * VETS);
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
    List<Appointment> booked =
        Calls.each(callers(), i -> visits.book(pets.get(i), vets.get(i / 2), place(hour, i)));
    booked.forEach(diary::note);
    Calls<Appointment> calls =
        Calls.atOnce(
            callers(), i -> visits.move(booked.get(i), vets.get(i / 2), place(hour, i + 1)));
    tally.count(calls, "STAFF_BUSY");
    calls.won().forEach(diary::note);
  }

  @Override
  void finish(Tally tally) {
    diary.check(vets, tally);
  }

  private static Timestamp place(Timestamp hour, int caller) {
    return Visits.later(hour, caller % 2 * MINUTES_APART);
  }
}
