package dev.corral.prove;

import com.google.protobuf.Timestamp;
import dev.corral.booking.v1.Appointment;
import java.util.List;

/** One caller cancels an appointment while nine others want its time. */
final class CancelAgainstBook extends Contest {

  private static final int CALLERS = 10;

  private final Scene scene;
  private Visits visits;
  private Diary diary;
  private String vet;
  private List<String> pets;
  private List<Timestamp> hours;

  CancelAgainstBook(Scene scene) {
    super("cancel against book", "double bookings", CALLERS);
    this.scene = scene;
  }

  @Override
  void prepare(int rounds) throws Unfit {
    visits = new Visits(scene);
    diary = new Diary(visits);
    List<String> vets = visits.vets(1);
    vet = vets.get(0);
    pets = visits.pets(CALLERS);
    hours = visits.freeHours(vets, rounds);
  }

  @Override
  void round(int number, Tally tally) {
    Timestamp hour = hours.get(number);
    Appointment first = visits.book(pets.get(0), vet, hour);
    Calls<Appointment> calls =
        Calls.atOnce(
            CALLERS, i -> i == 0 ? visits.cancel(first) : visits.book(pets.get(i), vet, hour));
    tally.count(calls, "STAFF_BUSY");
    tally.expect(calls.won(0), "the appointment could not be cancelled");
    List<Appointment> booked = calls.won().subList(calls.won(0) ? 1 : 0, calls.won().size());
    tally.expect(booked.size() <= 1, booked.size() + " callers were told that they have its time");
    booked.forEach(diary::note);
    if (booked.isEmpty()) { // all came before the cancellation: now the time is free
      diary.note(visits.book(pets.get(1), vet, hour));
    }
  }

  @Override
  void finish(Tally tally) {
    diary.check(List.of(vet), tally);
  }
}
